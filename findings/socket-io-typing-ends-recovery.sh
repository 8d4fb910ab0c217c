#!/usr/bin/env bash
# socket.io: one typing event with a user's name makes the next short break lose messages, with connection state recovery on.
#
# With:  socket.io 4.8.4 and socket.io-client 4.8.4 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: with connectionStateRecovery, who is away for a moment gets what was sent meanwhile, and "recovered" is true. Volatile
#        events are not kept, so they have no part in it. Who heard nothing before the break is recovered as everybody else.
# Seen:  the server puts its place in the stream as one more argument behind those of each kept event, and the client takes the
#        last argument of any event for that place if it is a text. After typing('bob') it asks for what follows "bob", the
#        server knows no such place, and what was sent meanwhile does not come. typing({ user: 'bob' }) does no harm. And who
#        has heard no kept event yet is not recovered either: of two who were away, the quiet one misses the message.
# So:    end volatile events with an object or a number, send each client one kept event at the start, read no more arguments
#        in a handler than were sent, and whenever "recovered" is false, fetch by a sequence of the program's own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const http = createServer().listen(0, '127.0.0.1');
await once(http, 'listening');
const server = new Server(http, { connectionStateRecovery: {} });
const url = `http://127.0.0.1:${http.address().port}`;

/** Connects, hears what is sent before, is cut off, misses "lunch?", comes back, and hears "back" as the last thing. */
async function probe(what, before) {
  const arriving = once(server, 'connection');
  const client = io(url, { forceNew: true, transports: ['websocket'], reconnectionDelay: 200, reconnectionDelayMax: 200 });
  const connected = once(client, 'connect');
  const [socket] = await arriving;
  await connected;
  const heard = [];
  client.onAny((event, ...rest) => heard.push(`${event} of ${rest.length}: ${rest[0].user ?? rest[0]}`));
  for (const send of before(socket)) {
    const hearing = new Promise((resolve) => client.onAny(resolve));
    send();
    await hearing;
  }
  const away = [once(client, 'disconnect'), once(socket, 'disconnect')];
  client.io.engine.close();
  await Promise.all(away);
  const back = [once(server, 'connection'), once(client, 'connect')];
  server.emit('message', 'lunch?');
  const [[again]] = await Promise.all(back);
  const hearing = once(client, 'back');
  again.volatile.emit('back', 1);
  await hearing;
  console.log(`${what}: recovered ${client.recovered}, heard ${heard.slice(0, -1).join(', ') || 'nothing'}`);
  client.close();
}

const message = (socket) => () => socket.emit('message', 'hello');
const typing = (socket, who) => () => socket.volatile.emit('typing', who);
await probe('a message', (socket) => [message(socket)]);
await probe('a message, then a typing name', (socket) => [message(socket), typing(socket, 'bob')]);
await probe('a message, then a typing object', (socket) => [message(socket), typing(socket, { user: 'bob' })]);
await probe('quiet', () => []);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
a message: recovered true, heard message of 2: hello, message of 2: lunch?
a message, then a typing name: recovered false, heard message of 2: hello, typing of 1: bob
a message, then a typing object: recovered true, heard message of 2: hello, typing of 1: bob, message of 2: lunch?
quiet: recovered false, heard nothing
EOF
diff expected seen && echo "as noted"
