#!/usr/bin/env bash
# wukongimjssdk: what a user writes while the connection is away is sent in another order: 1, 10, 11, 12, 2, 3 …
#
# With:  wukongimjssdk 1.0.4, ws 8.18.3 and esbuild 0.25.12 (it resolves the SDK's imports) from npm, Node.js 20 or newer.
#        Seen on 2026-11-27.
# Guess: messages that wait for the connection are numbered, and go out by their numbers when it is back.
# Seen:  they go out by the numbers as text: the tenth before the second. Up to nine messages nobody notices.
# So:    order in an outbox needs a test with more than ten messages; and a server that numbers by arrival keeps the mistake
#        for ever, so the order that the user saw is lost on every device.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund wukongimjssdk@1.0.4 ws@8.18.3 esbuild@0.25.12 >/dev/null

cat >probe.mjs <<'EOF'
import { generateKeyPairSync } from 'node:crypto';
import { WebSocket, WebSocketServer } from 'ws';
import WKSDK from 'wukongimjssdk';
import { Channel, MessageText } from 'wukongimjssdk/lib/model';

globalThis.WebSocket = WebSocket;
const print = console.log;
console.log = () => {}; // the SDK logs a lot

// A server of just enough of the protocol: it welcomes a CONNECT (1) with a CONNACK (2), and notes each SEND (3).
const CONNECT = 1;
const CONNACK = 2;
const SEND = 3;
const text = (value) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
const publicKey = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const accepted = Buffer.concat([Buffer.alloc(8), Buffer.from([1]), text(publicKey.toString('base64')), text('0123456789abcdef')]);
const heard = [];
let socket;
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await new Promise((listening) => server.once('listening', listening));
server.on('connection', (opened) => {
  socket = opened;
  socket.on('message', (packet) => {
    const kind = packet[0] >> 4;
    if (kind === CONNECT) {
      socket.send(Buffer.concat([Buffer.from([CONNACK << 4, accepted.length]), accepted]));
    } else if (kind === SEND) {
      let at = 1;
      while (packet[at++] & 128); // the length of the packet, in as many bytes as it takes
      heard.push(packet.readInt32BE(at + 1));
    }
  });
});

const sdk = WKSDK.shared();
sdk.config.addr = `ws://127.0.0.1:${server.address().port}`;
sdk.config.uid = 'alice';
sdk.config.token = 'token';
const status = (wanted) =>
  new Promise((resolve) => {
    const listener = (now) => {
      if (now === wanted) {
        sdk.connectManager.removeConnectStatusListener(listener);
        resolve();
      }
    };
    sdk.connectManager.addConnectStatusListener(listener);
  });

const connected = status(1);
sdk.connectManager.connect();
await connected;
const away = status(0);
socket.terminate();
await away;
const back = status(1);
for (let number = 1; number <= 12; number++) {
  await sdk.chatManager.send(new MessageText(`text ${number}`), new Channel('bob', 1));
}
print(`written while away: 12, heard: ${heard.length}`);
await back;
while (heard.length < 12) {
  await new Promise((soon) => setTimeout(soon, 20));
}
print(`heard when back: ${heard.join(', ')}`);
process.exit(0);
EOF
npx esbuild probe.mjs --bundle --platform=node --format=esm --external:ws --outfile=bundle.mjs --log-level=error
timeout 60 node bundle.mjs >seen
cat seen
cat >expected <<'EOF'
written while away: 12, heard: 0
heard when back: 1, 10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9
EOF
diff expected seen && echo "as noted"
