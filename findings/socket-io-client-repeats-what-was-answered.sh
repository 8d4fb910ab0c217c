#!/usr/bin/env bash
# socket.io-client: with retries alone, every message that the server answers is sent four times, and then counts as failed.
#
# With:  socket.io 4.8.4 and socket.io-client 4.8.4 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: "retries: 3" sends a message again that was not answered, so on a healthy connection nothing is sent twice. The second
#        option, ackTimeout, says how long to wait for an answer; without it the client waits for the connection to break.
# Seen:  without ackTimeout the client takes the first value of the answer for an error, and an answer without a value too: only
#        null would be none. So the server hears each message four times, at once, although it answers each time, and the program
#        gets its answer as the error of the last try. With ackTimeout, or without retries, each message is heard once.
# So:    the option for safety makes every message a fourfold one, unless the server knows repeats. Set both options together,
#        give each message an id of its own, and let a test count what the server hears, not what the sender is told.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null

cat >probe.mjs <<'EOF'
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

async function probe(what, options, answer) {
  const http = createServer();
  const server = new Server(http);
  await new Promise((listening) => http.listen(0, '127.0.0.1', listening));
  const heard = [];
  server.on('connection', (socket) => socket.on('message', (text, done) => { heard.push(text); done(...answer); }));
  const client = io(`http://127.0.0.1:${http.address().port}`, options);
  const told = [];
  for (const text of ['one', 'two']) {
    told.push(await new Promise((resolve) => client.emit('message', text, (...values) => resolve(values))));
  }
  console.log(`${what}: the server heard ${heard}; the program was told ${JSON.stringify(told)}`);
  client.close();
  await server.close();
}

await probe('neither', {}, ['stored']);
await probe('retries and ackTimeout', { retries: 3, ackTimeout: 20_000 }, ['stored']);
await probe('retries', { retries: 3 }, ['stored']);
await probe('retries, an answer without a value', { retries: 3 }, []);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
neither: the server heard one,two; the program was told [["stored"],["stored"]]
retries and ackTimeout: the server heard one,two; the program was told [[null,"stored"],[null,"stored"]]
retries: the server heard one,one,one,one,two,two,two,two; the program was told [["stored"],["stored"]]
retries, an answer without a value: the server heard one,one,one,one,two,two,two,two; the program was told [[null],[null]]
EOF
diff expected seen && echo "as noted"
