#!/usr/bin/env bash
# TanStack DB: who turns the pages of a room by the last id that was shown, in the order of ids, never sees a part of the messages.
#
# With:  @tanstack/db 0.15.2 and ksuid 3.0.0 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: orderBy(id) and gt(id, last) go by one order, as in every database: so limit(20), then the 20 above the last id, and so on, gives
#        each message once. And ids that are made to sort by time (KSUID, letters of both cases) come in the order of time.
# Seen:  orderBy compares texts as people sort words, "a" beside "A", and gt compares them by their codes, all capitals before all small
#        letters. The ids are not in the order of time, the newest message is not the last one, and some forty of 300 messages are on no
#        page (others on two), while all 300 are in the collection. There's no error, and all is well with ids of digits or of one case.
# So:    what is loaded is hidden while one scrolls, and which part depends on the language of the reader as well. Sort by a number, or set
#        defaultStringCollation to { stringSort: 'lexical' } for the collection; then both are right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @tanstack/db@0.15.2 ksuid@3.0.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createHash } from 'node:crypto';
import { createCollection, createLiveQueryCollection, gt, localOnlyCollectionOptions } from '@tanstack/db';
import KSUID from 'ksuid';

// A message every five minutes.
const messages = Array.from({ length: 300 }, (_, number) => {
  const random = createHash('sha256').update(String(number)).digest().subarray(0, 16);
  return { number, ksuid: KSUID.fromParts(Date.UTC(2026, 11, 1) + number * 300_000, random).string, digits: String(number).padStart(5, '0') };
});

async function probe(what, id, options) {
  const room = createCollection({ ...localOnlyCollectionOptions({ getKey: (message) => message[id], initialData: messages }), ...options });
  const all = createLiveQueryCollection((query) => query.from({ message: room }).orderBy(({ message }) => message[id]));
  await all.preload();
  const shown = new Set();
  let page;
  let last = '';
  do {
    page = createLiveQueryCollection((query) => query.from({ message: room }).where(({ message }) => gt(message[id], last))
      .orderBy(({ message }) => message[id]).limit(20));
    await page.preload();
    for (const message of page.toArray) {
      shown.add(message.number);
      last = message[id];
    }
  } while (page.size === 20);
  const ordered = all.toArray.every(({ number }, index) => number === index);
  const newest = all.toArray.at(-1).number === 299 ? 'the newest' : 'an older one';
  console.log(`${what}: all ${all.size} messages, ${ordered ? '' : 'not '}by time, ${newest} last; on pages ${shown.size < 280 ? 'a part' : shown.size} of them`);
}

await probe('KSUIDs', 'ksuid');
await probe('ids of digits', 'digits');
await probe('KSUIDs, lexical', 'ksuid', { defaultStringCollation: { stringSort: 'lexical' } });
EOF
timeout 50 node probe.mjs >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
KSUIDs: all 300 messages, not by time, an older one last; on pages a part of them
ids of digits: all 300 messages, by time, the newest last; on pages 300 of them
KSUIDs, lexical: all 300 messages, by time, the newest last; on pages 300 of them
EOF
diff expected seen && echo "as noted"
