#!/usr/bin/env bash
# Yjs's awareness: after a short break one is online again and gets every message, but is shown as offline for up to 15 seconds.
#
# With:  y-protocols 1.0.7, yjs 13.6.33, y-websocket 2.1.0 (its own server), @hocuspocus/server and @hocuspocus/provider 3.4.4 and
#        ws 8.23.0 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: the provider sends one's presence as soon as it is connected, so the others see one's return at once, and one sees them, just as
#        the document is up to date again. What takes its time is only a break that nobody notices.
# Seen:  the server takes away the presence of who is cut off, but remembers its clock. The provider, back, sends the presence with the
#        clock of before, and an equal clock is no news: the server and everybody else drop it until its own renewal, 15 s after the last
#        change. With y-websocket it's so in the other direction, too: who was away sees nobody. Messages arrive all the same. And who
#        joins without setting a state has clock 0, which is no news either. A change of the state (typing) ends it.
# So:    on a phone "online" is wrong for a quarter of a minute after each change of the network, and a push is sent to who is there.
#        Set the local state again whenever the status becomes "connected", and set one when joining.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts y-protocols@1.0.7 yjs@13.6.33 y-websocket@2.1.0 @hocuspocus/server@3.4.4 \
  @hocuspocus/provider@3.4.4 ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);
const Y = require('yjs');

/** Starts a server; answers how to enter a room of it. */
async function yWebsocket() {
  const { setupWSConnection } = require('y-websocket/bin/utils');
  const { WebsocketProvider } = require('y-websocket');
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  new WebSocketServer({ server: http }).on('connection', setupWSConnection);
  return (room) => {
    const options = { WebSocketPolyfill: WebSocket, disableBc: true };
    const provider = new WebsocketProvider(`ws://127.0.0.1:${http.address().port}`, room, new Y.Doc(), options);
    return { provider, document: provider.doc, cut: () => provider.ws.terminate() };
  };
}

async function hocuspocus() {
  const { Server } = require('@hocuspocus/server');
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider');
  const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, stopOnSignals: false });
  await server.listen();
  return (room) => {
    const websocketProvider = new HocuspocusProviderWebsocket({ url: server.webSocketURL, WebSocketPolyfill: WebSocket });
    const provider = new HocuspocusProvider({ websocketProvider, name: room, document: new Y.Doc() });
    provider.attach();
    return { provider, document: provider.document, cut: () => websocketProvider.webSocket.close() };
  };
}

/** Ann, Bob and somebody without a name are in a room; Ann is cut off, comes back and writes. */
async function probe(what, enter, again) {
  const [ann, bob] = ['ann', 'bob', undefined].map((name) => {
    const person = enter(what);
    if (name) {
      person.provider.awareness.setLocalState({ name });
    }
    return person;
  });
  const names = ({ provider }) => [...provider.awareness.getStates().values()].map(({ name }) => name ?? 'somebody').sort();
  const lines = [];
  const say = (when) => lines.push(`${what}, ${when}: bob sees ${names(bob).join(', ')}; ann sees ${names(ann).join(', ')}`);
  await pause(1500);
  say('at first');
  const returned = new Promise((resolve) => ann.provider.on('status', ({ status }) => status === 'connected' && resolve()));
  ann.cut();
  await returned;
  if (again) {
    ann.provider.awareness.setLocalState(ann.provider.awareness.getLocalState());
  }
  ann.document.getArray('messages').push(['I am back']);
  await pause(1500);
  say(`bob has read "${bob.document.getArray('messages').get(0)}"`);
  await pause(20_000);
  say('20 s later');
  return lines;
}

const [enterYWebsocket, enterHocuspocus] = await Promise.all([yWebsocket(), hocuspocus()]);
const probes = await Promise.all([
  probe('y-websocket', enterYWebsocket, false),
  probe('hocuspocus', enterHocuspocus, false),
  probe('y-websocket, set again', enterYWebsocket, true),
  probe('hocuspocus, set again', enterHocuspocus, true),
]);
console.log(probes.flat().join('\n'));
process.exit(0);
EOF
timeout 50 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
y-websocket, at first: bob sees ann, bob; ann sees ann, bob
y-websocket, bob has read "I am back": bob sees bob; ann sees ann
y-websocket, 20 s later: bob sees ann, bob, somebody; ann sees ann, bob, somebody
hocuspocus, at first: bob sees ann, bob; ann sees ann, bob
hocuspocus, bob has read "I am back": bob sees bob; ann sees ann, bob
hocuspocus, 20 s later: bob sees ann, bob, somebody; ann sees ann, bob, somebody
y-websocket, set again, at first: bob sees ann, bob; ann sees ann, bob
y-websocket, set again, bob has read "I am back": bob sees ann, bob; ann sees ann
y-websocket, set again, 20 s later: bob sees ann, bob, somebody; ann sees ann, bob, somebody
hocuspocus, set again, at first: bob sees ann, bob; ann sees ann, bob
hocuspocus, set again, bob has read "I am back": bob sees ann, bob; ann sees ann, bob
hocuspocus, set again, 20 s later: bob sees ann, bob, somebody; ann sees ann, bob, somebody
EOF
diff expected seen && echo "as noted"
