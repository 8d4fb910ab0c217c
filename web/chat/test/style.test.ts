// Goal: the chat has one set of colours, sizes of text and roundings. Method: the style sheets are read; only one may
// name values, and the others use them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const STYLE = join(import.meta.dirname, "../src/style");
const TOKENS = "tokens.css";
const sheets = readdirSync(STYLE).filter((file) => file !== TOKENS);
const read = (file: string) => readFileSync(join(STYLE, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
const named = new Set(read(TOKENS).match(/--[\w-]+(?=:)/g));
/** The colour of a name is worked out from these, which its element brings. */
const OF_ELEMENTS = ["--hue", "--tone", "--side"];

it.each(sheets)("%s takes its values from the tokens", (file) => {
  const css = read(file);
  expect(css.match(/#[0-9a-f]{3,8}\b(?=[^{}]*[;}])/gi) ?? [], "colours").toEqual([]);
  expect(css.match(/font-size: (?!var\()[^;]+/g) ?? [], "sizes of text").toEqual([]);
  const round = css.match(/radius: [^;]+/g) ?? [];
  expect(
    round.filter((rule) => /\dpx|\drem/.test(rule)),
    "roundings",
  ).toEqual([]);
  const used = css.match(/(?<=var\()--[\w-]+/g) ?? [];
  expect(
    used.filter((name) => !named.has(name) && !OF_ELEMENTS.includes(name)),
    "unknown names",
  ).toEqual([]);
});

it("every token is of use", () => {
  const all = [TOKENS, ...sheets].map(read).join("");
  expect([...named].filter((name) => !all.includes(`var(${name})`))).toEqual([]);
});
