#!/usr/bin/env bash
# mqtt (MQTT.js): sends more at once than the broker said it takes, is cut off, and repeats without saying that it repeats.
#
# With:  mqtt 5.16.0 and mqtt-packet 9.0.2 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a broker of MQTT 5 says in its answer to CONNECT how many messages of QoS 1 may be open at once (Receive Maximum); the
#        client keeps the rest back until it has acknowledgements. What it sends again carries the mark of a repeat (DUP).
# Seen:  the client takes no notice: the third of ten goes out while two are open, and the broker closes the connection with
#        0x93, as it must. Afterwards the client sends all again, one at a time, and gets through; the two that the broker
#        had already taken come again without the mark.
# So:    an outbox over MQTT.js paces itself: at most as many open publishAsync calls as the CONNACK names. And a broker or
#        a service behind it tells repeats by an id within the message, not by the mark.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mqtt@5.16.0 mqtt-packet@9.0.2 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:net';
import mqtt from 'mqtt';
import packets from 'mqtt-packet';

// A broker of just enough of MQTT 5: two messages may be open at once, and each is acknowledged after a moment.
const RECEIVE_MAXIMUM = 2;
const RECEIVE_MAXIMUM_EXCEEDED = 0x93;
const protocolVersion = 5;
const heard = [];
let connections = 0;
const server = createServer((socket) => {
  const connection = ++connections;
  let open = 0;
  let closed = false;
  const send = (packet) => socket.write(packets.generate(packet, { protocolVersion }));
  const parser = packets.parser({ protocolVersion });
  parser.on('packet', ({ cmd, messageId, payload, dup }) => {
    if (cmd === 'connect') {
      send({ cmd: 'connack', reasonCode: 0, sessionPresent: connection > 1, properties: { receiveMaximum: RECEIVE_MAXIMUM } });
    } else if (cmd === 'publish' && !closed) {
      if (open === RECEIVE_MAXIMUM) {
        closed = true;
        send({ cmd: 'disconnect', reasonCode: RECEIVE_MAXIMUM_EXCEEDED });
        socket.end();
        return;
      }
      open++;
      heard.push(`${payload} on ${connection}${dup ? ' marked' : ''}`);
      setTimeout(() => {
        if (!closed) {
          open--;
          send({ cmd: 'puback', messageId, reasonCode: 0 });
        }
      }, 100);
    }
  });
  socket.on('data', (bytes) => parser.parse(bytes)).on('error', () => {});
}).listen(0, '127.0.0.1');
await once(server, 'listening');

const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.address().port}`, {
  protocolVersion,
  clientId: 'alice',
  clean: false,
  properties: { sessionExpiryInterval: 3600 },
  reconnectPeriod: 100,
});
const reasons = [];
client.on('disconnect', ({ reasonCode }) => reasons.push(`0x${reasonCode.toString(16)}`));
await Promise.all(Array.from({ length: 10 }, (_, index) => client.publishAsync('inbox/bob', String(index + 1), { qos: 1 })));
console.log(`connections: ${connections}, closed by the broker with ${reasons.join(', ')}`);
console.log(`heard: ${heard.join(', ')}`);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
connections: 2, closed by the broker with 0x93
heard: 1 on 1, 2 on 1, 1 on 2, 2 on 2, 3 on 2, 4 on 2, 5 on 2, 6 on 2, 7 on 2, 8 on 2, 9 on 2, 10 on 2
EOF
diff expected seen && echo "as noted"
