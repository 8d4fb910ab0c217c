#!/usr/bin/env bash
# ws: who awaits the answer to the login and then the history, one after the other, never gets the history if both come together.
#
# With:  ws 8.23.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: "await once(socket, 'message')" twice gives the two messages that were sent one after the other. Each message is an event of its
#        own, and what awaits one goes on before the next.
# Seen:  all frames that come in one piece from the network are handed out in one go, before anything that awaits goes on: the second and the
#        third message have nobody who listens. It waits for ever, or for the next live message, which it then takes for the history.
#        With allowSynchronousEvents: false, which is not the default, all come; so they do with events.on, which keeps
#        what nobody has asked for yet, and with a listener that stays.
# So:    scripts, bots and tests that log in this way work while the server is slow, and hang or mix up messages when it is quick or the
#        network bundles. Keep one listener from the beginning and a queue behind it (events.on does that).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import { on, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await once(server, 'listening');
server.on('connection', (socket, request) => {
  socket.on('message', async () => {
    request.socket.cork(); // so that the three come in one piece, if there is no pause
    for (const text of ['welcome', 'history', 'news']) {
      if (request.url === '/slow') {
        request.socket.uncork();
        await pause(100);
      }
      socket.send(text);
    }
    request.socket.uncork();
  });
});

async function probe(what, path, options, read) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}${path}`, options);
  await once(socket, 'open');
  socket.send('login');
  const got = [];
  await read(socket, got);
  console.log(`${what}: ${got.join(', ')}`);
  socket.terminate();
}

async function onceEach(socket, got) {
  for (let number = 1; number <= 3; number++) {
    const message = await Promise.race([once(socket, 'message'), pause(1000, ['nothing'])]);
    got.push(message[0]);
  }
}

async function onAll(socket, got) {
  try {
    for await (const [message] of on(socket, 'message', { signal: AbortSignal.timeout(1000) })) {
      got.push(message);
    }
  } catch {
    // the time is over
  }
}

await probe('a slow server, once', '/slow', {}, onceEach);
await probe('a quick server, once', '/', {}, onceEach);
await probe('a quick server, once, allowSynchronousEvents: false', '/', { allowSynchronousEvents: false }, onceEach);
await probe('a quick server, on', '/', {}, onAll);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
a slow server, once: welcome, history, news
a quick server, once: welcome, nothing, nothing
a quick server, once, allowSynchronousEvents: false: welcome, history, news
a quick server, on: welcome, history, news
EOF
diff expected seen && echo "as noted"
