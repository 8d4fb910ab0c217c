#!/usr/bin/env bash
# SQLite: of the messages that are to be sent later all are due at once, if their time is divided by a thousand to compare it.
#
# With:  SQLite 3.54.1 in sql.js 1.17.0 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: strftime('%s', 'now') is the time in seconds, and "due <= strftime('%s', 'now')" compares numbers, as a test shows. With times in
#        milliseconds, "due / 1000 <= …" does the same.
# Seen:  strftime gives a text. Next to a bare column of type integer the text is taken for a number; next to anything computed from the
#        column, even +due or due / 1000, it stays a text, and each number is less than each text. So what is due in the year
#        2100 is due now, and "the last hour" of the other direction is empty, without an error. unixepoch() is a number, and so is
#        strftime('%s', 'now') + 0.
# So:    reminders, "send at nine" and "muted until" end at the moment of the next look. Compare with unixepoch(), keep computing away from
#        the column, and let a test have a message that is not due.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts sql.js@1.17.0 >/dev/null

cat >probe.mjs <<'EOF'
import init from 'sql.js';

const { Database } = await init();
const database = new Database();
database.run('create table later (seconds integer, millis integer, text text)');
database.run("insert into later values (1764547200, 1764547200000, 'due long ago'), (4102444800, 4102444800000, 'due in 2100')");
for (const due of [
  "seconds <= strftime('%s', 'now')",
  "+seconds <= strftime('%s', 'now')",
  "millis / 1000 <= strftime('%s', 'now')",
  "seconds - 60 <= strftime('%s', 'now')",
  "millis / 1000 > strftime('%s', 'now')",
  "millis / 1000 <= strftime('%s', 'now') + 0",
  'millis / 1000 <= unixepoch()',
]) {
  const [found] = database.exec(`select text from later where ${due} order by millis`);
  console.log(`${due}: ${found ? found.values.join(' and ') : 'nothing'}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
seconds <= strftime('%s', 'now'): due long ago
+seconds <= strftime('%s', 'now'): due long ago and due in 2100
millis / 1000 <= strftime('%s', 'now'): due long ago and due in 2100
seconds - 60 <= strftime('%s', 'now'): due long ago and due in 2100
millis / 1000 > strftime('%s', 'now'): nothing
millis / 1000 <= strftime('%s', 'now') + 0: due long ago
millis / 1000 <= unixepoch(): due long ago
EOF
diff expected seen && echo "as noted"
