#!/usr/bin/env bash
# json-bigint: of two places on a map one has a latitude that is a number and the other one that is a text, by how long it is written.
#
# With:  json-bigint 1.0.0 and, to compare, json-with-bigint 3.5.12 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: storeAsString is for ids of 64 bits: whole numbers that a double does not hold come as texts, and all others, fractions
#        too, as numbers.
# Seen:  what counts is the number of characters: with more than 15, sign and point among them, a number is "big". A latitude of 15 digits
#        and a point is a text, one of two decimals a number, and so the same field changes from message to message; latitude + 0.001
#        is a longer text then. Microseconds of today (16 digits), which a double holds exactly, are a text too. Without the
#        option it is an object each time. json-with-bigint takes only whole numbers that a double does not hold.
# So:    who reads ids with it reads all else with it too: places, ratings, sizes and times change their type with their digits. Convert
#        the fields by name after reading, and test with the coordinates of a real phone; 52.52 passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-bigint@1.0.0 json-with-bigint@3.5.12 >/dev/null

cat >probe.mjs <<'EOF'
import JSONbig from 'json-bigint';
import { JSONParse } from 'json-with-bigint';

const asTexts = JSONbig({ storeAsString: true });
const type = (value) => value?.constructor?.name ?? typeof value;
for (const number of ['42', '7012345678901234567', '52.52', '52.5200065999123', '-33.86881970012', '-33.868819700123', '1e21',
    '1764412800000', '1764412800000123']) {
  const json = `{"value":${number}}`;
  const value = asTexts.parse(json).value;
  console.log(`${number}: storeAsString ${type(value)}, plain ${type(JSONbig.parse(json).value)}, ` +
      `json-with-bigint ${type(JSONParse(json).value)}`);
}
const places = asTexts.parse('[{"latitude":52.52},{"latitude":52.5200065999123}]');
console.log(`a little further north: ${places.map(({ latitude }) => latitude + 0.001).join(', ')}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
42: storeAsString Number, plain Number, json-with-bigint Number
7012345678901234567: storeAsString String, plain BigNumber, json-with-bigint BigInt
52.52: storeAsString Number, plain Number, json-with-bigint Number
52.5200065999123: storeAsString String, plain BigNumber, json-with-bigint Number
-33.86881970012: storeAsString Number, plain Number, json-with-bigint Number
-33.868819700123: storeAsString String, plain BigNumber, json-with-bigint Number
1e21: storeAsString Number, plain Number, json-with-bigint Number
1764412800000: storeAsString Number, plain Number, json-with-bigint Number
1764412800000123: storeAsString String, plain BigNumber, json-with-bigint Number
a little further north: 52.521, 52.52000659991230.001
EOF
diff expected seen && echo "as noted"
