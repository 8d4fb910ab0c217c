#!/usr/bin/env bash
# Telegraf and grammY: a message whose handling failed is confirmed to Telegram all the same, and is lost to the bridge.
#
# With:  telegraf 4.16.3 and grammy 1.46.0 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: with long polling, a bot confirms a message by asking for what follows it, and Telegram keeps what is not confirmed. A library
#        that stops at an error of a handler, as both do, leaves that message for the next start, when the database is back.
# Seen:  both confirm the failed message as the last thing that they do. Started again, grammY goes on with the message after it.
#        Telegraf hands all messages of a batch to the handler at once: the quick ones overtake the first, and by then all
#        four are confirmed, so if the process ends with the error, those that were still at work are lost as well.
# So:    a bridge from Telegram loses the message during which its database was away, and the process that restarts looks healthy. Store
#        each update before anything that can fail, catch and repeat in the handler, and number messages on arrival.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts telegraf@4.16.3 grammy@1.46.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createServer } from 'node:http';
import { Bot } from 'grammy';
import { Telegraf } from 'telegraf';

/** Telegram with four messages: it hands out what is not confirmed, and an offset confirms what is before it. */
async function telegram() {
  let confirmed = 0;
  const chat = { id: 5, type: 'private', first_name: 'Ann' };
  const messages = [1, 2, 3, 4].map((id) => (
    { update_id: id, message: { message_id: id, date: 1, chat, from: { id: 5, is_bot: false, first_name: 'Ann' }, text: `m${id}` } }));
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const method = request.url.split('/').at(-1);
      let result = method === 'getMe' ? { id: 1, is_bot: true, first_name: 'Bridge', username: 'bridge' } : true;
      if (method === 'getUpdates') {
        const { offset = 0, limit = 100 } = JSON.parse(Buffer.concat(chunks).toString());
        confirmed = Math.max(confirmed, offset - 1);
        result = messages.filter((message) => message.update_id > confirmed).slice(0, limit);
      }
      const answer = () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, result }));
      setTimeout(answer, result.length === 0 ? 50 : 0);
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { root: `http://127.0.0.1:${server.address().port}`, confirmed: () => confirmed };
}

const grammy = (root, handle) => {
  const bot = new Bot('token', { client: { apiRoot: root } });
  bot.on('message', (context) => handle(context.message.message_id));
  return { run: () => bot.start(), stop: () => bot.stop() };
};
const telegraf = (root, handle) => {
  const bot = new Telegraf('token', { telegram: { apiRoot: root } });
  bot.on('message', (context) => handle(context.message.message_id));
  return { run: () => bot.launch(), stop: () => bot.stop() };
};

console.error = () => {}; // both report the error there
for (const [name, library] of [['grammY', grammy], ['Telegraf', telegraf]]) {
  const { root, confirmed } = await telegram();
  const stored = [];
  let away = true;
  async function handle(id) {
    if (id === 1) {
      await new Promise((slow) => setTimeout(slow, 200));
    }
    if (id === 2 && away) {
      throw new Error('the database is away');
    }
    stored.push(id);
  }
  await library(root, handle).run().catch(({ message }) => console.log(`${name} stops: ${message.includes('the database is away')}`));
  console.log(`${name} has stored ${stored}, and confirmed all up to ${confirmed()}`);
  away = false;
  const again = library(root, handle);
  const running = again.run();
  while (confirmed() < 4) {
    await new Promise((later) => setTimeout(later, 20));
  }
  await new Promise((later) => setTimeout(later, 300));
  again.stop();
  console.log(`${name}, started again, has stored ${stored}`);
}
process.exit(0);
EOF
timeout 60 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
grammY stops: true
grammY has stored 1, and confirmed all up to 2
grammY, started again, has stored 1,3,4
Telegraf stops: true
Telegraf has stored 3,4, and confirmed all up to 4
Telegraf, started again, has stored 3,4,1
EOF
diff expected seen && echo "as noted"
