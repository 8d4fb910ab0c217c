#!/usr/bin/env bash
# linkify-it and linkifyjs: a link between Chinese words is not found at all by the one, and swallows the words by the other.
#
# With:  linkify-it 6.1.0 and linkifyjs 4.4.0 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: Chinese has no spaces, so a finder of links begins one at "http://" wherever it stands, and ends it at the full-width
#        comma or full stop, as at their ASCII sisters.
# Seen:  linkify-it finds no link directly behind a Chinese character; behind a bracket or a comma it does. linkifyjs finds it
#        there, and takes the comma, the full stop or the quotation mark and all that follows as part of the address, so two
#        links with "、" between them are one. It also makes a host name of the Chinese words before a file name or a domain.
# So:    a chat for Chinese users needs tests of its links in Chinese sentences, whatever library finds them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts linkify-it@6.1.0 linkifyjs@4.4.0 >/dev/null

cat >probe.mjs <<'EOF'
import { LinkifyIt } from 'linkify-it';
import { find } from 'linkifyjs';

const finder = new LinkifyIt();
const texts = [
  'see http://example.cn/a, thanks',
  '见http://example.cn/a，谢谢',
  '（http://example.cn/a）',
  '看：http://example.cn/a。明天见',
  'http://example.cn/a、http://example.cn/b',
  '文件README.md',
];
for (const text of texts) {
  console.log(text);
  console.log(`  linkify-it ${JSON.stringify((finder.match(text) ?? []).map((link) => link.url))}`);
  console.log(`  linkifyjs  ${JSON.stringify(find(text).map((link) => link.href))}`);
}
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
see http://example.cn/a, thanks
  linkify-it ["http://example.cn/a"]
  linkifyjs  ["http://example.cn/a"]
见http://example.cn/a，谢谢
  linkify-it []
  linkifyjs  ["http://example.cn/a，谢谢"]
（http://example.cn/a）
  linkify-it ["http://example.cn/a"]
  linkifyjs  ["http://example.cn/a"]
看：http://example.cn/a。明天见
  linkify-it ["http://example.cn/a"]
  linkifyjs  ["http://example.cn/a。明天见"]
http://example.cn/a、http://example.cn/b
  linkify-it ["http://example.cn/a","http://example.cn/b"]
  linkifyjs  ["http://example.cn/a、http://example.cn/b"]
文件README.md
  linkify-it []
  linkifyjs  ["http://文件README.md"]
EOF
diff expected seen && echo "as noted"
