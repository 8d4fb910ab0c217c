#!/usr/bin/env bash
# Yjs and Loro: a Date in a shared map is a Date for its author, and an empty object for everybody else, and for the author after a restart.
#
# With:  yjs 13.6.33, loro-crdt 1.17.1 and, to compare, @automerge/automerge 3.5.0 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: a value that a shared map takes is one that it can carry: a Date goes over as a text, as in JSON, or as a Date, or is refused with an
#        error, as Yjs refuses a Map or a URL ("Unexpected content type").
# Seen:  Yjs has Date on its list of values it takes, and keeps the object itself: get() gives it back, and the author's list is sorted. But
#        what is sent and stored is {}, as a Date has no fields of its own. There's no error at either end. In an object within the map
#        it is the same. Loro makes {} of it at once. Automerge carries it.
# So:    a chat that is tried in one window is right. Give times as numbers, and check values before they are set: what equals itself
#        after JSON goes over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts yjs@13.6.33 loro-crdt@1.17.1 @automerge/automerge@3.5.0 >/dev/null

cat >probe.mjs <<'EOF'
import { inspect } from 'node:util';
import * as Automerge from '@automerge/automerge';
import { LoroDoc } from 'loro-crdt';
import * as Y from 'yjs';

const at = new Date('2026-12-01T09:00:00.000Z');
const say = (what, author, others) => {
  const line = (value) => inspect(value, { breakLength: Infinity });
  console.log(`${what}: the author has ${line(author)}, the others have ${line(others)}`);
};

function yjs(what, value) {
  const author = new Y.Doc();
  const other = new Y.Doc();
  author.getMap('message').set('at', value);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(author));
  say(`yjs, ${what}`, author.getMap('message').get('at'), other.getMap('message').get('at'));
}

function loro(what, value) {
  const author = new LoroDoc();
  const other = new LoroDoc();
  author.getMap('message').set('at', value);
  author.commit();
  other.import(author.export({ mode: 'update' }));
  say(`loro, ${what}`, author.getMap('message').get('at'), other.getMap('message').get('at'));
}

function automerge(what, value) {
  const author = Automerge.from({ at: value });
  say(`automerge, ${what}`, author.at, Automerge.load(Automerge.save(author)).at);
}

for (const [what, value] of [['number', at.getTime()], ['Date', at], ['in an object', { sent: at }]]) {
  yjs(what, value);
  loro(what, value);
  automerge(what, value);
}
try {
  yjs('URL', new URL('https://example.org'));
} catch ({ message }) {
  console.log(`yjs, URL: ${message}`);
}
process.exit(0);
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
yjs, number: the author has 1796115600000, the others have 1796115600000
loro, number: the author has 1796115600000, the others have 1796115600000
automerge, number: the author has 1796115600000, the others have 1796115600000
yjs, Date: the author has 2026-12-01T09:00:00.000Z, the others have {}
loro, Date: the author has {}, the others have {}
automerge, Date: the author has 2026-12-01T09:00:00.000Z, the others have 2026-12-01T09:00:00.000Z
yjs, in an object: the author has { sent: 2026-12-01T09:00:00.000Z }, the others have { sent: {} }
loro, in an object: the author has { sent: {} }, the others have { sent: {} }
automerge, in an object: the author has { sent: 2026-12-01T09:00:00.000Z }, the others have { sent: 2026-12-01T09:00:00.000Z }
yjs, URL: Unexpected content type
EOF
diff expected seen && echo "as noted"
