#!/usr/bin/env bash
# Redis: a script that sets one field of a message in JSON changes its time: a whole number of 16 digits loses the last two.
#
# With:  Redis 6.2.11 in com.github.codemonstur:embedded-redis 1.4.4 from Maven Central, and redis 6.3.1 from npm; Node.js 20 or
#        newer, a JDK 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-28.
# Guess: numbers in a script are doubles, so whole numbers up to 2^53 come through cjson.decode and cjson.encode as they were:
#        milliseconds and microseconds do, ids of 64 bits do not.
# Seen:  cjson writes 14 digits, and an exponent beyond them. Milliseconds (13 digits) come through. Microseconds of today, far
#        below 2^53, are rounded to a tenth of a millisecond, so that messages of one burst have the same time, and become
#        1.76…e+15, which a reader of integers refuses. Reading is exact, and so are sums and cmsgpack.
# So:    change a field of a message in the program, keep it in a hash beside the text, or write times and ids as texts in JSON.
#        A test of such a script needs the digits of a real message; "time": 1 passes.
set -euo pipefail
folder=$(mktemp -d)
redis=
trap '[ -z "$redis" ] || kill "$redis"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redis@6.3.1 >/dev/null
mvn -q --batch-mode dependency:copy -Dartifact=com.github.codemonstur:embedded-redis:1.4.4 -DoutputDirectory=. >/dev/null 2>&1
jar xf embedded-redis-1.4.4.jar redis-server-6.2.6-v5-linux-amd64
chmod +x redis-server-6.2.6-v5-linux-amd64
./redis-server-6.2.6-v5-linux-amd64 --port 0 --unixsocket "$folder/redis.sock" --save '' >redis.log 2>&1 &
redis=$!

cat >probe.mjs <<'EOF'
import { createClient } from 'redis';

const client = createClient({ socket: { path: `${process.cwd()}/redis.sock`, reconnectStrategy: () => 50 } });
client.on('error', () => {}); // until the server is there
await client.connect();

const MARK_READ = `
  local message = cjson.decode(redis.call('GET', KEYS[1]))
  message.read = true
  redis.call('SET', KEYS[1], cjson.encode(message))`;
const times = ['1764342000123', '1764342000123456', '1764342000123499'];
for (const time of times) {
  await client.set('message', `{"time":${time}}`);
  await client.eval(MARK_READ, { keys: ['message'] });
  const [, after] = /"time":([^,}]*)/.exec(await client.get('message'));
  console.log(`${time} is ${after} afterwards, changed by ${Number(after) - Number(time)}`);
}
const exact = await client.eval(
  `return string.format('%.0f', cmsgpack.unpack(cmsgpack.pack(cjson.decode(ARGV[1]).time)) + 1)`,
  { arguments: [`{"time":${times[1]}}`] },
);
console.log(`by cmsgpack, and one more: ${exact}`);
client.destroy();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
1764342000123 is 1764342000123 afterwards, changed by 0
1764342000123456 is 1.7643420001235e+15 afterwards, changed by 44
1764342000123499 is 1.7643420001235e+15 afterwards, changed by 1
by cmsgpack, and one more: 1764342000123457
EOF
diff expected seen && echo "as noted"
