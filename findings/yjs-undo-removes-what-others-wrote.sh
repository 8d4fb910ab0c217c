#!/usr/bin/env bash
# Yjs: undo takes away what the other person wrote, and keeps one's own words, with updates applied as its examples show.
#
# With:  yjs 13.6.33 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: an UndoManager undoes what was done on this device: what comes in by applyUpdate is marked as not local (transaction.local is
#        false), so it is never one's own. That is why a shared text has a manager of its own for undo.
# Seen:  the manager does not look at that mark but at the origin, a third argument of applyUpdate. Without it the origin is null, as that
#        of typing is. Ann types, Bob's words come in, Ann presses undo: Bob's words are gone, on both devices, and Ann's stay.
#        Within half a second, both are. With any text as the origin, undo takes what Ann typed.
# So:    a transport of one's own for a shared draft, note or whiteboard of a chat gives an origin with every update that it applies. A
#        test of undo with one person passes; it needs two, and the other one's words last.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts yjs@13.6.33 >/dev/null

cat >probe.mjs <<'EOF'
import * as Y from 'yjs';

function probe(what, ...origin) {
  const ann = new Y.Doc();
  const bob = new Y.Doc();
  const bring = (from, to) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), ...origin);
  const draft = ann.getText('draft');
  const undo = new Y.UndoManager(draft, { captureTimeout: 0 }); // each change is undone by itself, however quickly they come
  const locals = [];
  ann.on('afterTransaction', ({ local }) => locals.push(local));

  draft.insert(0, 'At six?');
  bring(ann, bob);
  bob.getText('draft').insert(7, ' Bring wine.');
  bring(bob, ann);
  console.log(`${what}: "${draft}", local ${locals}, ${undo.undoStack.length} to undo`);
  undo.undo();
  bring(ann, bob);
  console.log(`  after Ann's undo Ann has "${draft}", Bob has "${bob.getText('draft')}"`);
}

probe('without an origin');
probe('with an origin', 'network');
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
without an origin: "At six? Bring wine.", local true,false, 2 to undo
  after Ann's undo Ann has "At six?", Bob has "At six?"
with an origin: "At six? Bring wine.", local true,false, 1 to undo
  after Ann's undo Ann has " Bring wine.", Bob has " Bring wine."
EOF
diff expected seen && echo "as noted"
