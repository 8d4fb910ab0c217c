#!/usr/bin/env bash
# Stanza (XMPP): who enters a room answers all old messages in it, one's own too, by messages to the whole room.
#
# With:  stanza 12.22.1 and ws 8.23.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: a receipt ("received") goes to whoever sent a message, once, when it comes. What a room shows to somebody who
#        enters is marked as delayed and was answered long ago or is nobody's to answer; one's own message needs no
#        receipt of oneself.
# Seen:  each message that asks for a receipt or may be marked is answered by the library itself, delayed or not, by
#        whomever it is: with a groupchat message to the room, which passes it on to all. At the next entry the same
#        ones are answered again.
# So:    after a restart of the server, a hundred members who find twenty messages each write two thousand, and a room
#        hands out two hundred thousand. Servers that keep or count all that is sent to a room count these as well, and
#        a bridge must drop them: they have no body. Set sendMUCReceipts and chatMarkers to false and confirm what a
#        person has in front of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts stanza@12.22.1 ws@8.23.0 >/dev/null

cat >probe.mjs <<'EOF'
import stanza from 'stanza';
import { WebSocketServer } from 'ws';

const ROOM = 'team@rooms.example.org';
const ME = 'ann@example.org/one';

// A server that knows as much of XMPP as one login and one room take.
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await new Promise((listening) => server.once('listening', listening));
const old = ([number, nick]) => '<message xmlns="jabber:client" type="groupchat"'
  + ` from="${ROOM}/${nick}" to="${ME}" id="old-${number}">`
  + '<body>hello</body><request xmlns="urn:xmpp:receipts"/><markable xmlns="urn:xmpp:chat-markers:0"/>'
  + `<delay xmlns="urn:xmpp:delay" from="${ROOM}" stamp="2026-11-0${number}T09:00:00Z"/></message>`;
let sent = [];
server.on('connection', (socket) => {
  let features = '<mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms>';
  const id = (text) => / id="([^"]+)"/.exec(text)[1];
  socket.on('message', (data) => {
    const text = String(data);
    if (text.startsWith('<open')) {
      socket.send('<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="example.org" id="1" version="1.0"/>');
      socket.send(`<stream:features xmlns:stream="http://etherx.jabber.org/streams">${features}</stream:features>`);
    } else if (text.startsWith('<auth')) {
      features = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>';
      socket.send('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
    } else if (text.includes('xmpp-bind')) {
      const bound = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${ME}</jid></bind>`;
      socket.send(`<iq xmlns="jabber:client" type="result" id="${id(text)}">${bound}</iq>`);
    } else if (text.startsWith('<presence') && text.includes(ROOM)) {
      const self = '<item affiliation="member" role="participant"/><status code="110"/>';
      socket.send(`<presence xmlns="jabber:client" from="${ROOM}/ann" to="${ME}" id="${id(text)}">`
        + `<x xmlns="http://jabber.org/protocol/muc#user">${self}</x></presence>`);
      [[1, 'bob'], [2, 'ann'], [3, 'bob']].map(old).forEach((message) => socket.send(message));
    } else if (text.startsWith('<message')) {
      sent.push(text);
    }
  });
});

async function enter(options) {
  const client = stanza.createClient({
    jid: 'ann@example.org',
    resource: 'one',
    password: 'secret',
    transports: { websocket: `ws://127.0.0.1:${server.address().port}`, bosh: false },
    ...options,
  });
  const got = [];
  client.on('groupchat', (message) => got.push(message));
  const started = new Promise((resolve) => client.once('session:started', resolve));
  client.connect();
  await started;
  await client.joinRoom(ROOM, 'ann');
  await new Promise((later) => setTimeout(later, 1000));
  const delayed = got.filter((message) => message.delay).length;
  console.log(`${JSON.stringify(options)}: ${got.length} old messages, ${delayed} marked as delayed; sent:`);
  for (const text of sent) {
    const names = [...text.matchAll(/<(\w+) xmlns="(urn:xmpp:receipts|urn:xmpp:chat-markers:0)" id="([^"]+)"/g)];
    const what = names.map(([, name, space, of]) => `${name} (${space.split(':')[2]}) ${of}`);
    console.log(`  to ${/ to="([^"]+)"/.exec(text)[1]} as ${/ type="([^"]+)"/.exec(text)[1]}: ${what.join(', ')}`);
  }
  sent = [];
}
await enter({});
await enter({});
await enter({ sendMUCReceipts: false, chatMarkers: false });
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
{}: 3 old messages, 3 marked as delayed; sent:
  to team@rooms.example.org as groupchat: received (receipts) old-1, received (chat-markers) old-1
  to team@rooms.example.org as groupchat: received (receipts) old-2, received (chat-markers) old-2
  to team@rooms.example.org as groupchat: received (receipts) old-3, received (chat-markers) old-3
{}: 3 old messages, 3 marked as delayed; sent:
  to team@rooms.example.org as groupchat: received (receipts) old-1, received (chat-markers) old-1
  to team@rooms.example.org as groupchat: received (receipts) old-2, received (chat-markers) old-2
  to team@rooms.example.org as groupchat: received (receipts) old-3, received (chat-markers) old-3
{"sendMUCReceipts":false,"chatMarkers":false}: 3 old messages, 3 marked as delayed; sent:
EOF
diff expected seen && echo "as noted"
