#!/usr/bin/env bash
# chrono-node: "in an hour and a half" is an hour, "quarter to 3pm" is 3pm, a quarter past three in Chinese is 3:01, all "certain".
#
# With:  chrono-node 2.10.3 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a reminder that is written in words is set for the time that they say; words that the parser does not know make it
#        find nothing, or a time that isCertain calls a guess, so that the chat can ask.
# Seen:  it takes the part that it knows and leaves the rest: an hour of an hour and a half, 3pm of half past 3pm, 半小时 (half an
#        hour) of 一个半小时 (one and a half). Of 三点一刻 (3:15) and 两点三刻 (2:45) it takes the digit for minutes: 3:01 and 2:03.
#        晚上十二点 (twelve at night) is noon. Hour and minute are "certain" each time. Only found.text tells what was left.
# So:    a chat that sets reminders or sends later compares the words that were read with those that were written, shows the
#        time that it understood, and asks before it takes it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts chrono-node@2.10.3 >/dev/null

cat >probe.mjs <<'EOF'
import * as chrono from 'chrono-node';

process.env.TZ = 'Asia/Shanghai';
const now = new Date('2026-11-28T10:00:00+08:00');
function read(parser, text) {
  const [found] = parser.parse(text, now, { forwardDate: true });
  const { start } = found;
  const time = start.date().toLocaleString('sv-SE').slice(5, 16);
  const certain = start.isCertain('hour') && start.isCertain('minute') ? 'certain' : 'guessed';
  console.log(`${text}: ${time} (${certain}, from ${found.text})`);
}
for (const text of ['下午三点半', '十分钟后', '一个半小时后', '下午三点一刻', '明天两点三刻', '今天晚上十二点']) {
  read(chrono.zh, text);
}
for (const text of ['in an hour', 'in an hour and a half', 'half past 3pm', 'quarter to 3pm']) {
  read(chrono.en, text);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
下午三点半: 11-28 15:30 (certain, from 下午三点半)
十分钟后: 11-28 10:10 (certain, from 十分钟后)
一个半小时后: 11-28 10:30 (certain, from 半小时后)
下午三点一刻: 11-28 15:01 (certain, from 下午三点一)
明天两点三刻: 11-29 02:03 (certain, from 明天两点三)
今天晚上十二点: 11-28 12:00 (certain, from 今天晚上十二点)
in an hour: 11-28 11:00 (certain, from in an hour)
in an hour and a half: 11-28 11:00 (certain, from in an hour)
half past 3pm: 11-28 15:00 (certain, from 3pm)
quarter to 3pm: 11-28 15:00 (certain, from 3pm)
EOF
diff expected seen && echo "as noted"
