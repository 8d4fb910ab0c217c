// Goal: marks do what people expect of them, and texts that only look like marks stay as they were typed. Method: texts
// written in one line, with their styles as tags; and texts that are made to take long.

import { expect, it } from "vitest";
import { type Block, blocksOf, plainOf, type Span } from "../src/model/markup.ts";

const TAGS = { bold: "b", italic: "i", struck: "s" } as const;

function told(spans: readonly Span[]): string {
  return spans
    .map((span) => {
      if ("spans" in span) {
        return `<${TAGS[span.is]}>${told(span.spans)}</${TAGS[span.is]}>`;
      }
      return span.is === "text" ? span.text : `<${span.is}>${span.text}</${span.is}>`;
    })
    .join("");
}

function tell(block: Block): string {
  return `${block.is}: ${block.is === "code" ? block.text : block.lines.map(told).join("|")}`;
}

it.each([
  ["**dive** at *seven*, not ~~eight~~", "<b>dive</b> at <i>seven</i>, not <s>eight</s>"],
  ["_really_", "<i>really</i>"],
  ["***both*** and **bold with *italic* in it**", "<b><i>both</i></b> and <b>bold with <i>italic</i> in it</b>"],
  ["我们**七点**出发，*不要迟到*！", "我们<b>七点</b>出发，<i>不要迟到</i>！"],
  ["(**bold**), “*it*”.", "(<b>bold</b>), “<i>it</i>”."],
  ["run `a * b * c` and ``x`` now", "run <code>a * b * c</code> and <code>x</code> now"],
  ["**`code` in bold**", "<b><code>code</code> in bold</b>"],
  ["`**not bold**`", "<code>**not bold**</code>"],
  ["see **https://example.org/a_b_c**!", "see <b><link>https://example.org/a_b_c</link></b>!"],
  ["`https://example.org`", "<code>https://example.org</code>"],
  ["*a *b*", "*a <i>b</i>"],
  ["**a *b**", "<b>a *b</b>"],
])("%s", (text, shown) => {
  expect(blocksOf(text).map(tell)).toEqual([`lines: ${shown}`]);
});

it.each([
  "2*3*4 = 24, and 5 * 3 * 2",
  "snake_case_name, __init__, 文件_名_字",
  "price* and fee*",
  "**not closed, *nor this",
  "~tilde~ ~~~~ **** ** **",
  "it`s a tick",
  "a\u0300*b*c",
  ":-* >_< >:( # no heading - no list [label](javascript:alert(1))",
  "*one line\nnext line*",
])("%s stays as it is", (text) => {
  expect(blocksOf(text).map(tell)).toEqual([`lines: ${text.replace("\n", "|")}`]);
});

it("blocks of code and quotes stand between the lines, and their own lines are kept", () => {
  const text = "look:\n```ts\nlet a = **b**;\n\n  c()\n``` \n> he said\n> *this*\nand I:\n\n```\nnot closed";
  expect(blocksOf(text).map(tell)).toEqual([
    "lines: look:",
    "code: let a = **b**;\n\n  c()",
    "quote: he said|<i>this</i>",
    "lines: and I:||```|not closed",
  ]);
});

it("lists have items, and a numbered one begins where it says", () => {
  expect(blocksOf("buy:\n- **milk**\n* eggs\n3. a\n4) b\n-not\n- \n2024. no").map(tell)).toEqual([
    "lines: buy:",
    "list: <b>milk</b>|eggs",
    "numbers: a|b",
    "lines: -not|- |2024. no",
  ]);
  expect(blocksOf("3. a")).toMatchObject([{ first: 3 }]);
  expect(plainOf("- **a**\n- b\n7. c\n8. d")).toBe("• a\n• b\n7. c\n8. d");
});

it("mentions are found beside marks and links, and not in code", () => {
  const mentions = /@bob/gu;
  expect(blocksOf("**hi @bob**, `@bob` https://a.b/@bob @bob", mentions).map(tell)).toEqual([
    "lines: <b>hi <mention>@bob</mention></b>, <code>@bob</code> <link>https://a.b/@bob</link> <mention>@bob</mention>",
  ]);
});

it("the plain text has everything but the marks", () => {
  expect(plainOf("**Dive** at `7`\n> *no*\n```\na * b\n```")).toBe("Dive at 7\nno\na * b");
});

it.each([
  "*a ",
  "**a ",
  "`",
  "``a",
  "*_~~",
  "```js\n",
  "> *",
  "***a*",
  "_a_b ",
  "- a\n",
  "1. ",
  ".",
])("many of %j take no long", (part) => {
  const text = part.repeat(60_000 / part.length);
  const since = performance.now();
  expect(plainOf(text).length).toBeGreaterThan(0);
  expect(plainOf(`https://${text}a`).length).toBeGreaterThan(0);
  expect(performance.now() - since).toBeLessThan(1_000);
});
