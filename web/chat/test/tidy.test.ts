// Goal: everything can be read in one go. Method: all sources are measured, as the Java sources are.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const WEB = join(import.meta.dirname, "../..");
const FILE_LINES = 400;
const TEST_LINES = 600;
const LINE_CHARACTERS = 120;

const sources = ["client", "chat", "e2e", "measure", "package"]
  .flatMap((folder) =>
    readdirSync(join(WEB, folder), { recursive: true, encoding: "utf8" }).map((f) => join(folder, f)),
  )
  .filter((file) => /\.(ts|tsx|css)$/.test(file) && !/node_modules|dist/.test(file));

it("there are sources", () => {
  expect(sources.length).toBeGreaterThan(40);
});

it.each(sources)("%s is short, in lines and in each line", (file) => {
  const lines = readFileSync(join(WEB, file), "utf8").trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(file.includes(".test.") ? TEST_LINES : FILE_LINES);
  expect(lines.filter((line) => line.length > LINE_CHARACTERS)).toEqual([]);
});
