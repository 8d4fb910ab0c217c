#!/usr/bin/env bash
# date-fns: whether two messages are of the same day depends on which one is named first, if only one of them carries a time zone.
#
# With:  date-fns 4.4.0 and @date-fns/tz 1.5.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: with "now" as a TZDate of the user's zone and "sent" as a plain Date from the database, isSameDay compares in that zone, the only
#        one that is named; and it is symmetric, as the days between two times are the same in both directions, but for the sign.
# Seen:  the zone of the first argument counts, and a plain Date's is that of the process: isSameDay(sent, now) compares in UTC on a server,
#        isSameDay(now, sent) in Shanghai. One says true, the other false; of the days in between, one direction says 1 and the other
#        0. min, max, structuredClone and new Date give plain Dates without a word. The option { in: tz(…) } is right in both.
# So:    in Asia the line "today" is eight hours off, or right, by the order of two arguments, and no test in the zone of the process sees
#        it. Give { in } in each call, and run the tests of separators under another TZ than the users'.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts date-fns@4.4.0 @date-fns/tz@1.5.0 >/dev/null

cat >probe.mjs <<'EOF'
import { TZDate, tz } from '@date-fns/tz';
import { differenceInCalendarDays, isSameDay, max } from 'date-fns';

const zone = 'Asia/Shanghai';
const sent = new Date('2026-11-29T15:30:00Z'); // 23:30 in Shanghai
const now = new TZDate('2026-11-29T16:30:00Z', zone); // 00:30 of the next day
const where = process.env.TZ;
console.log(`in ${where}, same day: sent and now ${isSameDay(sent, now)}, now and sent ${isSameDay(now, sent)}`);
console.log(`in ${where}, same day, with { in }: ${isSameDay(sent, now, { in: tz(zone) })}, ${isSameDay(now, sent, { in: tz(zone) })}`);
console.log(`in ${where}, days: from sent to now ${differenceInCalendarDays(now, sent)}, back ${differenceInCalendarDays(sent, now)}`);
console.log(`in ${where}, the later one is a ${max([sent, now]).constructor.name}, a copy is a ${structuredClone(now).constructor.name}`);
EOF
for where in UTC Asia/Shanghai; do
  TZ=$where timeout 60 node probe.mjs
done >seen
cat seen
cat >expected <<'EOF'
in UTC, same day: sent and now true, now and sent false
in UTC, same day, with { in }: false, false
in UTC, days: from sent to now 1, back 0
in UTC, the later one is a Date, a copy is a Date
in Asia/Shanghai, same day: sent and now false, now and sent false
in Asia/Shanghai, same day, with { in }: false, false
in Asia/Shanghai, days: from sent to now 1, back -1
in Asia/Shanghai, the later one is a Date, a copy is a Date
EOF
diff expected seen && echo "as noted"
