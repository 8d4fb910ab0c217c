#!/usr/bin/env bash
# FlexSearch: a search for "room 15" finds rooms 115 and 155 as well, and one for "paid 100" whoever paid 10, 110 or 1000.
#
# With:  flexsearch 0.8.212 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: an index that is made without options finds whole words, by their letters: case and accents do not count, and that a doubled
#        letter counts once is for Miller and Miler. 15 finds 15.
# Seen:  a doubled digit counts once, too: 115 and 155 are indexed as 15, and 100 and 110 as 10. Numbers of more than three digits are
#        cut into threes first, each a word of its own, so that 1100 is 10 and 0. So it is with the encoders for Latin
#        letters and for Chinese; LatinExact and Exact find what was asked for, as does an encoder with dedupe and numeric off.
# So:    in a chat most searches for a number, of a door, a ticket, a price, find others' numbers, and the right one is not in
#        front of them. Turn dedupe and numeric off, and test with numbers that differ by a doubled digit; with one number in the
#        index, or 2026 and 2027, all is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts flexsearch@0.8.212 >/dev/null

cat >probe.mjs <<'EOF'
import { Charset, Encoder, Index } from 'flexsearch';

const messages = [
  'room 115', 'room 155', 'room 15', 'paid 1000', 'paid 10', 'paid 110', 'paid 100', 'ticket 4455', 'ticket 45', 'in 2026', 'in 2027',
];

/** Indexes the messages and shows what each search finds, in the order in which it is found. */
function probe(what, options, searches) {
  const index = new Index(options);
  messages.forEach((text, id) => index.add(id, text));
  for (const search of searches) {
    console.log(`${what}, ${search}: ${index.search(search).map((id) => messages[id]).join(', ')}`);
  }
}

probe('no options', undefined, ['room 15', 'paid 100', 'ticket 45', '2026']);
probe('for Chinese', { encoder: Charset.CJK }, ['paid 100']);
probe('LatinExact', { encoder: Charset.LatinExact }, ['paid 100']);
probe('off', { encoder: new Encoder({ dedupe: false, numeric: false }) }, ['room 15', 'paid 100', 'ticket 45']);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
no options, room 15: room 115, room 155, room 15
no options, paid 100: paid 1000, paid 10, paid 110, paid 100
no options, ticket 45: ticket 4455, ticket 45
no options, 2026: in 2026
for Chinese, paid 100: paid 1000, paid 10, paid 110, paid 100
LatinExact, paid 100: paid 100
off, room 15: room 15
off, paid 100: paid 100
off, ticket 45: ticket 45
EOF
diff expected seen && echo "as noted"
