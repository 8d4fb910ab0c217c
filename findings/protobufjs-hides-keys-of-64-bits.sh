#!/usr/bin/env bash
# protobufjs: a map with keys of 64 bits has none of its keys: unread[42] is undefined, while the printed message shows 42.
#
# With:  protobufjs 8.8.1 and long 5.3.2 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: map<int64, int32> is an object whose keys are the numbers as text, as with keys of 32 bits: unread['42'] is there.
#        Values of 64 bits are known to be objects (Long); keys of an object are text anyhow.
# Seen:  the keys are eight characters with the bytes of the number in them. Looking a conversation up finds nothing, at small
#        numbers too, and there is no error. JSON.stringify and toObject show the numbers, so a log says that all is well.
#        unread['42'] = 0 before sending the message on puts a new entry for 42 before the old one, and the old one wins at
#        the other end: what was set is lost.
# So:    read and write such maps by toObject and fromObject, or give maps in a chat's protocol keys of text, or a repeated
#        pair in their place. A test with a map of two conversations finds it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts protobufjs@8.8.1 long@5.3.2 >/dev/null

cat >probe.mjs <<'EOF'
import protobuf from 'protobufjs';

const SCHEMA = 'syntax = "proto3"; message Inbox { map<int32, int32> small = 1; map<int64, int32> unread = 2; }';
const Inbox = protobuf.parse(SCHEMA).root.lookupType('Inbox');
const sent = Inbox.encode(Inbox.fromObject({ small: { 42: 7 }, unread: { 42: 7 } })).finish();

const inbox = Inbox.decode(sent);
const keys = (map) => Object.keys(map).map((key) => `${JSON.stringify(key)} of ${key.length}`).join(', ');
console.log(`small: ${inbox.small[42]}, keys ${keys(inbox.small)}`);
console.log(`unread: ${inbox.unread[42]}, keys ${keys(inbox.unread)}`);
console.log(`printed: ${JSON.stringify(inbox)}`);
console.log(`toObject: ${Inbox.toObject(inbox).unread[42]}`);
inbox.small[42] = 0;
inbox.unread[42] = 0;
const bytes = (data) => Buffer.from(data).toString('hex').replaceAll(/(0a|12)04/g, ' $104').trim();
console.log(`sent: ${bytes(sent)}`);
const again = Inbox.encode(inbox).finish();
console.log(`sent on after 42 was set to 0: ${bytes(again)}`);
console.log(`heard: ${JSON.stringify(Inbox.decode(again))}`);
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
small: 7, keys "42" of 2
unread: undefined, keys "*\u0000\u0000\u0000\u0000\u0000\u0000\u0000" of 8
printed: {"small":{"42":7},"unread":{"42":7}}
toObject: 7
sent: 0a04082a1007 1204082a1007
sent on after 42 was set to 0: 0a04082a1000 1204082a1000 1204082a1007
heard: {"small":{"42":0},"unread":{"42":7}}
EOF
diff expected seen && echo "as noted"
