// Goal: a window holds a few screens of messages, whichever is looked at. Method: slices of a thousand messages.

import { expect, it } from "vitest";
import { sliceOf, type Whereabouts } from "../src/model/slice.ts";
import { chatMessages } from "./messages.ts";

const ends = (count: number, around: Whereabouts) => {
  const { messages, isCutAbove, isCutBelow } = sliceOf(chatMessages(1, count), around);
  return [messages[0]?.messageSequence, messages.at(-1)?.messageSequence, isCutAbove, isCutBelow];
};

it.each<[Whereabouts, unknown[]]>([
  ["end", [801, 1000, true, false]],
  [1, [1, 200, false, true]],
  [50, [1, 200, false, true]],
  [500, [400, 599, true, true]],
  [990, [801, 1000, true, false]],
  [5_000, [801, 1000, true, false]],
])("around %s of a thousand", (around, expected) => {
  expect(ends(1_000, around)).toEqual(expected);
});

it("few messages are not cut", () => {
  expect(ends(150, "end")).toEqual([1, 150, false, false]);
  expect(ends(150, 3)).toEqual([1, 150, false, false]);
  expect(sliceOf([], "end")).toEqual({ messages: [], isCutAbove: false, isCutBelow: false });
});
