#!/usr/bin/env bash
# NeDB: "messages that Ann has not read" leaves out what nobody has read, and has in it what Ann and Bob have read.
#
# With:  @seald-io/nedb 4.1.2 and, to compare, mingo 7.2.7 and sift 17.1.4 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: { readers: { $ne: 'ann' } } is what it is in MongoDB, whose language NeDB speaks: the list does not hold "ann". An empty list
#        does not, and one that holds her among others does.
# Seen:  NeDB asks whether any entry is another than "ann". In an empty list none is, so the newest messages are missing; beside Bob she counts
#        as not having read. $nin does the same. With one reader at most it looks right, and messages without the field are found
#        as well. { $not: { readers: 'ann' } } is right. mingo and sift give what MongoDB gives.
# So:    in a desktop chat new messages have no badge, and what two people have read gets one. Write $not around the equality for lists, and
#        test such a count with no reader, and with two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @seald-io/nedb@4.1.2 mingo@7.2.7 sift@17.1.4 >/dev/null

cat >probe.mjs <<'EOF'
import Datastore from '@seald-io/nedb';
import { Query } from 'mingo';
import sift from 'sift';

const messages = [
  { _id: 'read by nobody', readers: [] },
  { _id: 'by Ann', readers: ['ann'] },
  { _id: 'by Bob', readers: ['bob'] },
  { _id: 'by both', readers: ['ann', 'bob'] },
  { _id: 'without a list' },
];
const database = new Datastore();
await database.insertAsync(messages);
const engines = {
  NeDB: (query) => database.findAsync(query),
  mingo: (query) => new Query(query).find(messages).all(),
  sift: (query) => messages.filter(sift(query)),
};

async function probe(name, query) {
  const found = new Set((await engines[name](query)).map((message) => message._id));
  const ids = messages.map((message) => message._id).filter((id) => found.has(id));
  console.log(`${name}, ${JSON.stringify(query)}: ${ids.join(', ')}`);
}

for (const query of [{ readers: { $ne: 'ann' } }, { readers: { $nin: ['ann'] } }]) {
  for (const name of Object.keys(engines)) {
    await probe(name, query);
  }
}
await probe('NeDB', { $not: { readers: 'ann' } });
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
NeDB, {"readers":{"$ne":"ann"}}: by Bob, by both, without a list
mingo, {"readers":{"$ne":"ann"}}: read by nobody, by Bob, without a list
sift, {"readers":{"$ne":"ann"}}: read by nobody, by Bob, without a list
NeDB, {"readers":{"$nin":["ann"]}}: by Bob, by both, without a list
mingo, {"readers":{"$nin":["ann"]}}: read by nobody, by Bob, without a list
sift, {"readers":{"$nin":["ann"]}}: read by nobody, by Bob, without a list
NeDB, {"$not":{"readers":"ann"}}: read by nobody, by Bob, without a list
EOF
diff expected seen && echo "as noted"
