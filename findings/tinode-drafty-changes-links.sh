#!/usr/bin/env bash
# tinode-sdk: what a user typed is sent as another text: links lose underscores and asterisks and lead elsewhere.
#
# With:  tinode-sdk 0.25.3 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: Drafty.parse marks up *bold* and _italic_ words, finds links, and leaves the characters of a link alone.
# Seen:  markup is cut out before links are looked for. "/_x_" in a link becomes "/x": both the text that is shown and the
#        address that is opened. A line break is kept as markup, but the plain text (previews, notifications, search) has a
#        space in its place.
# So:    find links first and keep their characters out of the markup, and test a composer with links that have
#        _underscores_ between slashes: such paths are usual (docs sites, wikis, object stores).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts tinode-sdk@0.25.3 >/dev/null

cat >probe.cjs <<'EOF'
const { Drafty } = require('tinode-sdk');
for (const typed of ['http://example.org/_static_/logo', 'http://example.org/*/all/*', 'snake_case_name and 2*3*4', 'one\ntwo']) {
  const sent = Drafty.parse(typed);
  const links = (sent.ent ?? []).map((entity) => entity.data.url);
  console.log(`${JSON.stringify(typed)} -> ${JSON.stringify(sent.txt)}, link ${links[0] ?? 'none'}, plain ${JSON.stringify(Drafty.toPlainText(sent))}`);
}
EOF
node probe.cjs >seen
cat seen
cat >expected <<'EOF'
"http://example.org/_static_/logo" -> "http://example.org/static/logo", link http://example.org/static/logo, plain "http://example.org/static/logo"
"http://example.org/*/all/*" -> "http://example.org//all/", link http://example.org//all/, plain "http://example.org//all/"
"snake_case_name and 2*3*4" -> "snake_case_name and 2*3*4", link none, plain "snake_case_name and 2*3*4"
"one\ntwo" -> "one two", link none, plain "one two"
EOF
diff expected seen && echo "as noted"
