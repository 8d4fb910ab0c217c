#!/usr/bin/env bash
# Yjs and Loro: a read mark behind the last message moves on with every new message, so nothing is ever unread.
#
# With:  yjs 13.6.33 and loro-crdt 1.17.1 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: a relative position (Yjs) or a cursor (Loro) is made for keeping a place while others write: "behind the third message"
#        stays behind the third, whatever is added after it. Loro lets one choose the side that it holds on to.
# Seen:  a place is held by what follows it, and behind the last message nothing follows: both libraries then note "the end". After
#        two more messages the mark says that five of five are read. A mark in the middle stays where it was, so a test with
#        some unread messages passes, and one with all of them read does not. In Yjs an association of -1 holds on to the
#        message before. In Loro no side does that at the end: only a cursor at the last message itself stays.
# So:    whoever keeps read marks, "new messages" lines or replies in a shared document keeps the id of the message that was read, and
#        no place in the list. A badge that never appears is not reported by anybody.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts yjs@13.6.33 loro-crdt@1.17.1 >/dev/null

cat >probe.mjs <<'EOF'
import { LoroDoc } from 'loro-crdt';
import * as Y from 'yjs';

function yjs(read, association) {
  const chat = new Y.Doc();
  const messages = chat.getArray('messages');
  messages.push(['one', 'two', 'three']);
  const mark = Y.createRelativePositionFromTypeIndex(messages, read, association);
  messages.push(['four', 'five']);
  return Y.createAbsolutePositionFromRelativePosition(mark, chat).index;
}

function loro(read, side) {
  const chat = new LoroDoc();
  const messages = chat.getList('messages');
  for (const text of ['one', 'two', 'three']) {
    messages.push(text);
  }
  chat.commit();
  const mark = messages.getCursor(read, side);
  messages.push('four');
  messages.push('five');
  chat.commit();
  return chat.getCursorPos(mark).offset;
}

for (const read of [2, 3]) {
  console.log(`${read} of 3 were read; of 5 that is, by Yjs: ${yjs(read)}, by Yjs with -1: ${yjs(read, -1)}`);
  console.log(`${read} of 3 were read; of 5 that is, by Loro: ${loro(read)}, by Loro with sides -1, 0, 1: ${[-1, 0, 1].map((side) => loro(read, side))}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
2 of 3 were read; of 5 that is, by Yjs: 2, by Yjs with -1: 2
2 of 3 were read; of 5 that is, by Loro: 2, by Loro with sides -1, 0, 1: 2,2,2
3 of 3 were read; of 5 that is, by Yjs: 5, by Yjs with -1: 3
3 of 3 were read; of 5 that is, by Loro: 5, by Loro with sides -1, 0, 1: 5,5,5
EOF
diff expected seen && echo "as noted"
