#!/usr/bin/env bash
# PostgreSQL: of "muted", "unmuted", "muted", notified in one transaction, the last is missing, so listeners go on with "unmuted".
#
# With:  PostgreSQL 18.7 in @electric-sql/pglite 0.5.17 from npm, Node.js 20 or newer; a server of 15.18 does the same.
#        Seen on 2026-12-01.
# Guess: notifications come in the order in which they were made, when the transaction commits. That equal ones are given once is known
#        from the manual, and does no harm to who hears a state: equal ones in a row say nothing new, and the last one stands.
# Seen:  equal ones need not be in a row. Of all equal ones of the transaction the first stays, in its place, and the later ones are
#        left out, so the order of states is another and the last one heard is not the last one made. The table says "muted". A savepoint
#        between them changes nothing. With a number in the payload, or in three transactions, all three come.
# So:    a trigger on a row that is changed there and back (an import, a retry in one transaction, a test) leaves caches and other servers
#        in the wrong state until the next change. A notification must say where to look, not what is there, or carry a version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.17 >/dev/null

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';

const database = new PGlite();
await database.exec(`
  create table member (name text primary key, state text, version int default 0);
  insert into member values ('ann', 'unmuted');
  create function tell() returns trigger language plpgsql as $$ begin
    perform pg_notify('state', new.state);
    perform pg_notify('versioned', new.version || ' ' || new.state);
    return null;
  end $$;
  create trigger tell after update on member for each row execute function tell()`);
const heard = { state: [], versioned: [] };
await database.listen('state', (payload) => heard.state.push(payload));
await database.listen('versioned', (payload) => heard.versioned.push(payload));

const set = (state) => `update member set state = '${state}', version = version + 1 where name = 'ann'`;
async function probe(what, ...statements) {
  await database.exec("update member set version = 0, state = 'new'");
  await new Promise((soon) => setTimeout(soon, 50));
  heard.state = [];
  heard.versioned = [];
  for (const statement of statements) {
    await database.exec(statement);
  }
  await new Promise((soon) => setTimeout(soon, 50));
  const { rows: [{ state }] } = await database.query('select state from member');
  console.log(`${what}: the table says ${state}; heard ${heard.state.join(', ')}; with versions ${heard.versioned.join(', ')}`);
}

await probe('three transactions', set('muted'), set('unmuted'), set('muted'));
await probe('one transaction', `begin; ${set('muted')}; ${set('unmuted')}; ${set('muted')}; commit`);
await probe('with a savepoint', `begin; ${set('muted')}; ${set('unmuted')}; savepoint last; ${set('muted')}; release last; commit`);
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
three transactions: the table says muted; heard muted, unmuted, muted; with versions 1 muted, 2 unmuted, 3 muted
one transaction: the table says muted; heard muted, unmuted; with versions 1 muted, 2 unmuted, 3 muted
with a savepoint: the table says muted; heard muted, unmuted; with versions 1 muted, 2 unmuted, 3 muted
EOF
diff expected seen && echo "as noted"
