#!/usr/bin/env bash
# date-fns: intlFormatDistance calls a message of eight days "2 weeks ago", and one of a year and a day "2 years ago".
#
# With:  date-fns 4.4.0 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: the unit goes by the distance, and the number is the distance in it, rounded: 8 days are "last week" or "1 week ago",
#        93 days "3 months ago", 366 days "last year".
# Seen:  the unit goes by the distance, the number by how many borders of calendar units lie between: eight days on a Sunday
#        are two weeks, 93 days can be two quarters, 366 days two years. And 365 days are "4 quarters ago". In Chinese too.
#        A day older or younger, the same message may be in another unit by another factor. formatDistanceStrict counts.
# So:    for a list of chats, count the days of the calendar, and name weekdays or dates beyond them, rather than have weeks,
#        quarters and years named by this function.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts date-fns@4.4.0 >/dev/null

cat >probe.mjs <<'EOF'
import { formatDistanceStrict, intlFormatDistance } from 'date-fns';

for (const [then, now] of [
  ['2026-11-07', '2026-11-14'],
  ['2026-11-07', '2026-11-15'],
  ['2026-01-31', '2026-03-01'],
  ['2026-06-30', '2026-09-30'],
  ['2026-06-30', '2026-10-01'],
  ['2025-12-31', '2026-12-31'],
  ['2024-12-31', '2026-01-01'],
]) {
  const times = [new Date(then), new Date(now)];
  const said = ['en', 'zh-CN'].map((locale) => intlFormatDistance(...times, { locale })).join(', ');
  console.log(`${then} on ${now}: ${formatDistanceStrict(...times, { unit: 'day' })}, ${said}`);
}
EOF
TZ=UTC node probe.mjs >seen
cat seen
cat >expected <<'EOF'
2026-11-07 on 2026-11-14: 7 days, last week, 上周
2026-11-07 on 2026-11-15: 8 days, 2 weeks ago, 2周前
2026-01-31 on 2026-03-01: 29 days, 5 weeks ago, 5周前
2026-06-30 on 2026-09-30: 92 days, last quarter, 上季度
2026-06-30 on 2026-10-01: 93 days, 2 quarters ago, 2个季度前
2025-12-31 on 2026-12-31: 365 days, 4 quarters ago, 4个季度前
2024-12-31 on 2026-01-01: 366 days, 2 years ago, 2年前
EOF
diff expected seen && echo "as noted"
