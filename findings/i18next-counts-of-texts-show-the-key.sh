#!/usr/bin/env bash
# i18next: an unread count that is a text, as counts of 64 bits come in JSON, shows the name of the entry to the user: "unread".
#
# With:  i18next 26.7.2 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: the option count is put into the text, and chooses its form. A text "1" is read as the number, as a template or Intl.NumberFormat
#        does, and what is no number ("99+", as a badge is cut off) takes the form for all others.
# Seen:  any text as a count makes i18next look for no form at all. Entries with forms (unread_one, unread_other) are then not found, and the
#        name of the entry is shown in their place: "unread". Nothing is thrown or warned of, unless the debug option is on. A count of null
#        chooses the form for all others, and shows nothing where the number was; a BigInt is a TypeError. Counts of protobuf's JSON, of
#        PostgreSQL's bigint, and fields of a Redis hash are texts.
# So:    a test with numbers passes, and the first real answer of the server shows it. Make the count a number where it enters the program,
#        cut it off in the text ("{{shown}}" beside count) and not in the option, and give each entry a plain form as well, which is found.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts i18next@26.7.2 >/dev/null

cat >probe.mjs <<'EOF'
import i18next from 'i18next';

await i18next.init({
  lng: 'en',
  resources: {
    en: {
      translation: {
        unread_zero: 'nothing new',
        unread_one: '{{count}} message',
        unread_other: '{{count}} messages',
        mentions: '{{count}} mentions',
        mentions_one: '{{count}} mention',
        mentions_other: '{{count}} mentions',
      },
    },
  },
});

for (const count of [0, 1, 12, '0', '1', '12', '99+', null, 12n]) {
  const shown = ['unread', 'mentions'].map((entry) => {
    try {
      return JSON.stringify(i18next.t(entry, { count }));
    } catch ({ name }) {
      return name;
    }
  });
  console.log(`${typeof count} ${count}: ${shown.join(', ')}`);
}
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
number 0: "nothing new", "0 mentions"
number 1: "1 message", "1 mention"
number 12: "12 messages", "12 mentions"
string 0: "unread", "0 mentions"
string 1: "unread", "1 mentions"
string 12: "unread", "12 mentions"
string 99+: "unread", "99+ mentions"
object null: " messages", " mentions"
bigint 12: TypeError, TypeError
EOF
diff expected seen && echo "as noted"
