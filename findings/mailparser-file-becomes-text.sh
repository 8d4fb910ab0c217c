#!/usr/bin/env bash
# mailparser: a text file that is sent with a mail becomes part of what the person wrote, and is in no list of attachments.
#
# With:  mailparser 3.14.2 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: a part with a file name is a file: it is in attachments, with its name, whether the sender's program says "attachment" or
#        "inline", as it does for a picture. The text is what the person wrote.
# Seen:  a text or HTML part that is "inline", or has only a name, is appended to the text, and its name is nowhere. Programs that show
#        small text files below the mail send them so. The picture beside it, inline too, is an attachment.
# So:    a bridge from mail to chat posts a log file of a thousand lines as a message of that person, and the file cannot be opened;
#        quoted words of others in it count as theirs. Look for names in the parts, or walk them with MailParser's events.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts mailparser@3.14.2 >/dev/null

cat >probe.mjs <<'EOF'
import { simpleParser } from 'mailparser';

async function probe(what, type, ...headers) {
  const mail = await simpleParser([
    'From: Ann <ann@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Please look at this.',
    '--part',
    `Content-Type: ${type}`,
    ...headers,
    '',
    'Bob: I quit',
    '--part--',
    '',
  ].join('\r\n'));
  const files = mail.attachments.map((file) => file.filename).join() || 'none';
  console.log(`${what}: files ${files}, text ${JSON.stringify(mail.text)}`);
}
await probe('text, attachment', 'text/plain; name=log.txt', 'Content-Disposition: attachment; filename=log.txt');
await probe('text, inline', 'text/plain; name=log.txt', 'Content-Disposition: inline; filename=log.txt');
await probe('text, a name alone', 'text/plain; name=log.txt');
await probe('HTML, inline', 'text/html; name=log.html', 'Content-Disposition: inline; filename=log.html');
await probe('CSV, inline', 'text/csv; name=log.csv', 'Content-Disposition: inline; filename=log.csv');
await probe('picture, inline', 'image/png; name=log.png', 'Content-Disposition: inline; filename=log.png');
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
text, attachment: files log.txt, text "Please look at this."
text, inline: files none, text "Please look at this.\nBob: I quit"
text, a name alone: files none, text "Please look at this.\nBob: I quit"
HTML, inline: files none, text "Please look at this.\nBob: I quit"
CSV, inline: files log.csv, text "Please look at this."
picture, inline: files log.png, text "Please look at this."
EOF
diff expected seen && echo "as noted"
