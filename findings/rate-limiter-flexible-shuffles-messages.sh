#!/usr/bin/env bash
# rate-limiter-flexible: spread evenly, the messages of one person go out in another order than they were written in.
#
# With:  rate-limiter-flexible 11.4.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: execEvenly holds back what comes too fast, so that five messages in two seconds become one every 400 ms. It is a queue: who
#        came first goes first.
# Seen:  each call computes a wait of its own, from what is left of the two seconds in which it came, and none waits for the one before.
#        The first message of a new period waits for less than the last one of the old period: the sixth, written a second after the
#        fifth, goes out half a second before it. Nothing is refused or lost, and no error tells.
# So:    a sender that awaits consume() before each message shuffles what a quick writer says, just when the limit is reached. Let
#        each message of a person wait for the one before (a chain of promises), or refuse what is too much. A test that writes
#        within one period, or slowly, sees the right order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts rate-limiter-flexible@11.4.0 >/dev/null

cat >probe.mjs <<'EOF'
import { setTimeout as pause } from 'node:timers/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';

async function write(chained) {
  const limiter = new RateLimiterMemory({ points: 5, duration: 2, execEvenly: true });
  const sent = [];
  let before = Promise.resolve();
  const waiting = [];
  for (const [number, gap] of [[1, 300], [2, 300], [3, 300], [4, 300], [5, 1000], [6, 0]]) {
    const turn = chained ? before.then(() => limiter.consume('ann')) : limiter.consume('ann');
    before = turn.then(() => sent.push(number));
    waiting.push(before);
    await pause(gap);
  }
  await Promise.all(waiting);
  return sent.indexOf(6) < sent.indexOf(5) ? 'the sixth before the fifth' : 'the fifth before the sixth';
}

console.log(`each one awaits its turn: ${await write(false)}`);
console.log(`each one awaits the one before, too: ${await write(true)}`);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
each one awaits its turn: the sixth before the fifth
each one awaits the one before, too: the fifth before the sixth
EOF
diff expected seen && echo "as noted"
