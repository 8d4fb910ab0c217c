#!/usr/bin/env bash
# Day.js: a reminder "in a week at nine" comes at ten or at eight when the clocks change meanwhile, though it prints nine.
#
# With:  dayjs 1.11.23 (its plugins utc and timezone) and, to compare, luxon 3.7.2 from npm; Node.js 20 or newer. Seen on 2026-11-29.
# Guess: dayjs.tz('2026-03-27 09:00', 'Europe/Berlin') is a time in that zone, and add(1, 'week') goes by its calendar: nine o'clock a
#        week later, one hour earlier in UTC as summer time has begun. That is what adding days is for, rather than 168 hours.
# Seen:  the new time keeps the offset of the old one. It prints "09:00+01:00" for a day on which Berlin has +02:00, so a test that reads
#        the hour passes, while the instant is an hour late: ten o'clock there, and eight in autumn. Only a process that runs in
#        the same zone gets the right instant, as a developer's machine does and a server in UTC does not; what it prints then is
#        another instant than the one that it holds. Asking for the zone once more (.tz) shows the truth. luxon is right.
# So:    whoever sends later, reminds or ends "muted until" computes in the zone with luxon or Temporal, or adds to the text of the
#        local time and calls dayjs.tz again; and tests in two zones, over a change of clocks, with toISOString.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts dayjs@1.11.23 luxon@3.7.2 >/dev/null

cat >probe.mjs <<'EOF'
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import { DateTime } from 'luxon';

dayjs.extend(utc);
dayjs.extend(timezone);
for (const day of ['2026-03-27', '2026-10-23']) {
  const zone = 'Europe/Berlin';
  const next = dayjs.tz(`${day} 09:00`, zone).add(1, 'week');
  const right = DateTime.fromISO(`${day}T09:00`, { zone }).plus({ weeks: 1 });
  console.log(`server in ${process.env.TZ}: a week after ${day} 09:00 is ${next.format()}, that is ${next.toISOString()}`);
  console.log(`  in ${zone} it is then ${DateTime.fromMillis(next.valueOf(), { zone }).toFormat('HH:mm')}; by luxon ${right.toUTC().toISO()}`);
}
EOF
for zone in UTC Asia/Shanghai Europe/Berlin; do
  TZ=$zone timeout 60 node probe.mjs
done >seen
cat seen
cat >expected <<'EOF'
server in UTC: a week after 2026-03-27 09:00 is 2026-04-03T09:00:00+01:00, that is 2026-04-03T08:00:00.000Z
  in Europe/Berlin it is then 10:00; by luxon 2026-04-03T07:00:00.000Z
server in UTC: a week after 2026-10-23 09:00 is 2026-10-30T09:00:00+02:00, that is 2026-10-30T07:00:00.000Z
  in Europe/Berlin it is then 08:00; by luxon 2026-10-30T08:00:00.000Z
server in Asia/Shanghai: a week after 2026-03-27 09:00 is 2026-04-03T09:00:00+01:00, that is 2026-04-03T08:00:00.000Z
  in Europe/Berlin it is then 10:00; by luxon 2026-04-03T07:00:00.000Z
server in Asia/Shanghai: a week after 2026-10-23 09:00 is 2026-10-30T09:00:00+02:00, that is 2026-10-30T07:00:00.000Z
  in Europe/Berlin it is then 08:00; by luxon 2026-10-30T08:00:00.000Z
server in Europe/Berlin: a week after 2026-03-27 09:00 is 2026-04-03T09:00:00+01:00, that is 2026-04-03T07:00:00.000Z
  in Europe/Berlin it is then 09:00; by luxon 2026-04-03T07:00:00.000Z
server in Europe/Berlin: a week after 2026-10-23 09:00 is 2026-10-30T09:00:00+02:00, that is 2026-10-30T08:00:00.000Z
  in Europe/Berlin it is then 09:00; by luxon 2026-10-30T08:00:00.000Z
EOF
diff expected seen && echo "as noted"
