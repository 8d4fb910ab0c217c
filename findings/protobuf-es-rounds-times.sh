#!/usr/bin/env bash
# @bufbuild/protobuf: half of all messages get a time that is later than when they were sent, so "since then" leaves messages out.
#
# With:  @bufbuild/protobuf 2.17.0 and, to compare, google-protobuf 4.0.3 from npm; Node.js 20 or newer. Seen on 2026-11-29.
# Guess: a Timestamp has nanoseconds, a Date has milliseconds, and what does not fit is cut off, as Date, Java and Go do. Two messages
#        of one millisecond get the same time; whoever asks "since" that time gets both again, and loses neither.
# Seen:  timestampDate and timestampMs round: from half a millisecond on the time is the next millisecond, which is later than the rest
#        of this one. What is sent within that rest is not "since" the message that was seen last. A message of the
#        last half millisecond of a year stands under the next year. google-protobuf cuts off, so that two programs say different
#        times of one message.
# So:    a cursor that is made out of these times skips messages in a burst, and never a message in a test with whole milliseconds.
#        Keep seconds and nanos for cursors and comparisons, or page by sequence, and take a Date only for showing it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @bufbuild/protobuf@2.17.0 google-protobuf@4.0.3 >/dev/null

cat >probe.mjs <<'EOF'
import { create } from '@bufbuild/protobuf';
import { TimestampSchema, timestampDate, timestampMs } from '@bufbuild/protobuf/wkt';
import google from 'google-protobuf/google/protobuf/timestamp_pb.js';

const second = Date.UTC(2026, 11, 31, 23, 59, 59) / 1000;
const sent = (nanos) => create(TimestampSchema, { seconds: BigInt(second), nanos });
const ofGoogle = (nanos) => {
  const time = new google.Timestamp();
  time.setSeconds(second);
  time.setNanos(nanos);
  return time.toDate().toISOString();
};
for (const nanos of [0, 499_999, 500_000, 1_000_000, 999_500_000]) {
  console.log(`${nanos} ns: ${timestampDate(sent(nanos)).toISOString()}, by google-protobuf ${ofGoogle(nanos)}`);
}

const chat = [600_000, 700_000, 800_000, 1_200_000].map((nanos) => ({ nanos, time: sent(nanos) }));
const since = timestampMs(chat[0].time); // a client that has seen the first one asks its server, which compares exactly
const later = chat.slice(1).filter(({ nanos }) => BigInt(second) * 1_000_000_000n + BigInt(nanos) >= BigInt(since) * 1_000_000n);
console.log(`of ${chat.length - 1} later messages, ${later.length} are at or after the time of the first one`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
0 ns: 2026-12-31T23:59:59.000Z, by google-protobuf 2026-12-31T23:59:59.000Z
499999 ns: 2026-12-31T23:59:59.000Z, by google-protobuf 2026-12-31T23:59:59.000Z
500000 ns: 2026-12-31T23:59:59.001Z, by google-protobuf 2026-12-31T23:59:59.000Z
1000000 ns: 2026-12-31T23:59:59.001Z, by google-protobuf 2026-12-31T23:59:59.001Z
999500000 ns: 2027-01-01T00:00:00.000Z, by google-protobuf 2026-12-31T23:59:59.999Z
of 3 later messages, 1 are at or after the time of the first one
EOF
diff expected seen && echo "as noted"
