#!/usr/bin/env bash
# apns2: a push that only sets the badge to 0, as one has read all on another device, shows the last message again, with its sound.
#
# With:  apns2 12.2.0 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: a Notification is made of what one gives to it. What is equal for all pushes of a chat (interruption level, the thread) is written
#        once and given to each as "aps"; alert, sound and badge come on top, for this push.
# Seen:  alert, sound, badge and content-available are written into the object given as "aps", when the push is built to be sent. The next
#        one that uses the same object has them, too, as far as it sets no others: the badge update rings and shows the text of the message
#        before, and one with content-available makes all later ones wake the app. No option of the later push says so; a frozen object
#        makes it an error, and a spread copy is as guessed. Building one twice gives the same, so a test of one push sees nothing.
# So:    it depends on what the server sent before, in another order it's something else. Make "aps" anew for each push, freeze what is
#        shared, and test pushes by twos.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts apns2@12.2.0 >/dev/null

cat >probe.mjs <<'EOF'
import { Notification } from 'apns2';

/** The pushes of one chat, one after the other, as they go out. */
function probe(what, aps) {
  const send = (name, options) => {
    let built;
    try {
      built = JSON.stringify(new Notification('device', { ...options, aps: aps() }).buildApnsOptions().aps);
    } catch ({ name }) {
      built = name;
    }
    console.log(`${what}, ${name}: ${built}`);
  };
  send('badge', { badge: 0 });
  send('message', { alert: 'see you at six', sound: 'ping', badge: 1 });
  send('badge', { badge: 0 });
  send('wake-up', { contentAvailable: true });
  send('message', { alert: 'or seven?', badge: 1 });
}

const shared = { 'thread-id': 'team' };
probe('shared', () => shared);
probe('copied', () => ({ 'thread-id': 'team' }));
const frozen = Object.freeze({ 'thread-id': 'team' });
probe('frozen', () => frozen);
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
shared, badge: {"thread-id":"team","badge":0}
shared, message: {"thread-id":"team","badge":1,"alert":"see you at six","sound":"ping"}
shared, badge: {"thread-id":"team","badge":0,"alert":"see you at six","sound":"ping"}
shared, wake-up: {"thread-id":"team","badge":0,"alert":"see you at six","sound":"ping","content-available":1}
shared, message: {"thread-id":"team","badge":1,"alert":"or seven?","sound":"ping","content-available":1}
copied, badge: {"thread-id":"team","badge":0}
copied, message: {"thread-id":"team","alert":"see you at six","sound":"ping","badge":1}
copied, badge: {"thread-id":"team","badge":0}
copied, wake-up: {"thread-id":"team","content-available":1}
copied, message: {"thread-id":"team","alert":"or seven?","badge":1}
frozen, badge: TypeError
frozen, message: TypeError
frozen, badge: TypeError
frozen, wake-up: TypeError
frozen, message: TypeError
EOF
diff expected seen && echo "as noted"
