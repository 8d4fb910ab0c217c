#!/usr/bin/env bash
# graphql-subscriptions and GraphQL Yoga: what is said between subscribing and the first read is lost, so history first leaves a hole.
#
# With:  graphql-subscriptions 3.0.0 and @graphql-yoga/subscription 5.1.1 with graphql 16.15.0 from npm, Node.js 20 or newer. Seen on
#        2026-11-30.
# Guess: pubsub.asyncIterableIterator('room') and pubSub.subscribe('room') listen from that call on, and keep what comes until it is read,
#        as events.on of Node.js does. So a resolver subscribes first, then reads the history, then hands out both: no hole.
# Seen:  both listen from the first next() on. A message that is published while the history is being read is neither in the history nor in
#        the stream. From the first read on everything is kept, whatever the reader's pace, so only the first moment has the hole.
# So:    a client that opens a room while somebody writes never sees that message, and the slower the history, the more of them. Call
#        next() before reading the history and keep its promise, or let the client ask for "since" after the subscription answers. A
#        test that publishes after the first message has come passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  graphql-subscriptions@3.0.0 @graphql-yoga/subscription@5.1.1 graphql@16.15.0 >/dev/null

cat >probe.mjs <<'EOF'
import { EventEmitter, on } from 'node:events';
import { setTimeout as pass } from 'node:timers/promises';
import { createPubSub } from '@graphql-yoga/subscription';
import { PubSub } from 'graphql-subscriptions';

const apollo = new PubSub();
const yoga = createPubSub();
const emitter = new EventEmitter();
const rooms = {
  'graphql-subscriptions': {
    subscribe: () => apollo.asyncIterableIterator('room'),
    say: (text) => apollo.publish('room', text),
  },
  'GraphQL Yoga': { subscribe: () => yoga.subscribe('room'), say: (text) => yoga.publish('room', text) },
  'events.on': { subscribe: () => on(emitter, 'room'), say: (text) => emitter.emit('room', text) },
};

/** Opens a room that has two messages; two more come while its history is read, and two afterwards. */
async function open({ subscribe, say }, early) {
  const log = [];
  const speak = async (text) => {
    log.push(text);
    await say(text);
  };
  await speak('1');
  await speak('2');
  const stream = subscribe()[Symbol.asyncIterator]();
  const first = early ? stream.next() : undefined;
  const history = [...log];
  await speak('3');
  await pass(20);
  await speak('4');
  const seen = [...history];
  const reading = (async () => {
    for (let next = await (first ?? stream.next()); ; next = await stream.next()) {
      seen.push(String(next.value));
    }
  })();
  await pass(20);
  await speak('5');
  await speak('6');
  await Promise.race([reading, pass(50)]);
  return seen;
}

for (const [name, room] of Object.entries(rooms)) {
  console.log(`${name}: ${await open(room, false)}`);
}
for (const [name, room] of Object.entries(rooms).slice(0, 2)) {
  console.log(`${name}, first read before the history: ${await open(room, true)}`);
}
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
graphql-subscriptions: 1,2,5,6
GraphQL Yoga: 1,2,5,6
events.on: 1,2,3,4,5,6
graphql-subscriptions, first read before the history: 1,2,3,4,5,6
GraphQL Yoga, first read before the history: 1,2,3,4,5,6
EOF
diff expected seen && echo "as noted"
