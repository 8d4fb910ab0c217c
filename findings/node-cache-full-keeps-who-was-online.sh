#!/usr/bin/env bash
# node-cache: a cache that is full takes no new value for what it has already: who was online when it filled up stays online.
#
# With:  node-cache 5.1.2 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: maxKeys bounds how many keys there are. A new key beyond it is refused, as the manual says; a new value, or a later end, for a key
#        that is there changes no number, and works.
# Seen:  once the cache has maxKeys keys, each set() throws, of a key that is there too, and of several at once with mset(), which writes none
#        of them. The old value stays, and is served until its own end. Only ttl() works, which gives the old value more time; take() and
#        del() make room first. Keys whose time is over count until they are asked for, or the sweep comes by (every 600 s by default).
# So:    a presence, an unread count or a read position that is kept so stands still from the moment the server is busiest, and where set()
#        is called in a handler that logs errors, it looks like a slow network. Delete the key before setting it, or take a cache that
#        replaces and evicts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-cache@5.1.2 >/dev/null

cat >probe.cjs <<'EOF'
const NodeCache = require('node-cache');

const presence = new NodeCache({ stdTTL: 60, checkperiod: 0, maxKeys: 2 });
const tried = (what, act) => {
  let result;
  try {
    result = act();
  } catch ({ message }) {
    result = message;
  }
  console.log(`${what}: ${result}; ann is ${presence.get('ann')}, bob is ${presence.get('bob')}`);
};

tried('ann comes', () => presence.set('ann', 'online'));
tried('ann goes', () => presence.set('ann', 'away'));
tried('bob comes', () => presence.set('bob', 'online'));
tried('bob goes', () => presence.set('bob', 'away'));
tried('both go', () => presence.mset(['ann', 'bob'].map((key) => ({ key, val: 'gone' }))));
tried('bob has more time', () => presence.ttl('bob', 600));
tried('bob goes, deleted first', () => presence.del('bob') && presence.set('bob', 'away'));
EOF
timeout 50 node probe.cjs >seen
cat seen
cat >expected <<'EOF'
ann comes: true; ann is online, bob is undefined
ann goes: true; ann is away, bob is undefined
bob comes: true; ann is away, bob is online
bob goes: Cache max keys amount exceeded; ann is away, bob is online
both go: Cache max keys amount exceeded; ann is away, bob is online
bob has more time: true; ann is away, bob is online
bob goes, deleted first: true; ann is away, bob is away
EOF
diff expected seen && echo "as noted"
