#!/usr/bin/env bash
# @microsoft/signalr: one slow handler of an event makes every other handler of it hear that message late, or never.
#
# With:  @microsoft/signalr 10.0.11 and ws 8.23.0 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: as with any emitter of events, connection.on('message', …) twice means that both handlers are called at once for each
#        message, in the order of arrival, whatever a handler returns; its promise is nobody's business.
# Seen:  the second handler is called when the promise of the first is done; the next message does not wait for that. If the
#        first handler plays a sound for message 1, the second gets 2, 3, 1. If it asks a question about message 2 and the
#        person does not answer, the second never gets 2. There is no warning. The first handler itself hears all in order.
# So:    a list of messages that one part of a page keeps is in the wrong order because of a handler in another part. Register
#        one handler that hands on by itself, return nothing from handlers, and sort by the sequence in the message.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @microsoft/signalr@10.0.11 ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

const END = '\x1e'; // of each record in SignalR's JSON protocol
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
server.on('connection', (socket) => {
  socket.once('message', () => {
    socket.send(`{}${END}`); // the answer to the handshake
    for (const text of ['1', '2', '3']) {
      socket.send(JSON.stringify({ type: 1, target: 'message', arguments: [text] }) + END);
    }
    socket.send(JSON.stringify({ type: 1, target: 'end', arguments: [] }) + END);
  });
});

async function probe(what, handler) {
  const connection = new HubConnectionBuilder()
    .withUrl(`http://127.0.0.1:${server.address().port}`, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  const first = [];
  const second = [];
  connection.on('message', (text) => {
    first.push(text);
    return handler(text);
  });
  connection.on('message', (text) => {
    second.push(text);
  });
  const end = new Promise((resolve) => connection.on('end', resolve));
  await connection.start();
  await end;
  await new Promise((resolve) => setTimeout(resolve, 1000)); // longer than the sound
  console.log(`${what}: the first handler got ${first.join()}, the second ${second.join()}`);
  await connection.stop();
}
const sound = () => new Promise((resolve) => setTimeout(resolve, 300));
const question = () => new Promise(() => {});
await probe('the first returns nothing', () => {});
await probe('the first plays a sound for 1', (text) => (text === '1' ? sound() : undefined));
await probe('the first asks about 2', (text) => (text === '2' ? question() : undefined));
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
the first returns nothing: the first handler got 1,2,3, the second 1,2,3
the first plays a sound for 1: the first handler got 1,2,3, the second 2,3,1
the first asks about 2: the first handler got 1,2,3, the second 1,3
EOF
diff expected seen && echo "as noted"
