// Goal: nobody is misled by characters that are not seen. Method: names and texts that have been used to mislead, and
// honest ones in many scripts.

import { expect, it } from "vitest";
import { nameInSentence, visibleCode, visibleName, visibleText } from "../src/model/visible.ts";

it.each([
  ["alice\u202egpj", "alice‹U+202E›gpj"],
  ["al\u200bice", "al‹U+200B›ice"],
  ["alice\u00ad", "alice‹U+00AD›"],
  ["alice\u3164", "alice‹U+3164›"],
  ["a\u{e0041}b", "a‹U+E0041›b"],
  ["\ufeffalice", "‹U+FEFF›alice"],
  ["bell\u0007", "bell‹U+0007›"],
])("%j is shown in texts and names", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
  expect(visibleName(text)).toBe(shown);
});

it.each([
  "ali\u200dce",
  "ali\u200cce",
  "alice\u200f",
  "alice\u2066",
  "ali\nce",
  "alice\ufe0f",
])("%j is shown in names", (name) => {
  expect(visibleName(name)).toMatch(/‹U\+[0-9A-F]{4}›/);
  expect(visibleText(name)).toBe(name);
});

it.each([
  "Zoë O’Neill",
  "李小龙",
  "יוסי",
  "می‌خواهم",
  "क्‍ष",
  "👩‍👩‍👧‍👦",
  "👍🏽",
  "❤️",
  "Nguyễn",
  "tab\tand\nline",
])("%j is left alone where it is honest", (text) => {
  expect(visibleText(text)).toBe(text);
  if (!/\s/.test(text.trim().replace(" ", ""))) {
    expect(visibleName(text)).toBe(text);
  }
});

it("a name from right to left does not turn its sentence", () => {
  expect(nameInSentence("יוסי")).toBe("\u2068יוסי\u2069");
  expect(nameInSentence("bob")).toBe("bob");
});

it("code shows what turns its order", () => {
  const code = 'access !== "user\u2067 // if admin\u2069"\n\treturn';
  expect(visibleText(code)).toBe(code);
  expect(visibleCode(code)).toBe('access !== "user‹U+2067› // if admin‹U+2069›"\n\treturn');
});

it("flags that are spelled with invisible tags stay whole; other tags are shown", () => {
  for (const flag of ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"]) {
    expect([visibleText(flag), visibleName(`team ${flag}`)]).toEqual([flag, `team ${flag}`]);
  }
  expect(visibleText("🏴\u{e0068}\u{e0069}\u{e007f}")).toBe("🏴‹U+E0068›‹U+E0069›‹U+E007F›");
});
