#!/usr/bin/env bash
# pg-boss: who takes one message at a time gets them in order; who takes ten at a time gets the right ten, shuffled.
#
# With:  pg-boss 12.38.0 and @electric-sql/pglite 0.5.17 (PostgreSQL 18) from npm, Node.js 20 or newer (the package itself asks for
#        22.12). Seen on 2026-11-29; with a server of PostgreSQL 15.18 too, by hand.
# Guess: a queue in a table is read oldest first, so a batch is a run of the oldest, in the order in which they were sent. batchSize is
#        for speed and changes no order.
# Seen:  which jobs are in a batch goes by priority and time; how they lie in it is left to the statement that marks them as taken,
#        and that one has no order. Each batch of three or ten has the jobs that are due, and nearly none is
#        in order. One after the other they come in order, even if all were inserted at once, so a test with one passes.
# So:    a worker that sends webhooks or pushes from such a batch delivers an edit before its message. Put a sequence into each job and
#        sort the batch by it, or take one at a time.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pg-boss@12.38.0 @electric-sql/pglite@0.5.17 >/dev/null 2>&1

cat >probe.mjs <<'EOF'
import { PGlite } from '@electric-sql/pglite';
import { PgBoss } from 'pg-boss';

const database = await PGlite.create();
const executeSql = async (text, values) => values?.length
    ? database.query(text, values)
    : { rows: (await database.exec(text)).flatMap(({ rows }) => rows) };
const boss = new PgBoss({ db: { executeSql }, supervise: false, schedule: false });
boss.on('error', (error) => console.log(error.message));
await boss.start();
await boss.createQueue('outbox');

const NUMBERS = Array.from({ length: 30 }, (_, i) => i + 1);
const sorted = (numbers) => numbers.every((number, i) => i === 0 || numbers[i - 1] < number);
async function probe(how, batchSize, send) {
  await send();
  const batches = [];
  for (let jobs; (jobs = await boss.fetch('outbox', { batchSize })).length > 0;) {
    batches.push(jobs.map(({ data }) => data.number));
  }
  const whole = batches.map((batch) => [...batch].sort((a, b) => a - b)).flat();
  console.log(`${how}, by ${batchSize}: ${batches.length} batches, from batch to batch in order: ${sorted(whole)}, ` +
      `within each batch in order: ${batches.every(sorted)}`);
}
for (const batchSize of [1, 3, 10]) {
  await probe('sent one after the other', batchSize, async () => {
    for (const number of NUMBERS) {
      await boss.send('outbox', { number });
    }
  });
  await probe('inserted at once', batchSize, () => boss.insert('outbox', NUMBERS.map((number) => ({ data: { number } }))));
}
await boss.stop({ graceful: false });
await database.close();
EOF
timeout 120 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
sent one after the other, by 1: 30 batches, from batch to batch in order: true, within each batch in order: true
inserted at once, by 1: 30 batches, from batch to batch in order: true, within each batch in order: true
sent one after the other, by 3: 10 batches, from batch to batch in order: true, within each batch in order: false
inserted at once, by 3: 10 batches, from batch to batch in order: true, within each batch in order: false
sent one after the other, by 10: 3 batches, from batch to batch in order: true, within each batch in order: false
inserted at once, by 10: 3 batches, from batch to batch in order: true, within each batch in order: false
EOF
diff expected seen && echo "as noted"
