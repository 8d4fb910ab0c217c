#!/usr/bin/env bash
# VueUse: of two equal messages in a row the second is not seen by who watches useWebSocket's data, so typing stops after once.
#
# With:  @vueuse/core 14.4.0, vue 3.5.45 and ws 8.23.0 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: data is the last message that came, and watch(data, …) runs for each message: what watches a connection hears all of it.
# Seen:  data is a value, and a value that is set to the same text does not change: of "typing bob" twice, and of "ok" three times, one
#        each is seen. A tenth of a second between them changes nothing. The callback onMessage hears all. Texts of JSON are the
#        same kind of value: what has an id or a time is seen always, what has none is seen once.
# So:    events that say the same thing again, which keep something alive, are the ones that get lost: typing, "still here", a
#        second knock. Take messages from onMessage, and let a test send the same event twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @vueuse/core@14.4.0 vue@3.5.45 ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import { WebSocket, WebSocketServer } from 'ws';

// What VueUse looks for before it takes the place for a browser; nothing is drawn.
globalThis.window = globalThis;
globalThis.document = { createElement: () => ({}), addEventListener() {}, removeEventListener() {} };
globalThis.addEventListener = () => {};
globalThis.removeEventListener = () => {};
globalThis.WebSocket = WebSocket;
const { effectScope, watch } = await import('vue');
const { useWebSocket } = await import('@vueuse/core');

const TYPING = '{"type":"typing","user":"bob"}';
const MESSAGES = [TYPING, TYPING, 'ok', 'ok', 'ok', '{"id":1,"text":"ok"}', '{"id":2,"text":"ok"}', 'bye'];
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await new Promise((resolve) => server.on('listening', resolve));
server.on('connection', async (connection) => {
  for (const message of MESSAGES) {
    connection.send(message);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  connection.close();
});

const watched = [];
const called = [];
await new Promise((resolve) => effectScope().run(() => {
  const { data } = useWebSocket(`ws://127.0.0.1:${server.address().port}`, {
    onMessage: (_, event) => called.push(event.data),
    onDisconnected: resolve,
  });
  watch(data, (message) => watched.push(message));
}));
console.log(`watched: ${watched.join(', ')}`);
console.log(`onMessage: ${called.join(', ')}`);
server.close();
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
watched: {"type":"typing","user":"bob"}, ok, {"id":1,"text":"ok"}, {"id":2,"text":"ok"}, bye
onMessage: {"type":"typing","user":"bob"}, {"type":"typing","user":"bob"}, ok, ok, ok, {"id":1,"text":"ok"}, {"id":2,"text":"ok"}, bye
EOF
diff expected seen && echo "as noted"
