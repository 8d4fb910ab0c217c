#!/usr/bin/env bash
# PostgreSQL: a worker that claims one message of an outbox, with LIMIT 1 and SKIP LOCKED, deletes all that are there.
#
# With:  PostgreSQL 18.7 in @electric-sql/pglite 0.5.17 from npm, Node.js 20 or newer; a server of 18.6 does the same.
#        Seen on 2026-11-28.
# Guess: "id in (select … limit 1 for update skip locked)" is the usual way to take the next message: the subquery yields one
#        row, so one row is deleted or marked, whatever the plan is.
# Seen:  if the table had one row when it was analyzed, as an outbox often has, the plan runs the subquery anew for each row of
#        the table. What the same statement has just changed is skipped as if it were locked, so each run yields the next row:
#        for a limit of 1 all five are deleted, and for a limit of 2 as well. A fresh table, or one that had ten rows, gives one.
#        "with … as materialized" and "= any (array(…))" give as many as the limit says, always.
# So:    a worker that handles the first of the returned rows loses the others, and one worker takes what ten should share. Write
#        one of the two forms that run the subquery once. A test with a fresh table passes either way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create();
const next = (limit) => `select id from outbox where not sent order by id limit ${limit} for update skip locked`;
const claims = {
  'delete in, limit 1': `delete from outbox where id in (${next(1)}) returning id`,
  'delete in, limit 2': `delete from outbox where id in (${next(2)}) returning id`,
  'update in, limit 1': `update outbox set sent = true where id in (${next(1)}) returning id`,
  'delete in with, limit 2': `with next as materialized (${next(2)}) delete from outbox where id in (select id from next) returning id`,
  'delete any array, limit 2': `delete from outbox where id = any (array(${next(2)})) returning id`,
};
for (const [when, rows] of [['a fresh table', 0], ['analyzed with one row', 1], ['analyzed with ten rows', 10]]) {
  for (const [name, claim] of Object.entries(claims)) {
    await database.exec(`
      drop table if exists outbox;
      create table outbox (id bigint primary key, text text, sent boolean not null default false)`);
    if (rows > 0) {
      await database.exec(`
        insert into outbox select i, 'old' from generate_series(1, ${rows}) as i;
        analyze outbox;
        delete from outbox`);
    }
    await database.exec("insert into outbox select i, 'new' from generate_series(11, 15) as i");
    const claimed = await database.query(claim);
    console.log(`${when}, ${name}: ${claimed.rows.map((row) => row.id)}`);
  }
}
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
a fresh table, delete in, limit 1: 11
a fresh table, delete in, limit 2: 11,12
a fresh table, update in, limit 1: 11
a fresh table, delete in with, limit 2: 11,12
a fresh table, delete any array, limit 2: 11,12
analyzed with one row, delete in, limit 1: 11,12,13,14,15
analyzed with one row, delete in, limit 2: 11,12,13,14,15
analyzed with one row, update in, limit 1: 11,12,13,14,15
analyzed with one row, delete in with, limit 2: 11,12
analyzed with one row, delete any array, limit 2: 11,12
analyzed with ten rows, delete in, limit 1: 11
analyzed with ten rows, delete in, limit 2: 11,12
analyzed with ten rows, update in, limit 1: 11
analyzed with ten rows, delete in with, limit 2: 11,12
analyzed with ten rows, delete any array, limit 2: 11,12
EOF
diff expected seen && echo "as noted"
