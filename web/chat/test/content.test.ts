// Goal: whatever JSON a message holds is shown decently. Method: bodies of every kind.

import { expect, it } from "vitest";
import { contentOf, lineOf, textOf } from "../src/model/content.ts";

it.each([
  ["hello", { is: "text", text: "hello" }],
  [
    { text: "hello", more: 1 },
    { is: "text", text: "hello" },
  ],
  [42, { is: "text", text: "42" }],
  [false, { is: "text", text: "false" }],
  ["", { is: "empty" }],
  [" \n ", { is: "empty" }],
  [{ text: "" }, { is: "empty" }],
  [{}, { is: "empty" }],
  [[], { is: "empty" }],
  [
    { type: "card", price: 3, tags: ["a"] },
    {
      is: "fields",
      fields: [
        ["type", "card"],
        ["price", "3"],
        ["tags", '["a"]'],
      ],
    },
  ],
  [
    ["a", null],
    {
      is: "fields",
      fields: [
        ["1", "a"],
        ["2", "null"],
      ],
    },
  ],
])("%j", (body, content) => {
  expect(contentOf(body)).toEqual(content);
});

it("fields are told in a list without braces and quotes", () => {
  expect(textOf({ type: "card", title: "Dive" })).toBe("type: card\ntitle: Dive");
  expect(textOf("")).toBe("");
});

it("a line has the beginning of a text, without its marks", () => {
  expect(lineOf("**Dive** at `7`")).toBe("Dive at 7");
  expect(lineOf({ text: "a".repeat(60_000) })).toHaveLength(300);
  expect(lineOf({ price: "**3**" })).toBe("price: **3**");
});
