#!/usr/bin/env bash
# PocketBase's SDK: of three different messages that are written at once only the last one leaves the device.
#
# With:  pocketbase 0.28.1 from npm (the JavaScript SDK), Node.js 20 or newer. Seen on 2026-11-30.
# Guess: the SDK cancels a request by itself if the same one is asked again meanwhile, as a list that is loaded while one types. Two
#        messages are two requests: their bodies differ, and a POST is no question.
# Seen:  what counts is method and path, so each create in a collection cancels the one before it that is not answered yet. Three at once: two
#        are never sent. On a slow line, one after the other: the first is sent and stored, and the program is told that it
#        was aborted. So whoever tries again on an error sends it twice, and who does not has lost two of three. Updates of two
#        records have different paths and both pass, as does each create with a requestKey of its own, or null.
# So:    a quick writer, an outbox that is emptied after a break and a picture with its text are the ones that lose messages; a tester on a
#        fast network never does. Give each create { requestKey: null }, or turn autoCancellation off.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pocketbase@0.28.1 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';
import PocketBase from 'pocketbase';

let stored = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) {
    body += part;
  }
  stored.push(JSON.parse(body).text);
  await pass(300); // a slow line
  response.setHeader('content-type', 'application/json').end(body);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const messages = new PocketBase(`http://127.0.0.1:${server.address().port}`).collection('messages');

/** Sends three messages, with a pause between them, and compares what the server has with what the program is told. */
async function probe(what, pause, send) {
  stored = [];
  const told = [];
  for (const text of ['hello', 'are you there', 'see you at six']) {
    told.push(send(text).then(() => 'sent', (error) => (error.isAbort ? 'aborted' : error.message)));
    await pass(pause);
  }
  const outcomes = await Promise.all(told);
  console.log(`${what}: the server has ${stored.length} (${stored.join(', ')}), the program is told ${outcomes.join(', ')}`);
}

await probe('at once', 0, (text) => messages.create({ text }));
await probe('one after the other', 100, (text) => messages.create({ text }));
await probe('at once, without a key', 0, (text) => messages.create({ text }, { requestKey: null }));
let id = 0;
await probe('updates of three records', 0, (text) => messages.update(`id${id++}`, { text }));
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
at once: the server has 1 (see you at six), the program is told aborted, aborted, sent
one after the other: the server has 3 (hello, are you there, see you at six), the program is told aborted, aborted, sent
at once, without a key: the server has 3 (hello, are you there, see you at six), the program is told sent, sent, sent
updates of three records: the server has 3 (hello, are you there, see you at six), the program is told sent, sent, sent
EOF
diff expected seen && echo "as noted"
