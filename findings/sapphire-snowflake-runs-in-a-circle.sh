#!/usr/bin/env bash
# @sapphire/snowflake: an answer within the millisecond of its question may sort before it, and an import gives ids twice.
#
# With:  @sapphire/snowflake 3.5.5 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: the counter begins at 0 with each millisecond; when its 4096 values are used up, the generator waits for the next one, as the
#        original does, or throws. So the ids of one generator rise, and none comes twice.
# Seen:  the counter runs on over the milliseconds and begins again behind 4095, wherever that happens to be: of two messages in one
#        millisecond that get 4095 and 0 the second has the lower id. After 4096 ids of one millisecond the same ids come again,
#        without an error. An import that gives each message's own time has whole seconds in old histories, so that a busy
#        second is enough.
# So:    tests with a few ids pass; in production one pair in thousands changes places, and an import stores the later message over the earlier
#        one or drops it as a repeat. Count within the millisecond in the program and pass the option increment.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @sapphire/snowflake@3.5.5 >/dev/null

cat >probe.mjs <<'EOF'
import { Snowflake } from '@sapphire/snowflake';

const EPOCH = 1577836800000n;
const NOON = 1796040000000;

/** The ids of so many messages, of which so many come in each millisecond. */
function ids(messages, perMillisecond) {
  const generator = new Snowflake(EPOCH);
  return Array.from({ length: messages }, (_, index) => generator.generate({ timestamp: NOON + Math.floor(index / perMillisecond) }));
}

function probe(what, made) {
  const misplaced = made.findIndex((id, index) => index > 0 && id <= made[index - 1]);
  const order = misplaced < 0 ? 'in order' : `message ${misplaced + 1} before message ${misplaced}`;
  console.log(`${what}: ${order}, ${made.length - new Set(made).size} ids come twice`);
}

probe('3000 messages, 3 a millisecond', ids(3000, 3));
probe('6000 messages, 1 a millisecond', ids(6000, 1));
probe('6000 messages, 3 a millisecond', ids(6000, 3));
probe('an import of 5000 messages of one second', ids(5000, 5000));
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
3000 messages, 3 a millisecond: in order, 0 ids come twice
6000 messages, 1 a millisecond: in order, 0 ids come twice
6000 messages, 3 a millisecond: message 4097 before message 4096, 0 ids come twice
an import of 5000 messages of one second: message 4097 before message 4096, 904 ids come twice
EOF
diff expected seen && echo "as noted"
