#!/usr/bin/env bash
# bson: an export as Extended JSON gives two messages the same id, and reading an exact export does so too.
#
# With:  bson 7.3.4 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: Extended JSON is there to keep types. Where a Long does not fit into a double, EJSON writes {"$numberLong": …} also in its
#        relaxed form, and reads a Long, as BSON.deserialize of the same package does: that gives a number only where it is exact.
# Seen:  the relaxed form is what stringify and parse use unless told otherwise, and both turn every Long into a double. The two ids
#        of 61 bits, one apart, are the same number in the export; and of an export in the exact form, where the digits
#        are right, parse makes the same number of both. There is no error. With relaxed: false both directions are exact.
# So:    a history that was exported or imported this way has replies under the wrong message, and an import that knows repeats by
#        id drops messages. Give relaxed: false in both directions, or keep ids as texts; a test with id 1 passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bson@7.3.4 >/dev/null

cat >probe.mjs <<'EOF'
import { deserialize, EJSON, Long, serialize } from 'bson';

const messages = ['1311768467294899201', '1311768467294899202'].map((id) => ({ _id: Long.fromString(id) }));
const ids = (of) => of.map((message) => `${message._id}`).join(' and ');
const exact = { relaxed: false };
console.log(`written: ${ids(messages)}`);
console.log(`by serialize and deserialize: ${ids(messages.map((message) => deserialize(serialize(message))))}`);
console.log(`the export: ${EJSON.stringify(messages)}`);
console.log(`the exact export: ${EJSON.stringify(messages, exact)}`);
console.log(`the exact export read: ${ids(EJSON.parse(EJSON.stringify(messages, exact)))}`);
console.log(`the exact export read exactly: ${ids(EJSON.parse(EJSON.stringify(messages, exact), exact))}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
written: 1311768467294899201 and 1311768467294899202
by serialize and deserialize: 1311768467294899201 and 1311768467294899202
the export: [{"_id":1311768467294899200},{"_id":1311768467294899200}]
the exact export: [{"_id":{"$numberLong":"1311768467294899201"}},{"_id":{"$numberLong":"1311768467294899202"}}]
the exact export read: 1311768467294899200 and 1311768467294899200
the exact export read exactly: 1311768467294899201 and 1311768467294899202
EOF
diff expected seen && echo "as noted"
