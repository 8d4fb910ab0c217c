#!/usr/bin/env bash
# parse-duration: "mute for 1,5h" is fifteen hours, "1:30" a millisecond, and a reminder of "3 days ago" lies three days ahead.
#
# With:  parse-duration 2.1.9 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: an hour and a half is 1.5h, and 1,5h where a comma is the decimal sign; "1:30" is an hour and a half, or a minute and a half. What
#        the parser does not know it says: it gives null for "soon".
# Seen:  a comma is taken out, as between thousands, wherever it stands: 1,5h is fifteen hours and 0,5h five. Of "1:30" it makes 1.03, a
#        thousandth of a second. "2h and a half" is two hours, "half an hour" null, "1M" a minute, "3 days ago" three days without
#        the minus. But for that null, all are numbers like the right ones.
# So:    a mute, a slow mode or a reminder that people type ends at once or ten times too late, in half of Europe more than in England.
#        Look at the text first (digits, one of ".", and units), refuse the rest, and show the time that was understood.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts parse-duration@2.1.9 >/dev/null

cat >probe.mjs <<'EOF'
import parse from 'parse-duration';

for (const text of ['1.5h', '1h30m', '2 weeks', 'soon', '1,5h', '0,5h', '1:30', '2h and a half', 'half an hour', '1M', '3 days ago']) {
  const duration = parse(text);
  console.log(`"${text}": ${duration === null ? 'none' : `${duration / 1000} s`}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
"1.5h": 5400 s
"1h30m": 5400 s
"2 weeks": 1209600 s
"soon": none
"1,5h": 54000 s
"0,5h": 18000 s
"1:30": 0.00103 s
"2h and a half": 7200 s
"half an hour": none
"1M": 60 s
"3 days ago": 259200 s
EOF
diff expected seen && echo "as noted"
