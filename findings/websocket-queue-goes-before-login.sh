#!/usr/bin/env bash
# reconnecting-websocket, partysocket, socket.io-client: what was written while away goes out before the login does.
#
# With:  reconnecting-websocket 4.4.0, partysocket 1.3.0, websocket-ts 2.3.0, ws 8.18.3, socket.io 4.8.4 and socket.io-client
#        4.8.4 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: these libraries tell the program that the connection is open, the program sends its login as the first thing, and
#        then goes what waited in their queue.
# Seen:  three of the four send their queue first and tell of the connection afterwards, so the server gets the texts before
#        the login, but only after a break in which something was written. On the first connection, where one tests it,
#        the login is the first thing. websocket-ts does as one would guess.
# So:    a server that refuses what comes before a login loses just the messages of those who were away. Log in with the
#        handshake (a header, the query, socket.io's auth), or keep the outbox in the program and fill it in after the answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts reconnecting-websocket@4.4.0 partysocket@1.3.0 websocket-ts@2.3.0 \
  ws@8.18.3 socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocket as PartySocket } from 'partysocket';
import ReconnectingWebSocket from 'reconnecting-websocket';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { ArrayQueue, ConstantBackoff, WebsocketBuilder } from 'websocket-ts';
import { WebSocket, WebSocketServer } from 'ws';

globalThis.WebSocket = WebSocket;

/** Lets a client log in, cuts it off, lets it write two texts while it is away, and waits until four things have been heard. */
async function probe(what, server, connect) {
  const heard = [];
  let connections = 0;
  let cut;
  server.hear((cutThis) => {
    cut = cutThis;
    const connection = ++connections;
    return (text) => heard.push(`${text} on ${connection}`);
  });
  const until = async (count) => {
    while (heard.length < count) await new Promise((soon) => setTimeout(soon, 10));
  };
  const { onAway, send } = await connect();
  await until(1);
  const away = new Promise((resolve) => onAway(resolve));
  cut();
  await away;
  send('text 1');
  send('text 2');
  await until(4);
  console.log(`${what}: ${heard.join(', ')}`);
}

async function withWebSocket(what, make) {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(sockets, 'listening');
  const hear = (opened) =>
    sockets.on('connection', (socket) => {
      const note = opened(() => socket.terminate());
      socket.on('message', (text) => note(String(text)));
    });
  const url = `ws://127.0.0.1:${sockets.address().port}`;
  await probe(what, { hear }, async () => make(url));
}

for (const [what, Library] of [['reconnecting-websocket', ReconnectingWebSocket], ['partysocket', PartySocket]]) {
  await withWebSocket(what, (url) => {
    const socket = new Library(url, [], { WebSocket, minReconnectionDelay: 100, maxReconnectionDelay: 100 });
    socket.addEventListener('open', () => socket.send('login'));
    return { onAway: (tell) => socket.addEventListener('close', tell), send: (text) => socket.send(text) };
  });
}

await withWebSocket('websocket-ts', (url) => {
  let gone = () => {};
  const socket = new WebsocketBuilder(url)
    .withBuffer(new ArrayQueue())
    .withBackoff(new ConstantBackoff(100))
    .onOpen((opened) => opened.send('login'))
    .onClose(() => gone())
    .build();
  return { onAway: (tell) => (gone = tell), send: (text) => socket.send(text) };
});

const http = createServer().listen(0, '127.0.0.1');
await once(http, 'listening');
const server = new Server(http);
const hear = (opened) =>
  server.on('connection', (socket) => {
    const note = opened(() => socket.conn.close());
    socket.on('say', note);
  });
await probe('socket.io-client', { hear }, async () => {
  const socket = io(`http://127.0.0.1:${http.address().port}`, { reconnectionDelay: 100, transports: ['websocket'] });
  socket.on('connect', () => socket.emit('say', 'login'));
  return { onAway: (tell) => socket.once('disconnect', tell), send: (text) => socket.emit('say', text) };
});
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
reconnecting-websocket: login on 1, text 1 on 2, text 2 on 2, login on 2
partysocket: login on 1, text 1 on 2, text 2 on 2, login on 2
websocket-ts: login on 1, login on 2, text 1 on 2, text 2 on 2
socket.io-client: login on 1, text 1 on 2, text 2 on 2, login on 2
EOF
diff expected seen && echo "as noted"
