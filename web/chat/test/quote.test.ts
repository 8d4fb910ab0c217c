// Goal: a quote is short, and reads as one. Method: texts, and what becomes of them.

import { expect, it } from "vitest";
import { Quotes, quoteOf, withQuote } from "../src/model/quote.ts";

it("every line is behind the mark of a quote", () => {
  expect(quoteOf("one\ntwo")).toBe("> one\n> two");
  expect(quoteOf("one\n\nthree\n")).toBe("> one\n> \n> three");
});

it("a long text is cut, and says so", () => {
  expect(quoteOf("1\n2\n3\n4")).toBe("> 1\n> 2\n> 3\n> 4");
  expect(quoteOf("1\n2\n3\n4\n5")).toBe("> 1\n> 2\n> 3\n> 4 …");
  expect(quoteOf("x".repeat(240))).toBe(`> ${"x".repeat(240)}`);
  expect(quoteOf("x".repeat(241))).toBe(`> ${"x".repeat(240)} …`);
  // No character is cut in two.
  expect(quoteOf("🦈".repeat(241))).toBe(`> ${"🦈".repeat(240)} …`);
});

it("what was typed before stays, and the answer begins on a line of its own", () => {
  expect(withQuote("", "> a")).toBe("> a\n");
  expect(withQuote("  \n", "> a")).toBe("> a\n");
  expect(withQuote("I think\n", "> a")).toBe("I think\n> a\n");
});

it("without a composer a quote goes nowhere", () => {
  const quotes = new Quotes();
  quotes.add("lost");
  const got: string[] = [];
  quotes.composer = (quote) => got.push(quote);
  quotes.add("kept");
  expect(got).toEqual(["> kept"]);
});
