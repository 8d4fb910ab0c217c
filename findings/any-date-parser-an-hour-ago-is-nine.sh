#!/usr/bin/env bash
# any-date-parser: in Shanghai "1 hour ago" is nine hours ago, 10:00 UTC is 02:00 UTC, and 25/12/2026 is in May.
#
# With:  any-date-parser 2.2.4 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: a time that says "Z" or "+05:30" is that instant wherever it is read, and "1 hour ago" is 3600 seconds before
#        now. A date that has no month 25 is either read with the day first or is invalid, as isValid() is there to
#        tell.
# Seen:  what is computed in UTC is handed on as the time of the process: off by the zone's distance from UTC, with
#        "Z", with an offset and with "ago" and "in" alike, while "now" is right. "+0200" without a colon is left out
#        altogether. In the American order a day after the twelfth loses its first digit: 25/12/2026 is 5/12, 13/1/26
#        is 3/1. Each of them isValid(). On a server in UTC those with "Z", a colon or "ago" are right.
# So:    an importer, or a bot that is asked "what was said 1 hour ago", is right on a server in UTC and hours off on a
#        laptop. Read instants with new Date, and run the tests of an import in a zone far from UTC, with days after
#        the twelfth.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts any-date-parser@2.2.4 >/dev/null

cat >probe.mjs <<'EOF'
import parser from 'any-date-parser';

console.log(`${process.env.TZ}:`);
const instants = ['2026-06-05T10:00:00Z', '2026-06-05T10:00:00+05:30', 'Fri, 5 Jun 2026 10:00:00 +0200'];
for (const text of [...instants, '25/12/2026 10:00', '13/1/26 10:00']) {
  const date = parser.fromString(text, 'en-US');
  console.log(`  ${text}: ${date.isValid() ? date.toISOString().slice(0, 16) : 'invalid'}`);
}
for (const text of ['now', '1 hour ago', 'in 3 days']) {
  const date = parser.fromString(text, 'en-US');
  console.log(`  ${text}: ${Math.round((date - Date.now()) / 3_600_000)} hours from now`);
}
EOF
for zone in UTC Asia/Shanghai America/Phoenix; do
  TZ=$zone node probe.mjs
done >seen
cat seen
cat >expected <<'EOF'
UTC:
  2026-06-05T10:00:00Z: 2026-06-05T10:00
  2026-06-05T10:00:00+05:30: 2026-06-05T04:30
  Fri, 5 Jun 2026 10:00:00 +0200: 2026-06-05T10:00
  25/12/2026 10:00: 2026-05-12T10:00
  13/1/26 10:00: 2026-03-01T10:00
  now: 0 hours from now
  1 hour ago: -1 hours from now
  in 3 days: 72 hours from now
Asia/Shanghai:
  2026-06-05T10:00:00Z: 2026-06-05T02:00
  2026-06-05T10:00:00+05:30: 2026-06-04T20:30
  Fri, 5 Jun 2026 10:00:00 +0200: 2026-06-05T02:00
  25/12/2026 10:00: 2026-05-12T02:00
  13/1/26 10:00: 2026-03-01T02:00
  now: 0 hours from now
  1 hour ago: -9 hours from now
  in 3 days: 64 hours from now
America/Phoenix:
  2026-06-05T10:00:00Z: 2026-06-05T17:00
  2026-06-05T10:00:00+05:30: 2026-06-05T11:30
  Fri, 5 Jun 2026 10:00:00 +0200: 2026-06-05T17:00
  25/12/2026 10:00: 2026-05-12T17:00
  13/1/26 10:00: 2026-03-01T17:00
  now: 0 hours from now
  1 hour ago: 6 hours from now
  in 3 days: 79 hours from now
EOF
diff expected seen && echo "as noted"
