#!/usr/bin/env bash
# ioredis: with automatic pipelining, a message that is written in a transaction overtakes the one before it.
#
# With:  ioredis 6.0.0 from npm, and Redis 6.2.11 in com.github.codemonstur:embedded-redis 1.4.4 from Maven Central; Node.js 20
#        or newer, a JDK 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: enableAutoPipelining puts the commands of one turn of the event loop into one packet, so it changes when they are sent
#        and not their order: on one connection, what is called first is carried out first.
# Seen:  single commands wait for the end of the turn; those in multi or pipeline do not. Of four calls that alternate, the two
#        in a transaction and in a pipeline are carried out first: 2, 4, 1, 3. Without the option the order is that of the calls.
# So:    turning the option on for speed reorders the messages of a conversation whose writes are not awaited one by one, and
#        an edit in a transaction comes before the message that it edits. Write a conversation by one kind of call, or await.
set -euo pipefail
folder=$(mktemp -d)
redis=
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ioredis@6.0.0 >/dev/null
mvn -q --batch-mode dependency:copy -Dartifact=com.github.codemonstur:embedded-redis:1.4.4 -DoutputDirectory=. >/dev/null 2>&1
jar xf embedded-redis-1.4.4.jar redis-server-6.2.6-v5-linux-amd64
chmod +x redis-server-6.2.6-v5-linux-amd64
./redis-server-6.2.6-v5-linux-amd64 --port 0 --unixsocket "$folder/redis.sock" --save '' >redis.log 2>&1 &
redis=$!

cat >probe.mjs <<'EOF'
import { Redis } from 'ioredis';

const socket = `${process.cwd()}/redis.sock`;
const observer = new Redis({ path: socket, retryStrategy: () => 50 }); // until the server is there
observer.on('error', () => {});
await observer.ping();

async function probe(what, enableAutoPipelining) {
  const redis = new Redis({ path: socket, enableAutoPipelining });
  await redis.ping();
  await observer.del('chat');
  await Promise.all([
    redis.rpush('chat', '1'),
    redis.multi().rpush('chat', '2').exec(),
    redis.rpush('chat', '3'),
    redis.pipeline().rpush('chat', '4').exec(),
  ]);
  console.log(`${what}: the chat is ${await observer.lrange('chat', 0, -1)}`);
  await redis.quit();
}
await probe('without the option', false);
await probe('with the option', true);
observer.disconnect();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
without the option: the chat is 1,2,3,4
with the option: the chat is 2,4,1,3
EOF
diff expected seen && echo "as noted"
