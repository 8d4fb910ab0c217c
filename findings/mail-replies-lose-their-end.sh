#!/usr/bin/env bash
# email-reply-parser, node-email-reply-parser, planer: of a reply by mail, a list, a second part or a way description is cut off.
#
# With:  email-reply-parser 2.3.9, node-email-reply-parser 0.1.4 and planer 1.2.0 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: a parser of replies takes away what was quoted ("> …", "On … wrote:") and the signature below "-- ". What the person wrote
#        above stays whole, and where it is not sure, it keeps the text.
# Seen:  node-email-reply-parser takes any line that begins with a hyphen and a letter or digit for a signature: "-wine" and
#        "-5 in the morning" are gone with all that follows, the question at the end too. With a space behind the hyphen the
#        list stays. Like email-reply-parser, it drops all below a line of hyphens; the latter also what follows "Sent from Rome …".
#        planer drops all from a line with "From:" on. None of the texts has a quotation or a signature.
# So:    a chat that takes answers by mail posts half of them, and the author sees nothing of it. Keep the whole text beside
#        what is shown, offer it ("show all"), and count how often a cut was made.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts email-reply-parser@2.3.9 node-email-reply-parser@0.1.4 planer@1.2.0 >/dev/null

cat >probe.mjs <<'EOF'
import EmailReplyParser from 'email-reply-parser';
import nodeEmailReplyParser from 'node-email-reply-parser';
import planer from 'planer';

const parsers = {
  'email-reply-parser': (mail) => new EmailReplyParser().read(mail).getVisibleText(),
  'node-email-reply-parser': (mail) => nodeEmailReplyParser(mail, true),
  planer: (mail) => planer.extractFrom(mail, 'text/plain'),
};
const mails = [
  'Yes. I bring:\n-wine\n-bread\nCan you bring a map?',
  'Yes. I bring:\n- wine\n- bread\nCan you bring a map?',
  'It was cold:\n-5 in the morning\n-3 at noon',
  'For the hike\n\n---\n\nFor the dinner',
  'It left on Monday.\n\nSent from Rome, it needs a week.\nSee you at six',
  'It is easy to find.\n\nFrom: the station, to the left.\nThen right.',
];
const plain = (text) => text.trim().replace(/\s*\n\s*/g, ' / ');
for (const mail of mails) {
  console.log(plain(mail));
  for (const [name, parse] of Object.entries(parsers)) {
    const left = plain(parse(mail));
    console.log(`  ${name}: ${left === plain(mail) ? 'all of it' : left}`);
  }
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
Yes. I bring: / -wine / -bread / Can you bring a map?
  email-reply-parser: all of it
  node-email-reply-parser: Yes. I bring:
  planer: all of it
Yes. I bring: / - wine / - bread / Can you bring a map?
  email-reply-parser: all of it
  node-email-reply-parser: all of it
  planer: all of it
It was cold: / -5 in the morning / -3 at noon
  email-reply-parser: all of it
  node-email-reply-parser: It was cold:
  planer: all of it
For the hike / --- / For the dinner
  email-reply-parser: For the hike
  node-email-reply-parser: For the hike
  planer: all of it
It left on Monday. / Sent from Rome, it needs a week. / See you at six
  email-reply-parser: It left on Monday.
  node-email-reply-parser: all of it
  planer: all of it
It is easy to find. / From: the station, to the left. / Then right.
  email-reply-parser: all of it
  node-email-reply-parser: all of it
  planer: It is easy to find.
EOF
diff expected seen && echo "as noted"
