#!/usr/bin/env bash
# RxJS: what is due in a month happens now.
#
# With:  rxjs 7.8.2 and, to compare, node-schedule 2.1.1 from npm; Node.js 20 or newer. Seen on 2026-11-29.
# Guess: timer(date) and delay(date) fire at that date, however far it is: a library that takes a Date knows that the timers of JavaScript
#        end at 2^31 milliseconds, and waits in pieces, as node-schedule does.
# Seen:  at 24 days all is right; at 25 days RxJS emits after a millisecond, both timer and delay. Node.js prints a warning that names
#        neither library nor place; browsers print none.
# So:    "send it on New Year's Day" goes out at once. Wait at most a day at a time and look again, keep what is due in a database, and
#        test with the longest span that users can choose.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rxjs@7.8.2 node-schedule@2.1.1 >/dev/null

cat >probe.mjs <<'EOF'
import schedule from 'node-schedule';
import { delay, of, timer } from 'rxjs';

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
for (const days of [24, 25, 31]) {
  const due = new Date(Date.now() + days * 86_400_000);
  const sent = [];
  timer(due).subscribe(() => sent.push('timer'));
  of('happy new year').pipe(delay(due)).subscribe(() => sent.push('delay'));
  schedule.scheduleJob(due, () => sent.push('node-schedule'));
  await wait(500);
  console.log(`due in ${days} days, sent now: ${sent.join() || 'nothing'}`);
}
process.exit(0);
EOF
timeout 60 node --no-warnings probe.mjs >seen
cat seen
cat >expected <<'EOF'
due in 24 days, sent now: nothing
due in 25 days, sent now: timer,delay
due in 31 days, sent now: timer,delay
EOF
diff expected seen && echo "as noted"
