#!/usr/bin/env bash
# cron: where clocks go back at midnight, the digest of midnight comes at eleven in the evening as well; others leave it out in spring.
#
# With:  cron 4.4.0, croner 11.0.1, node-schedule 2.1.1 and node-cron 4.6.0 from npm; Node.js 20.11 or newer. Seen on 2026-11-30.
# Guess: "0 0 * * *" in the zone of the users is once a day. Where 23:00 comes twice there is one midnight after it; where midnight does not
#        exist, as clocks go from 24:00 to 01:00, the job runs at 01:00, as it does with the cron of Unix.
# Seen:  cron runs it at 23:00, when that hour comes for the second time, and again at midnight; in Berlin, the job of 3:00 also runs at 2:00
#        on that night. In spring cron and croner run it at 01:00, while node-schedule and node-cron skip the day. Only croner is right
#        on all these days. Egypt, Chile, Lebanon and part of Greenland change their clocks at midnight.
# So:    a digest, a "new day" or the end of a mute comes twice or not at all, once a year, in some countries. Remember the day for which the
#        digest was sent, in the database, and send those that are missing; and give tests a mocked clock over both changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts cron@4.4.0 croner@11.0.1 node-schedule@2.1.1 node-cron@4.6.0 >/dev/null

cat >probe.mjs <<'EOF'
import { mock } from 'node:test';
import { CronJob } from 'cron';
import { Cron } from 'croner';
import nodeCron from 'node-cron';
import nodeSchedule from 'node-schedule';

const libraries = {
  cron: (expression, zone, run) => {
    const job = CronJob.from({ cronTime: expression, onTick: run, start: true, timeZone: zone });
    return () => job.stop();
  },
  croner: (expression, zone, run) => {
    const job = new Cron(expression, { timezone: zone }, run);
    return () => job.stop();
  },
  'node-schedule': (expression, zone, run) => {
    const job = nodeSchedule.scheduleJob({ rule: expression, tz: zone }, run);
    return () => job.cancel();
  },
  'node-cron': (expression, zone, run) => {
    const job = nodeCron.schedule(expression, run, { timezone: zone });
    return () => job.stop();
  },
};

async function probe(what, expression, zone, start) {
  console.log(`${what}, "${expression}":`);
  for (const [name, schedule] of Object.entries(libraries)) {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: new Date(start) });
    const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', hour: '2-digit', minute: '2-digit' });
    const runs = [];
    const stop = schedule(expression, zone, () => runs.push(format.format(new Date()).replace(',', '.')));
    for (let minute = 0; minute < 3 * 24 * 60; minute++) {
      mock.timers.tick(60_000);
      await null;
    }
    stop();
    mock.timers.reset();
    console.log(`  ${name}: ${runs.join(', ')}`);
  }
}

await probe('Cairo, clocks go back on 29 October at 24:00', '0 0 * * *', 'Africa/Cairo', '2026-10-28T12:00:00Z');
await probe('Cairo, clocks go forward on 23 April at 24:00', '0 0 * * *', 'Africa/Cairo', '2026-04-22T12:00:00Z');
await probe('Berlin, clocks go back on 25 October at 3:00', '0 3 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z');
process.exit(0);
EOF
timeout 120 node --no-warnings probe.mjs >seen
cat seen
cat >expected <<'EOF'
Cairo, clocks go back on 29 October at 24:00, "0 0 * * *":
  cron: 29. 00:00, 29. 23:00, 30. 00:00, 31. 00:00
  croner: 29. 00:00, 30. 00:00, 31. 00:00
  node-schedule: 29. 00:00, 30. 00:00, 31. 00:00
  node-cron: 29. 00:00, 30. 00:00, 31. 00:00
Cairo, clocks go forward on 23 April at 24:00, "0 0 * * *":
  cron: 23. 00:00, 24. 01:00, 25. 00:00
  croner: 23. 00:00, 24. 01:00, 25. 00:00
  node-schedule: 23. 00:00, 25. 00:00
  node-cron: 23. 00:00, 25. 00:00
Berlin, clocks go back on 25 October at 3:00, "0 3 * * *":
  cron: 24. 03:00, 25. 02:00, 25. 03:00, 26. 03:00
  croner: 24. 03:00, 25. 03:00, 26. 03:00
  node-schedule: 24. 03:00, 25. 03:00, 26. 03:00
  node-cron: 24. 03:00, 25. 03:00, 26. 03:00
EOF
diff expected seen && echo "as noted"
