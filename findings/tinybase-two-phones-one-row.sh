#!/usr/bin/env bash
# tinybase: two phones each add a message while they are apart; after the merge one of the two messages is gone.
#
# With:  tinybase 10.0.1 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a MergeableStore is made for being merged, so what addRow adds on two devices are two rows: the ids are unique across
#        stores. An id that a deleted row had is not given again.
# Seen:  addRow counts up in each store by itself. Two stores that agree before they part give the same id to two messages, and
#        the merge takes them for one: "at six?" with a map and "I am ill" become "I am ill" with the map, on both phones and
#        without an error. And the id of a deleted message goes to the next new one, so that a reaction to the deleted joke
#        stands under the bad news.
# So:    in a store that is synchronized, give each row an id of the program's own (setRow with a UUID), and never use addRow.
#        A test with one device, or with two devices that take turns, sees nothing of it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tinybase@10.0.1 >/dev/null

cat >probe.mjs <<'EOF'
import { createMergeableStore } from 'tinybase';

let now = 1_764_331_200_000;
const store = (name) => createMergeableStore(name, () => now++);
const messages = (of) => JSON.stringify(of.getTable('messages'));

const ann = store('ann');
const bob = store('bob');
ann.addRow('messages', { text: 'shall we meet?' });
ann.merge(bob);
console.log('together, ann:', messages(ann));
console.log('together, bob:', messages(bob));
ann.addRow('messages', { text: 'at six?', attachment: 'map.png' });
bob.addRow('messages', { text: 'I am ill' });
ann.merge(bob);
console.log('after both wrote, ann:', messages(ann));
console.log('after both wrote, bob:', messages(bob));

const cat = store('cat');
const joke = cat.addRow('messages', { text: 'a joke' });
cat.addRow('reactions', { to: joke, emoji: 'laughs' });
cat.delRow('messages', joke);
const news = cat.addRow('messages', { text: 'bad news' });
console.log(`the joke was ${joke}, the news are ${news}, reactions:`, JSON.stringify(cat.getTable('reactions')));
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
together, ann: {"0":{"text":"shall we meet?"}}
together, bob: {"0":{"text":"shall we meet?"}}
after both wrote, ann: {"0":{"text":"shall we meet?"},"1":{"text":"I am ill","attachment":"map.png"}}
after both wrote, bob: {"0":{"text":"shall we meet?"},"1":{"text":"I am ill","attachment":"map.png"}}
the joke was 0, the news are 0, reactions: {"0":{"to":"0","emoji":"laughs"}}
EOF
diff expected seen && echo "as noted"
