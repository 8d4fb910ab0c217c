// Goal: web addresses lead where they say, and nothing else leads anywhere. Method: texts as people write them.

import { expect, it } from "vitest";
import { piecesOf } from "../src/model/links.ts";

const hrefs = (text: string) => piecesOf(text).flatMap((piece) => piece.href ?? []);

it.each([
  ["nothing here", []],
  ["https://example.org", ["https://example.org"]],
  [
    "See https://example.org/a, then HTTP://example.com/b?c=d&e#f.",
    ["https://example.org/a", "HTTP://example.com/b?c=d&e#f"],
  ],
  ["(https://example.org/a)", ["https://example.org/a"]],
  ["https://example.org/a_(b) is one", ["https://example.org/a_(b)"]],
  ["看这里：https://example.org/a，很好。", ["https://example.org/a"]],
  ["见https://example.org/a、https://example.org/b", ["https://example.org/a", "https://example.org/b"]],
  ["他发了“https://example.org/a”和【https://example.org/b】……", ["https://example.org/a", "https://example.org/b"]],
  [`<a href="https://example.org/a">`, ["https://example.org/a"]],
  ["javascript:alert(1) data:text/html,x ftp://example.org file:///etc/passwd www.example.org", []],
  ["https:// http://", []],
])("%s", (text, expected) => {
  expect(hrefs(text)).toEqual(expected);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});
