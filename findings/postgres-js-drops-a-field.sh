#!/usr/bin/env bash
# postgres (postgres.js): inserted together with a plain message, a reply loses what it replies to, without an error.
#
# With:  postgres 3.4.9, @electric-sql/pglite 0.5.14 and @electric-sql/pglite-socket 0.2.17 (PostgreSQL 18) from npm, Node.js 20
#        or newer. Seen on 2026-11-28.
# Guess: the helper for several rows, sql(rows) in an insert, takes the fields of all rows together, and null or the column's
#        default where a row has none; or it refuses rows of unlike fields.
# Seen:  it takes the fields of the first row for all. If the first message is a plain one, the second one's reply_to is
#        dropped, and the count of inserted rows is right. The other way round the insert fails (UNDEFINED_VALUE). Alone,
#        each of the two messages is stored whole.
# So:    name the columns, sql(rows, 'id', 'text', 'reply_to'), and give each row every field, null included. A test of an
#        outbox or a batch writer needs a plain message before one with each optional field.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts postgres@3.4.9 @electric-sql/pglite@0.5.14 \
  @electric-sql/pglite-socket@0.2.17 >/dev/null

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import postgres from 'postgres';

const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0 });
await server.start();
const { port } = new URL(`http://${server.getServerConn()}`);
const sql = postgres(`postgres://postgres@127.0.0.1:${port}/postgres`, { max: 1 });
await sql`create table message (id int, text text, reply_to int)`;

const plain = { id: 1, text: 'lunch?' };
const reply = { id: 2, text: 'yes', reply_to: 1 };
async function insert(what, batches) {
  await sql`delete from message`;
  let count = 0;
  try {
    for (const rows of batches) count += (await sql`insert into message ${sql(rows)}`).count;
  } catch ({ code }) {
    console.log(`${what}: ${code}`);
    return;
  }
  const stored = await sql`select id, reply_to from message order by id`;
  console.log(`${what}: ${count} inserted, ${stored.map((row) => `${row.id} replies to ${row.reply_to}`).join(', ')}`);
}
await insert('alone', [[plain], [reply]]);
await insert('the plain one first', [[plain, reply]]);
await insert('the reply first', [[reply, plain]]);
process.exit(0);
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
alone: 2 inserted, 1 replies to null, 2 replies to 1
the plain one first: 2 inserted, 1 replies to null, 2 replies to null
the reply first: UNDEFINED_VALUE
EOF
diff expected seen && echo "as noted"
