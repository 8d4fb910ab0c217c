#!/usr/bin/env bash
# node-redis: after one message of a stream was deleted, a worker that restarts cannot get back any message that it had begun.
#
# With:  redis 6.3.1 and, to compare, ioredis 6.0.0 from npm, and Redis 6.2.11 in com.github.codemonstur:embedded-redis 1.4.4 from
#        Maven Central; Node.js 20 or newer, a JDK 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-30.
# Guess: xReadGroup with the id 0 gives a worker its unfinished messages after a restart; one that was deleted meanwhile, or trimmed
#        away by MAXLEN, is left out or comes empty, and the others come as they were.
# Seen:  Redis gives the deleted one with nil for its fields, and the client takes that for a list: the whole answer is lost in a TypeError,
#        with RESP 2 and 3, at each try, for ever, and all other unfinished messages with it. New messages go on coming, so the
#        worker looks healthy. ioredis hands out null for it, and so does xAutoClaim here, with the rest; with Redis 7, xAutoClaim leaves it out.
# So:    a user who deletes a message stops those of others that were being sent at a crash. Take back by xAutoClaim with a pause of 0
#        under the worker's own name, skip nulls, and let a test delete a message that was read and not acknowledged.
set -euo pipefail
folder=$(mktemp -d)
redis=
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redis@6.3.1 ioredis@6.0.0 >/dev/null
mvn -q --batch-mode dependency:copy -Dartifact=com.github.codemonstur:embedded-redis:1.4.4 -DoutputDirectory=. >/dev/null 2>&1
jar xf embedded-redis-1.4.4.jar redis-server-6.2.6-v5-linux-amd64
chmod +x redis-server-6.2.6-v5-linux-amd64
./redis-server-6.2.6-v5-linux-amd64 --port 0 --unixsocket "$folder/redis.sock" --save '' >redis.log 2>&1 &
redis=$!

cat >probe.mjs <<'EOF'
import Redis from 'ioredis';
import { createClient } from 'redis';

const path = `${process.cwd()}/redis.sock`;

async function connect(RESP) {
  const client = createClient({ RESP, socket: { path, reconnectStrategy: () => 50 } });
  client.on('error', () => {}); // until the server is there
  return client.connect();
}

const texts = (messages) => messages.map((entry) => entry?.message.text ?? 'null').join(', ');

async function probe(RESP, remove) {
  const client = await connect(RESP);
  await client.flushAll();
  await client.xGroupCreate('outbox', 'senders', '0', { MKSTREAM: true });
  const ids = [];
  for (const text of ['one', 'two', 'three']) {
    ids.push(await client.xAdd('outbox', '*', { text }));
  }
  await client.xReadGroup('senders', 'worker', { key: 'outbox', id: '>' });
  if (remove) {
    await client.xDel('outbox', ids[1]);
  }
  await client.xAdd('outbox', '*', { text: 'four' });
  const what = `RESP ${RESP}, ${remove ? 'two is deleted' : 'nothing is deleted'}`;
  for (const [id, name] of [['0', 'unfinished'], ['0', 'again'], ['>', 'new']]) {
    const read = client.xReadGroup('senders', 'worker', { key: 'outbox', id });
    console.log(`${what}, ${name}: ${await read.then(([{ messages }]) => texts(messages), (error) => `${error.name}: ${error.message}`)}`);
  }
  client.destroy();
}

await probe(2, false);
await probe(2, true);
await probe(3, true);
const other = new Redis({ path });
const [[, messages]] = await other.xreadgroup('GROUP', 'senders', 'worker', 'STREAMS', 'outbox', '0');
console.log(`ioredis, unfinished: ${messages.map(([, fields]) => fields?.[1] ?? 'null').join(', ')}`);
other.disconnect();
const client = await connect(2);
console.log(`xAutoClaim: ${texts((await client.xAutoClaim('outbox', 'senders', 'worker', 0, '0')).messages)}`);
client.destroy();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
RESP 2, nothing is deleted, unfinished: one, two, three
RESP 2, nothing is deleted, again: one, two, three
RESP 2, nothing is deleted, new: four
RESP 2, two is deleted, unfinished: TypeError: Cannot read properties of null (reading 'length')
RESP 2, two is deleted, again: TypeError: Cannot read properties of null (reading 'length')
RESP 2, two is deleted, new: four
RESP 3, two is deleted, unfinished: TypeError: Cannot read properties of null (reading 'length')
RESP 3, two is deleted, again: TypeError: Cannot read properties of null (reading 'length')
RESP 3, two is deleted, new: four
ioredis, unfinished: one, null, three, four
xAutoClaim: one, null, three, four
EOF
diff expected seen && echo "as noted"
