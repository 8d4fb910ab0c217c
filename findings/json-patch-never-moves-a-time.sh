#!/usr/bin/env bash
# fast-json-patch, rfc6902: of an edited message the new text reaches the others, and the time of the edit does not, without an error.
#
# With:  fast-json-patch 3.1.1, rfc6902 5.4.0 and, to compare, just-diff 6.0.2 with just-diff-apply 5.5.0 and jsondiffpatch 0.7.7 from npm,
#        Node.js 20 or newer. Seen on 2026-12-01.
# Guess: a server that sends the change of a message instead of the message compares its objects as they come from the database, with
#        times of type Date. A patch is for JSON, so a Date counts as what JSON.stringify makes of it, as with other values: one operation
#        that replaces a text.
# Seen:  rfc6902 looks for fields of the Date, finds none, and makes no operation, ever. fast-json-patch adds the 24 letters of the new time
#        one by one, "/editedAt/0", "/editedAt/1" and so on, also when the time is the same. Applied to the client's JSON, these
#        change nothing and raise nothing (only with its own checking on they do). just-diff and jsondiffpatch send the time.
# So:    lists that are sorted by time, and "read until", stay where they are on every client that was not asked to load anew. Compare what
#        the clients have: JSON.parse(JSON.stringify(…)) of both sides, or keep times as numbers; and check each patch when applying it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts fast-json-patch@3.1.1 rfc6902@5.4.0 just-diff@6.0.2 just-diff-apply@5.5.0 \
  jsondiffpatch@0.7.7 >/dev/null

cat >probe.mjs <<'EOF'
import fast from 'fast-json-patch';
import { diff as justDiff } from 'just-diff';
import { diffApply } from 'just-diff-apply';
import * as jsondiffpatch from 'jsondiffpatch';
import * as rfc6902 from 'rfc6902';

const json = (value) => JSON.parse(JSON.stringify(value));
const before = { text: 'six?', editedAt: new Date('2026-12-01T09:00:00.000Z') };
const after = { text: 'seven?', editedAt: new Date('2026-12-01T09:05:00.000Z') };

/** Makes a patch on the server, sends it as JSON, and applies it to what the client has. */
function probe(who, compare, apply, from = before, to = after) {
  const patch = compare(from, to);
  const message = json(from);
  let failed;
  try {
    failed = apply(message, json(patch));
  } catch ({ name }) {
    failed = name;
  }
  const count = Array.isArray(patch) ? `operations: ${patch.length}` : 'a delta';
  console.log(`${who}: ${count}, ${failed ?? 'no error'}; ${message.text} ${message.editedAt.slice(11, 16)}`);
}

const fastApply = (message, patch) => void fast.applyPatch(message, patch);
const rfcApply = (message, patch) => rfc6902.applyPatch(message, patch).find((error) => error)?.name;
probe('rfc6902', rfc6902.createPatch, rfcApply);
probe('fast-json-patch', fast.compare, fastApply);
probe('fast-json-patch, checked', fast.compare, (message, patch) => void fast.applyPatch(message, patch, true));
probe('fast-json-patch, nothing changed', fast.compare, fastApply, before, structuredClone(before));
probe('just-diff', justDiff, (message, patch) => void diffApply(message, patch));
probe('jsondiffpatch', jsondiffpatch.diff, (message, delta) => void jsondiffpatch.patch(message, delta));
console.log('both sides made JSON before:');
probe('rfc6902', rfc6902.createPatch, rfcApply, json(before), json(after));
probe('fast-json-patch', fast.compare, fastApply, json(before), json(after));
EOF
timeout 50 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
rfc6902: operations: 1, no error; seven? 09:00
fast-json-patch: operations: 25, no error; seven? 09:00
fast-json-patch, checked: operations: 25, OPERATION_PATH_UNRESOLVABLE; six? 09:00
fast-json-patch, nothing changed: operations: 24, no error; six? 09:00
just-diff: operations: 2, no error; seven? 09:05
jsondiffpatch: a delta, no error; seven? 09:05
both sides made JSON before:
rfc6902: operations: 2, no error; seven? 09:05
fast-json-patch: operations: 2, no error; seven? 09:05
EOF
diff expected seen && echo "as noted"
