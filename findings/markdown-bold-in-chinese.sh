#!/usr/bin/env bash
# markdown-it, marked and micromark: bold that ends in a full-width sign shows its asterisks when a Chinese word follows.
#
# With:  markdown-it 15.0.3, marked 18.2.1 and micromark 4.0.3 from npm, Node.js 20 or newer. Seen on 2026-11-27.
# Guess: "**注意：**请看" is bold, as "**Note:** look" is.
# Seen:  all three show the asterisks. The common rule asks whether white space or a letter stands beside the sign; in English
#        a space follows, in Chinese nothing does. "5*3*2" is taken for italics, though, by all three.
# So:    who promises Markdown in a chat to Chinese users must give them a rule of their own for such ends, or a button that
#        does not depend on it, and test it with a colon, a bracket, a quotation mark and a full stop before the asterisks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts markdown-it@15.0.3 marked@18.2.1 micromark@4.0.3 >/dev/null

cat >probe.mjs <<'EOF'
import { marked } from 'marked';
import { micromark } from 'micromark';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt();
for (const text of ['**Note:** look', '**注意：**请看', '**重要（今天）**开会', '请看**“引号”**这里', '**注意**：请看', '5*3*2']) {
  const shown = [markdown.renderInline(text), marked.parseInline(text), micromark(text).replace(/^<p>|<\/p>$/g, '')];
  console.log(`${text} -> ${[...new Set(shown)].join(' or ')}`);
}
EOF
node probe.mjs >seen
cat seen
cat >expected <<'EOF'
**Note:** look -> <strong>Note:</strong> look
**注意：**请看 -> **注意：**请看
**重要（今天）**开会 -> **重要（今天）**开会
请看**“引号”**这里 -> 请看**“引号”**这里
**注意**：请看 -> <strong>注意</strong>：请看
5*3*2 -> 5<em>3</em>2
EOF
diff expected seen && echo "as noted"
