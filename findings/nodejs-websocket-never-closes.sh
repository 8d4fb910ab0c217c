#!/usr/bin/env bash
# Node.js' own WebSocket (undici): closing a connection whose server is silent never ends it, so a heartbeat never reconnects.
#
# With:  undici 7.30.2, whose WebSocket is that of Node.js 22 and newer, and ws 8.23.0 from npm; Node.js 20 or newer. It takes 75 s.
#        Seen on 2026-11-29, and by hand with the WebSocket of Node.js 22.12.0 and 26.12.1.
# Guess: a heartbeat calls close() when no answer has come for a while, and its onclose connects again. Whoever is not answered
#        does not wait for ever: ws gives the server 30 seconds to say good-bye, and Chromium 60 (measured by hand).
# Seen:  there is no such limit. The connection stays in the state CLOSING, its close event never comes, nothing connects
#        again, and the socket keeps the process from ending. A server that is there answers at once, so no test shows it; one
#        that was cut off from the network, or hangs, is what a heartbeat is for.
# So:    a program that works in browsers, and with ws, stays offline in Node.js 22 after the first dead connection. Connect again
#        where the silence is noticed, ignore the old socket from then on, and do not wait for its close event.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.30.2 ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { WebSocket as OfNode } from 'undici';
import { WebSocket as OfWs } from 'ws';

const PATIENCE = 75_000;
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = Buffer.from([0x81, 2, 0x68, 0x69]);

/** Answers what begins like a frame of type close, as every server does. */
function answerClose(socket, bytes) {
  if (bytes[0] === 0x88) {
    socket.end(Buffer.from([0x88, 0]));
  }
}

/** The first connection is accepted and then never heard of again; every other one gets a text each 200 ms. */
async function serve() {
  let connections = 0;
  const server = createServer((socket) => {
    const silent = ++connections === 1;
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const [, key] = /sec-websocket-key: (.*)\r/i.exec(request);
      const accept = createHash('sha1').update(key + GUID).digest('base64');
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write(`${head.join('\r\n')}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      if (!silent) {
        const talk = setInterval(() => socket.write(TEXT_FRAME), 200);
        socket.on('close', () => clearInterval(talk));
      }
      socket.on('data', (bytes) => silent || answerClose(socket, bytes));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `ws://127.0.0.1:${server.address().port}`, connections: () => connections };
}

/** A client with a heartbeat: closes after a second of silence, and connects again when it is closed. */
function stayConnected(Class, url, heard) {
  const socket = new Class(url);
  let silence;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.close(), 1_000);
  };
  socket.onopen = alive;
  socket.onmessage = () => {
    alive();
    heard();
  };
  socket.onclose = () => stayConnected(Class, url, heard);
  return socket;
}

async function probe(what, Class) {
  const { url, connections } = await serve();
  let first;
  const heard = new Promise((resolve) => (first = stayConnected(Class, url, () => resolve(true))));
  const late = new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE));
  const online = await Promise.race([heard, late]);
  const state = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'][first.readyState];
  const now = `${online ? 'online again' : 'still offline'} within 75 s`;
  return `${what}: ${now}, connections: ${connections()}, the first one is ${state}`;
}

const said = await Promise.all([probe('ws', OfWs), probe('undici', OfNode)]);
console.log(said.join('\n'));
process.exit(0);
EOF
timeout 120 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
ws: online again within 75 s, connections: 2, the first one is CLOSED
undici: still offline within 75 s, connections: 1, the first one is CLOSING
EOF
diff expected seen && echo "as noted"
