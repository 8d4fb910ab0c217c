#!/usr/bin/env bash
# aedes: after a reconnect, messages that are sent now overtake those that were stored for the user, within one topic.
#
# With:  aedes 1.2.0 and mqtt 5.16.0 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: a persistent session at QoS 1 gets what was stored for it first, then what is new: MQTT orders the messages of one
#        topic and one publisher, and this is the usual way to build an inbox on it.
# Seen:  nothing is lost and nothing comes twice, but stored and new ones come mixed: 1, 2, 3, 201, 4, 5, 202 … A client that
#        takes the last one that it got for the newest shows an old message as the last of the conversation, and one that
#        keeps only the highest number that it saw drops the stored ones as repeats.
# So:    whoever carries chat over MQTT puts a sequence into the message, sorts by it, and knows repeats by set, not by height.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts aedes@1.2.0 mqtt@5.16.0 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';

const broker = await Aedes.createBroker();
const server = createServer(broker.handle).listen(0, '127.0.0.1');
await once(server, 'listening');
const connect = (clientId) => connectAsync(`mqtt://127.0.0.1:${server.address().port}`, { clientId, clean: false });
const alice = await connect('alice');
const say = async (from, to) => {
  for (let number = from; number <= to; number++) {
    await alice.publishAsync('inbox/bob', String(number), { qos: 1 });
  }
};

const before = await connect('bob');
await before.subscribeAsync('inbox/bob', { qos: 1 });
await before.endAsync();
await say(1, 200);

const heard = [];
const bob = await connect('bob').then((client) => client.on('message', (_, payload) => heard.push(Number(payload))));
await say(201, 400);
for (let waits = 0; heard.length < 400 && waits < 500; waits++) {
  await new Promise((soon) => setTimeout(soon, 20));
}
await bob.endAsync(true);
const backwards = heard.filter((number, index) => index > 0 && number < heard[index - 1]).length;
console.log(`heard ${heard.length}, different ones ${new Set(heard).size}, in the order of sending: ${backwards === 0 ? 'yes' : 'no'}`);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
heard 400, different ones 400, in the order of sending: no
EOF
diff expected seen && echo "as noted"
