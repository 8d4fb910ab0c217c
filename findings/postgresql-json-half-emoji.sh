#!/usr/bin/env bash
# PostgreSQL: a column of type json takes a message with half an emoji, and from then on no field of it can be read.
#
# With:  PostgreSQL 18.7 as @electric-sql/pglite 0.5.17 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: json checks what it stores as jsonb does, so half a surrogate pair is refused; or else it is stored and fails where
#        that one text is taken out.
# Seen:  json stores it. Then every look into the value fails with 22P02, at whole other fields too, and a query over the
#        table fails as a whole because of that one row: one message makes a conversation unreadable. Taking the whole value
#        out still works. jsonb refuses it at the start.
# So:    clients cut texts in the middle of an emoji (input bounded by UTF-16 units), and JSON can say so with an escape.
#        Refuse it at the edge; and to keep what a client sent to the byte, use text or bytea rather than json.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create();
const { rows } = await database.query('SHOW server_version');
console.log(`PostgreSQL ${rows[0].server_version.split(' ')[0]}`);
await database.exec('CREATE TABLE as_json (seq int, body json); CREATE TABLE as_jsonb (seq int, body jsonb)');

async function attempt(what, sql, parameters = []) {
  try {
    const result = await database.query(sql, parameters);
    console.log(`${what}: ${result.rows.length > 0 ? JSON.stringify(result.rows) : 'done'}`);
  } catch (refused) {
    console.log(`${what}: refused with ${refused.code}`);
  }
}

const cut = '{"text":"hi \\ud83d","mentions":0}';
const whole = '{"text":"hi","mentions":0}';
await attempt('jsonb takes the cut text', 'INSERT INTO as_jsonb VALUES (1, $1::text::jsonb)', [cut]);
await attempt('json takes the cut text', 'INSERT INTO as_json VALUES (1, $1::text::json)', [cut]);
await attempt('json takes a whole text', 'INSERT INTO as_json VALUES (2, $1::text::json)', [whole]);
await attempt('the text of the cut one', "SELECT body->>'text' AS text FROM as_json WHERE seq = 1");
await attempt('another field of the cut one', "SELECT body->>'mentions' AS mentions FROM as_json WHERE seq = 1");
await attempt('that field of all', "SELECT body->>'mentions' AS mentions FROM as_json");
await attempt('that field of the other', "SELECT body->>'mentions' AS mentions FROM as_json WHERE seq = 2");
await attempt('the value as a whole', 'SELECT body::text AS body FROM as_json WHERE seq = 1');
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
PostgreSQL 18.7
jsonb takes the cut text: refused with 22P02
json takes the cut text: done
json takes a whole text: done
the text of the cut one: refused with 22P02
another field of the cut one: refused with 22P02
that field of all: refused with 22P02
that field of the other: [{"mentions":"0"}]
the value as a whole: [{"body":"{\"text\":\"hi \\ud83d\",\"mentions\":0}"}]
EOF
diff expected seen && echo "as noted"
