#!/usr/bin/env bash
# Lexical, Tiptap and ProseMirror: a message that is stored as Markdown and opened again has lost a minus, a plus or underscores.
#
# With:  lexical 0.52.0, @tiptap/markdown 3.35.0 and prosemirror-markdown 1.13.9 with what they need, from npm; Node.js 20 or
#        newer. Seen on 2026-11-29.
# Guess: who types "- 5 degrees" as plain text, without making a list of it, gets it back: the writer of Markdown puts a backslash
#        before each sign that its own reader would take for markup, as all three do with asterisks.
# Seen:  Lexical and Tiptap leave signs at the start of a line alone: "- 5 degrees" is read back as a list with "5 degrees", "+ 49 170"
#        loses its plus, "# 12 is ready" its number sign, and Tiptap reads "---" as a line without text. Tiptap puts backslashes
#        into addresses, and its reader keeps them there: the link leads elsewhere. ProseMirror knows all of these, and makes
#        "_init_.py" of "__init__.py".
# So:    an edit, a draft or a second device changes what was written, and each further round may change more. Store the editor's own
#        JSON, or plain text, and make Markdown only for going out; a test of a composer types numbers, names of files and links.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts lexical@0.52.0 @lexical/{headless,markdown,rich-text,list,link,code}@0.52.0 \
  @tiptap/{core,pm,starter-kit,markdown}@3.35.0 prosemirror-markdown@1.13.9 >/dev/null

cat >probe.mjs <<'EOF'
import { CodeNode } from '@lexical/code';
import { createHeadlessEditor } from '@lexical/headless';
import { LinkNode } from '@lexical/link';
import { ListItemNode, ListNode } from '@lexical/list';
import { $convertFromMarkdownString, $convertToMarkdownString, TRANSFORMERS } from '@lexical/markdown';
import { HeadingNode, QuoteNode } from '@lexical/rich-text';
import { MarkdownManager } from '@tiptap/markdown';
import StarterKit from '@tiptap/starter-kit';
import { $createParagraphNode, $createTextNode, $getRoot } from 'lexical';
import { defaultMarkdownParser, defaultMarkdownSerializer, schema } from 'prosemirror-markdown';

const newEditor = () => createHeadlessEditor({
  nodes: [HeadingNode, QuoteNode, ListNode, ListItemNode, LinkNode, CodeNode],
  onError: (error) => { throw error; },
});
const tiptap = new MarkdownManager({ extensions: [StarterKit] });
const textOf = (node) => node.text ?? (node.content ?? []).map(textOf).join('');

/** Each writes a paragraph of plain text as Markdown, reads it, and returns the Markdown and the text. */
const editors = {
  Lexical(text) {
    const editor = newEditor();
    editor.update(() => $getRoot().append($createParagraphNode().append($createTextNode(text))), { discrete: true });
    const markdown = editor.read(() => $convertToMarkdownString(TRANSFORMERS));
    const reader = newEditor();
    reader.update(() => $convertFromMarkdownString(markdown, TRANSFORMERS), { discrete: true });
    return [markdown, reader.read(() => $getRoot().getTextContent())];
  },
  Tiptap(text) {
    const markdown = tiptap.serialize({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
    return [markdown, textOf(tiptap.parse(markdown))];
  },
  ProseMirror(text) {
    const markdown = defaultMarkdownSerializer.serialize(schema.node('doc', null, [schema.node('paragraph', null, [schema.text(text)])]));
    return [markdown, defaultMarkdownParser.parse(markdown).textContent];
  },
};
for (const text of ['2 * 3 * 4', '- 5 degrees', '+ 49 170', '# 12 is ready', '---', '__init__.py', 'http://a.example/b_c_d']) {
  for (const [name, rewrite] of Object.entries(editors)) {
    const [markdown, back] = rewrite(text);
    console.log(`${name}: ${text} is stored as ${markdown} and ${back === text ? 'comes back' : `becomes "${back}"`}`);
  }
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
Lexical: 2 * 3 * 4 is stored as 2 \* 3 \* 4 and comes back
Tiptap: 2 * 3 * 4 is stored as 2 \* 3 \* 4 and comes back
ProseMirror: 2 * 3 * 4 is stored as 2 \* 3 \* 4 and comes back
Lexical: - 5 degrees is stored as - 5 degrees and becomes "5 degrees"
Tiptap: - 5 degrees is stored as - 5 degrees and becomes "5 degrees"
ProseMirror: - 5 degrees is stored as \- 5 degrees and comes back
Lexical: + 49 170 is stored as + 49 170 and becomes "49 170"
Tiptap: + 49 170 is stored as + 49 170 and becomes "49 170"
ProseMirror: + 49 170 is stored as \+ 49 170 and comes back
Lexical: # 12 is ready is stored as # 12 is ready and becomes "12 is ready"
Tiptap: # 12 is ready is stored as # 12 is ready and becomes "12 is ready"
ProseMirror: # 12 is ready is stored as \# 12 is ready and comes back
Lexical: --- is stored as --- and comes back
Tiptap: --- is stored as --- and becomes ""
ProseMirror: --- is stored as \--- and comes back
Lexical: __init__.py is stored as \_\_init\_\_.py and comes back
Tiptap: __init__.py is stored as \_\_init\_\_.py and comes back
ProseMirror: __init__.py is stored as \__init_\_.py and becomes "_init_.py"
Lexical: http://a.example/b_c_d is stored as http://a.example/b\_c\_d and comes back
Tiptap: http://a.example/b_c_d is stored as http://a.example/b\_c\_d and becomes "http://a.example/b\_c\_d"
ProseMirror: http://a.example/b_c_d is stored as http://a.example/b_c_d and comes back
EOF
diff expected seen && echo "as noted"
