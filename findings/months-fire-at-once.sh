#!/usr/bin/env bash
# RxJS and rate-limiter-flexible: what is due in a month happens now, and a limit for a month limits nothing.
#
# With:  rxjs 7.8.2, rate-limiter-flexible 11.4.0 and, to compare, node-schedule 2.1.1 from npm; Node.js 20 or newer.
#        Seen on 2026-11-29.
# Guess: timer(date) fires at that date, however far it is, and a limiter counts over whatever duration it is given: a library that takes a
#        Date, or seconds, knows that the timers of JavaScript end at 2^31 milliseconds, and waits in pieces, as node-schedule does.
# Seen:  at 24 days all is right; at 25 days RxJS emits after a millisecond, both timer and delay, and the limiter of three messages, in
#        memory, forgets each one after a millisecond: ten of ten pass, while it tells those who ask that they have used
#        one of three. Node.js prints a warning that names neither library nor place; browsers print none.
# So:    "send it on New Year's Day" goes out at once, and a plan with so many messages a month is free for all. Wait at most a day at a
#        time and look again, keep such counts in a database, and test with the longest span that users can choose.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rxjs@7.8.2 rate-limiter-flexible@11.4.0 node-schedule@2.1.1 >/dev/null

cat >probe.mjs <<'EOF'
import schedule from 'node-schedule';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { delay, of, timer } from 'rxjs';

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
for (const days of [24, 25, 31]) {
  const due = new Date(Date.now() + days * 86_400_000);
  const sent = [];
  timer(due).subscribe(() => sent.push('timer'));
  of('happy new year').pipe(delay(due)).subscribe(() => sent.push('delay'));
  schedule.scheduleJob(due, () => sent.push('node-schedule'));
  await wait(300);
  console.log(`due in ${days} days, sent now: ${sent.join() || 'nothing'}`);

  const limiter = new RateLimiterMemory({ points: 3, duration: days * 86_400 });
  let passed = 0;
  let used;
  for (let message = 1; message <= 10; message++) {
    try {
      used = (await limiter.consume('ann')).consumedPoints;
      passed++;
    } catch (refused) {
      if (refused instanceof Error) {
        throw refused;
      }
    }
    await wait(20);
  }
  console.log(`three in ${days} days: ${passed} of 10 pass, the last one as number ${used}`);
}
process.exit(0);
EOF
timeout 60 node --no-warnings probe.mjs >seen
cat seen
cat >expected <<'EOF'
due in 24 days, sent now: nothing
three in 24 days: 3 of 10 pass, the last one as number 3
due in 25 days, sent now: timer,delay
three in 25 days: 10 of 10 pass, the last one as number 1
due in 31 days, sent now: timer,delay
three in 31 days: 10 of 10 pass, the last one as number 1
EOF
diff expected seen && echo "as noted"
