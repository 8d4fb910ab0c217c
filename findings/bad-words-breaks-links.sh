#!/usr/bin/env bash
# bad-words: cleaning a message without any bad word takes its underscores away: links and file names lead elsewhere.
#
# With:  bad-words 4.1.5 from npm, Node.js 20 or newer. Seen on 2026-11-28.
# Guess: clean puts asterisks in the place of bad words and leaves everything else as it was; a message without one comes back as it
#        went in, and isProfane says false.
# Seen:  the text is split at the borders of words and at underscores, and joined with what the first split cut out, which is
#        nothing: "meeting_notes_final.pdf" becomes "meetingnotesfinal.pdf", the link and the mention are other ones. isProfane is
#        false for each. Without an underscore nothing changes, so a test with words passes.
# So:    a chat that cleans what it stores has lost the right address for good. Clean only if isProfane, keep the original, and test
#        a filter with links and file names.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts bad-words@4.1.5 >/dev/null

cat >probe.mjs <<'EOF'
import { Filter } from 'bad-words';

const filter = new Filter();
for (const text of [
  'see you at six, (room 5)!',
  'see https://example.org/a_b?first_name=ann',
  'it is in meeting_notes_final.pdf',
  'ask @ann_lee or @bob',
  'what the hell is user_id?',
]) {
  console.log(`${filter.isProfane(text) ? 'bad' : 'good'}: ${text} -> ${filter.clean(text)}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
good: see you at six, (room 5)! -> see you at six, (room 5)!
good: see https://example.org/a_b?first_name=ann -> see https://example.org/ab?firstname=ann
good: it is in meeting_notes_final.pdf -> it is in meetingnotesfinal.pdf
good: ask @ann_lee or @bob -> ask @annlee or @bob
bad: what the hell is user_id? -> what the **** is userid?
EOF
diff expected seen && echo "as noted"
