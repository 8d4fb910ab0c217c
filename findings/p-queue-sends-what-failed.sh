#!/usr/bin/env bash
# p-queue: in an outbox that sends one message at a time, one that "timed out" goes out after the next one, and twice if it is tried again.
#
# With:  p-queue 9.3.5 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: concurrency 1 means that a message begins when the one before has ended, with or without success: a timeout ends it. What failed
#        has not been sent, or not yet, and may be added again.
# Seen:  the timeout only ends the waiting. The queue goes on to the next message while the slow one is still under way: with concurrency
#        1 two run at once, "2" is sent before "1", and what was reported as failed arrives half a second later. Added again after the
#        error, it arrives twice. With the limit in the sending itself it arrives once, and one runs at a time.
# So:    a slow network, and only that, swaps messages and doubles them. Give no timeout to the queue; give a signal to what sends
#        (fetch with AbortSignal.timeout) so that it ends for real, and let the server know repeats by the message's id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts p-queue@9.3.5 >/dev/null

cat >probe.mjs <<'EOF'
import { setTimeout as pause } from 'node:timers/promises';
import PQueue from 'p-queue';

/** Sends 1 on a slow network and 2 on a quick one, and tries 1 again if it fails. */
async function probe(what, options, signal) {
  const queue = new PQueue({ concurrency: 1, ...options });
  const arrived = [];
  let running = 0;
  let most = 0;
  const send = (number, time) => async () => {
    running++;
    most = Math.max(most, running);
    try {
      await pause(time, undefined, { signal: signal?.() });
      arrived.push(number);
    } finally {
      running--;
    }
  };
  const first = queue.add(send(1, 900)).catch((failed) => {
    console.log(`${what}: 1 fails with ${failed.name}`);
    return queue.add(send(1, 100));
  });
  await Promise.all([first, queue.add(send(2, 100))]);
  await pause(1500);
  console.log(`${what}: arrived ${arrived}, at most ${most} at once`);
}

await probe('no timeout', {});
await probe('timeout of the queue', { timeout: 400 });
await probe('timeout of the sending', {}, () => AbortSignal.timeout(400));
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
no timeout: arrived 1,2, at most 1 at once
timeout of the queue: 1 fails with TimeoutError
timeout of the queue: arrived 2,1,1, at most 2 at once
timeout of the sending: 1 fails with AbortError
timeout of the sending: arrived 2,1, at most 1 at once
EOF
diff expected seen && echo "as noted"
