#!/usr/bin/env bash
# zustand: a message that comes while the stored chat is being read is forgotten, and on the disk it takes the place of the chat.
#
# With:  zustand 5.1.0 from npm (its persist middleware), Node.js 20 or newer. Seen on 2026-11-28.
# Guess: with a storage that answers later (a phone's, IndexedDB), what is added before the answer stays: it waits for the stored
#        state, or is merged with it. Nothing is written before the stored state has been read.
# Seen:  both go wrong at once. The add is written at once, so the disk has the new message alone; then the stored state that was
#        read before takes the place of the state in memory, which has the old messages alone. Until the next change memory and
#        disk disagree: an app that is closed now has lost its history, one that goes on has lost the new message.
# So:    a chat that is opened by a push, or connects while it starts, loses its first message or all the others. Let the connection
#        wait for hasHydrated or onFinishHydration, and keep messages in a database, one by one. A test with a storage that
#        answers at once sees nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts zustand@5.1.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createStore } from 'zustand/vanilla';
import { createJSONStorage, persist } from 'zustand/middleware';

function open(storage) {
  return createStore(
    persist(
      (set) => ({
        messages: [],
        add: (text) => set((state) => ({ messages: [...state.messages, text] })),
      }),
      { name: 'chat', storage: createJSONStorage(() => storage) },
    ),
  );
}
function disk() {
  return { content: JSON.stringify({ state: { messages: ['one', 'two'] }, version: 0 }) };
}
const later = (of) => ({
  getItem: (_) => Promise.resolve(of.content),
  setItem: (_, value) => Promise.resolve().then(() => { of.content = value; }),
});
const atOnce = (of) => ({
  getItem: (_) => of.content,
  setItem: (_, value) => { of.content = value; },
});
const hydrated = (chat) =>
  chat.persist.hasHydrated() ? Promise.resolve() : new Promise((done) => chat.persist.onFinishHydration(done));
const show = (what, chat, of) =>
  console.log(`${what}: memory has ${chat.getState().messages}; the disk has ${JSON.parse(of.content).state.messages}`);

async function probe(what, storage) {
  const of = disk();
  const chat = open(storage(of));
  chat.getState().add('three');
  await hydrated(chat);
  show(`${what}, three came early`, chat, of);
  const again = open(storage({ content: of.content }));
  await hydrated(again);
  console.log(`${what}, the app starts again: ${again.getState().messages}`);
  chat.getState().add('four');
  await new Promise(setImmediate);
  show(`${what}, the app goes on`, chat, of);
}
await probe('at once', atOnce);
await probe('later', later);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
at once, three came early: memory has one,two,three; the disk has one,two,three
at once, the app starts again: one,two,three
at once, the app goes on: memory has one,two,three,four; the disk has one,two,three,four
later, three came early: memory has one,two; the disk has three
later, the app starts again: three
later, the app goes on: memory has one,two,four; the disk has one,two,four
EOF
diff expected seen && echo "as noted"
