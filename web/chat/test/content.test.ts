// Goal: whatever JSON a message holds is shown decently. Method: bodies of every kind.

import type { Json } from "@whaleshark/client";
import { expect, it } from "vitest";
import { fieldsOf, lineOf, textOf } from "../src/model/content.ts";

it.each<[Json, [string, string][]]>([
  [{}, []],
  [[], [["1", ""]]],
  [
    { type: "order", price: 3, tags: ["a", 1], no: null },
    [
      ["type", "order"],
      ["price", "3"],
      ["tags", "a, 1"],
    ],
  ],
  [
    { to: { city: "Rome", at: [{ hour: 7 }, { hour: 8 }] } },
    [
      ["to.city", "Rome"],
      ["to.at.1.hour", "7"],
      ["to.at.2.hour", "8"],
    ],
  ],
])("%j has fields", (body, fields) => {
  expect(fieldsOf(body)).toEqual(fields);
});

it("fields without end are cut", () => {
  expect(fieldsOf(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, { a: i }])))).toHaveLength(100);
});

it.each<[Json, string]>([
  ["hello", "hello"],
  ["", ""],
  [42, "42"],
  [{ text: "hello", more: 1 }, "hello"],
  [{ kind: "poll", text: "Noon?" }, "Noon?"],
  [{ kind: "poll", noon: 2 }, "kind: poll\nnoon: 2"],
  [{ type: "card", title: "Dive" }, "type: card\ntitle: Dive"],
  [
    { kind: "card", title: "Order 17", url: "https://a.example/", fields: [{ name: "State", value: "shipped" }] },
    "Order 17\nState: shipped\nhttps://a.example/",
  ],
  [{ kind: "file", name: "a.pdf", url: "https://a.example/1" }, "a.pdf\nhttps://a.example/1"],
])("%j is copied as a text", (body, text) => {
  expect(textOf(body)).toBe(text);
});

it("long names and values are cut", () => {
  const [[name, value] = ["", ""]] = fieldsOf({ ["n".repeat(60_000)]: { inner: "v".repeat(60_000) } });
  expect(name.length).toBeLessThanOrEqual(101);
  expect(value.length).toBeLessThanOrEqual(1_001);
});

it("a line says whose words were forwarded", () => {
  expect(lineOf({ kind: "text", text: "I resign", forwardedFrom: "bob" })).toBe("↪ bob: I resign");
});

it("a line has the beginning of a text, without its marks", () => {
  expect(lineOf("**Dive** at `7`")).toBe("Dive at 7");
  expect(lineOf({ text: "a".repeat(60_000) })).toHaveLength(300);
  expect(lineOf({ price: "**3**" })).toBe("price: **3**");
  expect(lineOf({ kind: "image", name: "a.png", url: "https://a.example/" })).toBe("a.png");
});
