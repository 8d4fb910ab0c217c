#!/usr/bin/env bash
# stream-chat: one message that is delivered twice counts as two unread, and a read event that is late moves a reader back.
#
# With:  stream-chat 9.53.0 and ws 8.18.3 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: events name the message, and the SDK keeps messages by id; so a repeat changes nothing, and a read position,
#        which carries its time, only moves forward.
# Seen:  the message list holds the message once, the unread count holds it twice. A read event that is older than the one
#        before it replaces it: the reader's position goes back, while "unread_messages" of that reader says 0.
# So:    whoever builds on events that may come again, or late, must compare sequences before counting and before moving
#        a position. A second delivery is normal after a reconnect.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts stream-chat@9.53.0 ws@8.18.3 >/dev/null

cat >probe.mjs <<'EOF'
import { createServer } from 'node:http';
import { StreamChat } from 'stream-chat';
import { WebSocketServer } from 'ws';

const at = (second) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const channel = { id: 'team', type: 'messaging', cid: 'messaging:team', created_at: at(0), updated_at: at(0) };
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json');
  const read = [{ user: { id: 'alice' }, last_read: at(0), unread_messages: 0 }, { user: { id: 'carol' }, last_read: at(0), unread_messages: 0 }];
  response.end(JSON.stringify({ channel, messages: [], members: [], watchers: [], read, duration: '1ms' }));
});
const sockets = new WebSocketServer({ server });
let socket;
sockets.on('connection', (opened) => {
  socket = opened;
  const me = { id: 'alice', mutes: [], channel_mutes: [], total_unread_count: 0, unread_channels: 0 };
  socket.send(JSON.stringify({ type: 'health.check', connection_id: 'one', me, created_at: at(0) }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const client = new StreamChat('key', { baseURL: `http://127.0.0.1:${server.address().port}`, allowServerSideConnect: true });
await client.connectUser({ id: 'alice' }, client.devToken('alice'));
const team = client.channel('messaging', 'team');
await team.watch();

async function hear(event) {
  const heard = new Promise((resolve) => { const { unsubscribe } = client.on(event.type, () => { unsubscribe(); resolve(); }); });
  socket.send(JSON.stringify({ cid: channel.cid, channel_type: channel.type, channel_id: channel.id, ...event }));
  await heard;
}
const fresh = (id, second) => {
  const user = { id: 'bob' };
  const message = { id, text: id, type: 'regular', user, cid: channel.cid, created_at: at(second), updated_at: at(second) };
  return { type: 'message.new', user, message, created_at: at(second) };
};
const read = (id, second) => ({ type: 'message.read', user: { id: 'carol' }, last_read_message_id: id, created_at: at(second) });
const carol = () => `carol has read up to ${team.state.read.carol.last_read_message_id}, unread_messages ${team.state.read.carol.unread_messages}`;

await hear(fresh('m1', 1));
await hear(fresh('m2', 2));
console.log(`two messages: ${team.state.messages.length} in the list, ${team.countUnread()} unread`);
await hear(fresh('m2', 2));
console.log(`the second one again: ${team.state.messages.length} in the list, ${team.countUnread()} unread`);
await hear(read('m2', 5));
console.log(carol());
await hear(read('m1', 4));
console.log(`an older read, late: ${carol()}`);
process.exit(0);
EOF
node probe.mjs >seen

cat >expected <<'EOF'
two messages: 2 in the list, 2 unread
the second one again: 2 in the list, 3 unread
carol has read up to m2, unread_messages 0
an older read, late: carol has read up to m1, unread_messages 0
EOF
cat seen
diff expected seen && echo "as noted"
