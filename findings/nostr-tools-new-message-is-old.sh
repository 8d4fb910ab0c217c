#!/usr/bin/env bash
# nostr-tools: who asks a relay for the private messages since the last look does not get most of those that were sent since.
#
# With:  nostr-tools 2.25.2 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a message that is wrapped and sent now has created_at now, and "since" the last connection, with a few minutes to spare for
#        clocks, finds it. Relays sort by that time, so the last one sent is the newest.
# Seen:  the wrapper, which is all that a relay sees, has a random time within the last two days, so that the relay does not learn
#        when people write. Of 200 messages sent now, "since an hour ago" finds a few; the others never come, unless the client
#        happened to be connected. Sorted by the wrapper they are shuffled. The time inside is right.
# So:    a client asks for at least two days more than it was away, each time, knows repeats by the id, and sorts by the time inside.
#        A test with both sides connected sees nothing, as live messages come whatever their time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts nostr-tools@2.25.2 >/dev/null

cat >probe.mjs <<'EOF'
import { generateSecretKey, getPublicKey, matchFilter } from 'nostr-tools';
import { unwrapEvent, wrapEvent } from 'nostr-tools/nip17';

const ann = generateSecretKey();
const bob = generateSecretKey();
const now = () => Math.floor(Date.now() / 1000);
const start = now();
const wrapped = Array.from({ length: 200 }, (_, i) => wrapEvent(ann, { publicKey: getPublicKey(bob) }, `message ${i}`));
function found(what, since) {
  const count = wrapped.filter((event) => matchFilter({ kinds: [1059], since }, event)).length;
  console.log(`since ${what}: ${count === 200 ? 'all' : count < 50 ? 'less than a quarter' : 'some'}`);
}
found('an hour ago', start - 3600);
found('two days and an hour ago', start - 49 * 3600);
const sorted = wrapped.toSorted((a, b) => a.created_at - b.created_at);
console.log(`sorted by the wrapper: ${sorted.every((event, i) => event === wrapped[i]) ? 'as sent' : 'shuffled'}`);
const inside = wrapped.map((event) => unwrapEvent(event, bob).created_at);
console.log(`the time inside: ${inside.every((time) => time >= start && time <= now() + 2) ? 'now' : 'another'}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
since an hour ago: less than a quarter
since two days and an hour ago: all
sorted by the wrapper: shuffled
the time inside: now
EOF
diff expected seen && echo "as noted"
