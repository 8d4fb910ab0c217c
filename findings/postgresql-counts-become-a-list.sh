#!/usr/bin/env bash
# PostgreSQL: the first count that is set for user '7' in a jsonb makes a list of eight, with null for the users 0 to 6.
#
# With:  PostgreSQL 18.7 in @electric-sql/pglite 0.5.17 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: update … set doc['unread']['7'] = '3' makes what is missing on the way: the key is a text, so "unread" becomes an object with
#        the key "7". A number without quotation marks would be a place in a list.
# Seen:  what the text looks like decides, not its type: '7', also as '7'::text or a parameter of type text, makes a list with seven nulls
#        before it. '100000' makes one of 100,001 entries. Reading by the same path gives 3, so the program sees no fault, while
#        doc->'unread'->>'7', jsonb_object_keys and every client's map find nothing, and the next user, 'ann', is an error. An id
#        of 19 digits, or an object that is there already, even an empty one, makes it right.
# So:    counts, reactions and read positions by user id break for new conversations and ids that are short numbers; a badge that is
#        the number of entries says 8. Write '{"unread": {}}' when the row is made, or put a letter before each id; a test with ids
#        as long as UUIDs passes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create();
await database.exec('create table chat (doc jsonb)');

/** Sets the count of one user and shows what stands there afterwards. */
async function probe(what, before, user) {
  await database.exec('delete from chat');
  await database.query('insert into chat values ($1)', [before]);
  try {
    await database.exec(`update chat set doc['unread'][${user}] = '3'`);
  } catch (error) {
    console.log(`${what}: ${error.message}`);
    return;
  }
  const { rows } = await database.query(
    `select doc['unread'] as unread, doc['unread'][${user}] as by_path, doc->'unread'->>${user} as by_key from chat`,
  );
  const { unread, by_path, by_key } = rows[0];
  const shown = unread.length > 9 ? `a list of ${unread.length}` : JSON.stringify(unread);
  console.log(`${what}: ${shown}, by path ${by_path}, by key ${by_key}`);
}

await probe('user 7', {}, "'7'");
await probe('user 7 as text', {}, "'7'::text");
await probe('user 100000', {}, "'100000'");
await probe('ann after user 2', { unread: [null, null, 1] }, "'ann'");
await probe('ann', {}, "'ann'");
await probe('user 7012345678901234567', {}, "'7012345678901234567'");
await probe('user 7, into an empty object', { unread: {} }, "'7'");
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
user 7: [null,null,null,null,null,null,null,3], by path 3, by key null
user 7 as text: [null,null,null,null,null,null,null,3], by path 3, by key null
user 100000: a list of 100001, by path 3, by key null
ann after user 2: path element at position 2 is not an integer: "ann"
ann: {"ann":3}, by path 3, by key 3
user 7012345678901234567: {"7012345678901234567":3}, by path 3, by key 3
user 7, into an empty object: {"7":3}, by path 3, by key 3
EOF
diff expected seen && echo "as noted"
