#!/usr/bin/env bash
# matrix-js-sdk: a read receipt for a message that is not loaded takes a known read position away; and who writes has "read".
#
# With:  matrix-js-sdk 37.5.0 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: "how far has bob read" is what bob reported last, as far as it is known here: a receipt for a message that this
#        client has not loaded leaves the answer as it was, or names that message.
# Seen:  such a receipt makes the answer null: nobody knows any more that bob has read the three messages that are loaded.
#        And before bob reported anything, the answer is his own last message: it counts as a report of all before it.
# So:    a chat that shows ticks from this answer loses them when the peer reads ahead of what is loaded, and shows messages
#        as read that were never displayed. Compare positions by order in the conversation, keep the last known one, and
#        tell reported reads from guessed ones (the second argument).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts matrix-js-sdk@37.5.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createClient, MatrixEvent, Room } from 'matrix-js-sdk';

const alice = '@alice:example.org';
const bob = '@bob:example.org';
const room_id = '!team:example.org';
const room = new Room(room_id, createClient({ baseUrl: 'http://127.0.0.1:9', userId: alice }), alice, {});
const say = (event_id, sender, origin_server_ts) =>
  room.addLiveEvents(
    [new MatrixEvent({ type: 'm.room.message', event_id, room_id, sender, origin_server_ts, content: { msgtype: 'm.text', body: 'hi' } })],
    { addToState: false },
  );
const report = (event_id, ts) =>
  room.addReceipt(new MatrixEvent({ type: 'm.receipt', room_id, content: { [event_id]: { 'm.read': { [bob]: { ts } } } } }));
const show = (what) => console.log(`${what}: ${room.getEventReadUpTo(bob)}, without guesses ${room.getEventReadUpTo(bob, true)}`);

await say('$1', alice, 1000);
show('alice wrote $1');
await say('$2', bob, 2000);
show('bob wrote $2 and reported nothing');
await say('$3', alice, 3000);
report('$3', 4000);
show('bob reported $3');
report('$1', 5000);
show('bob reported $1 after that');
report('$later', 6000);
show('bob reported a message that is not loaded');
process.exit(0);
EOF
node probe.mjs 2>log >seen || { cat log; exit 1; }

cat >expected <<'EOF'
alice wrote $1: null, without guesses null
bob wrote $2 and reported nothing: $2, without guesses null
bob reported $3: $3, without guesses $3
bob reported $1 after that: $3, without guesses $3
bob reported a message that is not loaded: null, without guesses null
EOF
cat seen
diff expected seen && echo "as noted"
