// Goal: the list of conversations is one stop of Tab, and its keys lead where people expect. Method: lists of rows.

import { expect, it } from "vitest";
import { rowAfter, stopOf } from "../src/view/row-keys.ts";

it("Tab stops where the focus was, else at the open conversation, else at the first one", () => {
  const rows = ["d:a", "d:b", "g:c"];
  expect(stopOf(rows, "g:c", "d:b")).toBe("g:c");
  expect(stopOf(rows, undefined, "d:b")).toBe("d:b");
  expect(stopOf(rows, undefined, undefined)).toBe("d:a");
  // A search may show neither.
  expect(stopOf(rows, "d:gone", "d:b")).toBe("d:b");
  expect(stopOf(rows, "d:gone", "d:gone")).toBe("d:a");
  expect(stopOf([], "d:gone", undefined)).toBeUndefined();
});

it("arrows go around, and from the search into the list", () => {
  expect(["ArrowDown", "ArrowUp"].map((key) => rowAfter(key, 1, 3))).toEqual([2, 0]);
  expect([rowAfter("ArrowDown", 2, 3), rowAfter("ArrowUp", 0, 3)]).toEqual([0, 2]);
  expect([rowAfter("ArrowDown", -1, 3), rowAfter("ArrowUp", -1, 3)]).toEqual([0, 2]);
});

it("Home and End go to the ends from a row, and move the caret in the search", () => {
  expect(["Home", "End"].map((key) => rowAfter(key, 1, 3))).toEqual([0, 2]);
  expect(["Home", "End"].map((key) => rowAfter(key, -1, 3))).toEqual([undefined, undefined]);
  expect(rowAfter("x", 1, 3)).toBeUndefined();
});
