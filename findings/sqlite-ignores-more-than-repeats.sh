#!/usr/bin/env bash
# SQLite: "insert or ignore", which drops repeats, also drops a first message that breaks another rule, and "or replace" drops an old one.
#
# With:  SQLite 3.54.1 in sql.js 1.17.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: "insert or ignore" is the short form of "on conflict do nothing": a row whose key is there already is left out, and a row that
#        breaks "not null" or "check" is an error, as in PostgreSQL. "or replace" is the short form of the upsert.
# Seen:  a message without a sender and one that is over the limit are left out as if they had come before: no error, no row. So is
#        one with a new id whose place in the room is taken; "or replace" deletes the message that had the place. "on conflict (id) do
#        nothing" drops the repeat alone and raises an error for the others.
# So:    an outbox or an offline store that knows repeats by "or ignore" loses what the schema refuses, without a line in any log. Name
#        the column of the id in "on conflict", in both forms, and test with a row that breaks another rule.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sql.js@1.17.0 >/dev/null

cat >probe.mjs <<'EOF'
import initSqlJs from 'sql.js';

const SQL = await initSqlJs();
const ways = {
  'or ignore': (values) => `insert or ignore into message values ${values}`,
  'or replace': (values) => `insert or replace into message values ${values}`,
  'on conflict (id) do nothing': (values) => `insert into message values ${values} on conflict (id) do nothing`,
};
const messages = {
  'a repeat': "('a', 1, 'ann', 'hello')",
  'without a sender': "('b', 2, null, 'hello')",
  'too long': "('c', 3, 'ann', 'a very long story')",
  'in a place that is taken': "('d', 1, 'bob', 'hi')",
};
for (const [way, insert] of Object.entries(ways)) {
  for (const [what, values] of Object.entries(messages)) {
    const database = new SQL.Database();
    database.run(`
      create table message (
        id text primary key, place integer unique, sender text not null, text text check (length(text) < 10));
      insert into message values ('a', 1, 'ann', 'hello')`);
    let outcome;
    try {
      database.run(insert(values));
      outcome = 'no error';
    } catch {
      outcome = 'an error';
    }
    console.log(`${way}, ${what}: ${outcome}, there are ${database.exec('select group_concat(id) from message')[0].values}`);
  }
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
or ignore, a repeat: no error, there are a
or ignore, without a sender: no error, there are a
or ignore, too long: no error, there are a
or ignore, in a place that is taken: no error, there are a
or replace, a repeat: no error, there are a
or replace, without a sender: an error, there are a
or replace, too long: an error, there are a
or replace, in a place that is taken: no error, there are d
on conflict (id) do nothing, a repeat: no error, there are a
on conflict (id) do nothing, without a sender: an error, there are a
on conflict (id) do nothing, too long: an error, there are a
on conflict (id) do nothing, in a place that is taken: an error, there are a
EOF
diff expected seen && echo "as noted"
