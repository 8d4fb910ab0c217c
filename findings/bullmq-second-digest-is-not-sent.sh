#!/usr/bin/env bash
# BullMQ: of the digests of a room, which have the room's name as their id, only the first is ever sent, and add() says that all were added.
#
# With:  bullmq 6.7.0 and ioredis 6.0.0 from npm, and Redis 6.2.11 in com.github.codemonstur:embedded-redis 1.4.4 from Maven Central;
#        Node.js 20 or newer, a JDK 17 or newer, Maven, Linux on x86-64. Seen on 2026-12-01.
# Guess: an id keeps a digest from being in the queue twice: while one of the room waits, another is ignored. Once it has been sent it is
#        out of the queue, and the next one may come. If one is ignored, what add() returns is the one that waits.
# Seen:  a completed job stays as the bearer of its id, for ever by default, and so does one that failed. All later ones are dropped. But
#        add() returns a job with the new text, as if it had been taken; only its state, "completed" at once, gives it away. In the
#        store there's the first text. With removeOnComplete and removeOnFail it's as guessed, but a new text still doesn't replace
#        the one that waits. An id in "deduplication" ends with its job, without further options.
# So:    a test that sends one digest passes, and on the second day nobody gets any. Use "deduplication" for "not twice at once", ids of jobs
#        only for what happens once (a message's id), and read the text when the job runs instead of giving it along.
set -euo pipefail
folder=$(mktemp -d)
redis=
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 ioredis@6.0.0 >/dev/null
mvn -q --batch-mode dependency:copy -Dartifact=com.github.codemonstur:embedded-redis:1.4.4 -DoutputDirectory=. >/dev/null 2>&1
jar xf embedded-redis-1.4.4.jar redis-server-6.2.6-v5-linux-amd64
chmod +x redis-server-6.2.6-v5-linux-amd64
./redis-server-6.2.6-v5-linux-amd64 --port 0 --unixsocket "$folder/redis.sock" --save '' >redis.log 2>&1 &
redis=$!

cat >probe.mjs <<'EOF'
import { setTimeout as pause } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';

const connection = { path: `${process.cwd()}/redis.sock`, maxRetriesPerRequest: null, retryStrategy: () => 50 };

/** Adds a digest a day; the worker sends each within an instant, if "works" says so. */
async function probe(what, options, works = true) {
  const queue = new Queue(what.replaceAll(' ', '-'), { connection });
  const sent = [];
  const worker = new Worker(queue.name, async ({ data }) => {
    if (!works) {
      throw new Error('the mail server is away');
    }
    sent.push(data.text);
  }, { connection });
  await worker.waitUntilReady();
  let told;
  for (const text of ['monday', 'tuesday', 'wednesday']) {
    const job = await queue.add('digest', { text }, options);
    await pause(300);
    const stored = await queue.getJob(job.id);
    told = `add returns ${job.data.text}, stored is ${stored ? `${stored.data.text} (${await stored.getState()})` : 'nothing'}`;
  }
  console.log(`${what}: sent ${sent.join(', ') || 'nothing'}; at last ${told}`);
  await worker.close();
  await queue.close();
}

await probe('no id', {});
await probe('id of the room', { jobId: 'team' });
await probe('id of the room and a failure', { jobId: 'team' }, false);
await probe('removed when done', { jobId: 'team', removeOnComplete: true, removeOnFail: true });
await probe('deduplication', { deduplication: { id: 'team' } });

const queue = new Queue('waits', { connection });
for (const text of ['monday', 'tuesday']) {
  const { data } = await queue.add('digest', { text }, { jobId: 'team', removeOnComplete: true });
  console.log(`no worker: add returns ${data.text}, stored is ${(await queue.getJob('team')).data.text}`);
}
process.exit(0);
EOF
timeout 50 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
no id: sent monday, tuesday, wednesday; at last add returns wednesday, stored is wednesday (completed)
id of the room: sent monday; at last add returns wednesday, stored is monday (completed)
id of the room and a failure: sent nothing; at last add returns wednesday, stored is monday (failed)
removed when done: sent monday, tuesday, wednesday; at last add returns wednesday, stored is nothing
deduplication: sent monday, tuesday, wednesday; at last add returns wednesday, stored is wednesday (completed)
no worker: add returns monday, stored is monday
no worker: add returns tuesday, stored is monday
EOF
diff expected seen && echo "as noted"
