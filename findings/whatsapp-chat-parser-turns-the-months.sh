#!/usr/bin/env bash
# whatsapp-chat-parser: one line of a message that begins with date and time turns days and months of the whole chat.
#
# With:  whatsapp-chat-parser 4.0.2 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: an export begins each message with its date, its time and its sender, always in one form; what does not have
#        this form is a further line of the message before. Whether days or months come first is found out from the
#        lines that begin a message, and one day after the twelfth settles it.
# Seen:  any line with a date of some form and, somewhere behind it, a time begins a message: "14.03.2026 um 10:00
#        Zahnarzt" cuts the message and becomes one of the system's, at the time of the dentist, and takes the lines
#        that follow along. Such a line has a say in the order of days and months too, and outweighs all others: with
#        it in an American chat, 3/5/26 is the third of May, and 3/25/26 is in January 2028. Any chat may be turned by
#        "2026-03-14 10:00 deploy" if it has no day after the twelfth. No error, and no message is missing.
# So:    say daysFirst, after asking whoever imports; then the damage is the one message. Before an import, look for
#        times that lie ahead and for messages of the system that are not in the order of time: those are lines of
#        somebody's text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts whatsapp-chat-parser@4.0.2 >/dev/null

cat >probe.mjs <<'EOF'
import { parseString } from 'whatsapp-chat-parser';

function probe(line, days, options) {
  const [first, second, third] = days;
  const plan = `the plan:\n${line}\nbring wine`;
  const chat = `${first}, 09:00 - Ann: hello\n${second}, 10:00 - Ann: ${plan}\n${third}, 12:01 - Bob: ok`;
  console.log(`${line}${options ? `, with ${JSON.stringify(options)}` : ''}:`);
  for (const { date, author, message } of parseString(chat, options)) {
    console.log(`  ${date.toISOString().slice(0, 16)} ${author ?? 'the system'}: ${JSON.stringify(message)}`);
  }
}
const american = ['3/5/26', '3/7/26', '3/25/26'];
const german = ['05.03.26', '07.03.26', '08.03.26'];
probe('at ten', american);
probe('14.03.2026 um 10:00 Zahnarzt', american);
probe('14.03.2026 um 10:00 Zahnarzt', american, { daysFirst: false });
probe('at ten', german);
probe('2026-03-14 10:00 deploy', german);
EOF
TZ=UTC node probe.mjs >seen
cat seen
cat >expected <<'EOF'
at ten:
  2026-03-05T09:00 Ann: "hello"
  2026-03-07T10:00 Ann: "the plan:\nat ten\nbring wine"
  2026-03-25T12:01 Bob: "ok"
14.03.2026 um 10:00 Zahnarzt:
  2026-05-03T09:00 Ann: "hello"
  2026-07-03T10:00 Ann: "the plan:"
  2026-03-14T10:00 the system: "Zahnarzt\nbring wine"
  2028-01-03T12:01 Bob: "ok"
14.03.2026 um 10:00 Zahnarzt, with {"daysFirst":false}:
  2026-03-05T09:00 Ann: "hello"
  2026-03-07T10:00 Ann: "the plan:"
  2027-02-03T10:00 the system: "Zahnarzt\nbring wine"
  2026-03-25T12:01 Bob: "ok"
at ten:
  2026-03-05T09:00 Ann: "hello"
  2026-03-07T10:00 Ann: "the plan:\nat ten\nbring wine"
  2026-03-08T12:01 Bob: "ok"
2026-03-14 10:00 deploy:
  2026-05-03T09:00 Ann: "hello"
  2026-07-03T10:00 Ann: "the plan:"
  2026-03-14T10:00 the system: "deploy\nbring wine"
  2026-08-03T12:01 Bob: "ok"
EOF
diff expected seen && echo "as noted"
