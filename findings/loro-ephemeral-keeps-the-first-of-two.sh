#!/usr/bin/env bash
# Loro's EphemeralStore: of two changes of one's presence right after each other the others keep the first: one is typing, though one has sent.
#
# With:  loro-crdt 1.17.1 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: "the last write wins" holds most surely for two writes of one person, on one device: the store knows which came last. Times are
#        for what two devices write, and for what is to be forgotten: half a minute after it was heard.
# Seen:  a change carries the millisecond it was made in, and an equal millisecond is no news. set, set and set, delete, in one handler,
#        leave the others with the first, while one's own store has the last. It isn't mended by sending all anew later, only by the
#        next change. And a time is of the sender's clock, but the age is of the receiver's: who is a minute late is never seen by
#        anybody, at a time-out of 30 s, and who is a minute early stays for a minute and a half. No error in any of these.
# So:    "typing" together with "sent" is sent once: keep the last one of a handler and set it at the end, repeat the state every few
#        seconds, as the time-out asks for anyway, and have the server say who has gone. A test that waits between changes sees nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts loro-crdt@1.17.1 >/dev/null

cat >probe.mjs <<'EOF'
import { EphemeralStore } from 'loro-crdt';

// The clock stands still, unless the probe moves it.
let now = Date.now();
Date.now = () => now;

const TIMEOUT = 30_000;
function pair() {
  const ann = new EphemeralStore(TIMEOUT);
  const bob = new EphemeralStore(TIMEOUT);
  ann.subscribeLocalUpdates((update) => bob.apply(update));
  return [ann, bob];
}

for (const [what, pass, change] of [
  ['typing, then sent, in one millisecond', 0, (store) => store.set('ann', 'sent')],
  ['typing, then sent, a millisecond later', 1, (store) => store.set('ann', 'sent')],
  ['typing, then deleted, in one millisecond', 0, (store) => store.delete('ann')],
  ['typing, then deleted, a millisecond later', 1, (store) => store.delete('ann')],
]) {
  const [ann, bob] = pair();
  ann.set('ann', 'typing');
  now += pass;
  change(ann);
  now += 1000;
  bob.apply(ann.encodeAll());
  console.log(`${what}: ann has ${ann.get('ann')}, bob has ${bob.get('ann')}`);
}

for (const [what, late] of [['right', 0], ['a minute late', 60_000], ['a minute early', -60_000]]) {
  const ann = new EphemeralStore(TIMEOUT);
  const heard = (update) => {
    const bob = new EphemeralStore(TIMEOUT);
    bob.apply(update);
    return bob.get('ann');
  };
  now -= late;
  ann.set('ann', 'online');
  const update = ann.encodeAll();
  now += late;
  const atOnce = heard(update);
  now += 45_000;
  console.log(`clock of ann ${what}: who hears it at once has ${atOnce}, 45 s later ${heard(update)}`);
}
process.exit(0);
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
typing, then sent, in one millisecond: ann has sent, bob has typing
typing, then sent, a millisecond later: ann has sent, bob has sent
typing, then deleted, in one millisecond: ann has undefined, bob has typing
typing, then deleted, a millisecond later: ann has undefined, bob has undefined
clock of ann right: who hears it at once has online, 45 s later undefined
clock of ann a minute late: who hears it at once has undefined, 45 s later undefined
clock of ann a minute early: who hears it at once has online, 45 s later online
EOF
diff expected seen && echo "as noted"
