// Goal: the reactions at a message are what the server tells and what the user wants. Method: both happen in the
// orders in which they may arrive; what is shown is compared.

import { beforeEach, expect, it } from "vitest";
import { Tallies } from "../src/model/tallies.ts";

let tallies: Tallies;

beforeEach(() => {
  tallies = new Tallies();
});

/** What is shown: each reaction with its count, and a star for the user's. */
const shown = (sequence = 1) =>
  tallies.of(sequence).map(({ reaction, count, mine }) => `${reaction}${count}${mine ? "*" : ""}`);

const sets = (reaction: string, count: number) => ({ reaction, isSet: true, count, isOwn: false });
const takesBack = (reaction: string, count: number) => ({ reaction, isSet: false, count, isOwn: false });

it("of what the server was not asked, nothing is known", () => {
  expect([shown(), tallies.isSure(1)]).toEqual([[], false]);
  tallies.told(1, []);
  expect([shown(), tallies.isSure(1), tallies.isSure(2)]).toEqual([[], true, false]);
});

it("changes keep the order in which reactions came, and take away those that nobody has set", () => {
  tallies.told(1, [
    { reaction: "a", count: 2, mine: true },
    { reaction: "b", count: 1 },
  ]);
  tallies.changed(1, sets("b", 2));
  tallies.changed(1, sets("c", 1));
  tallies.changed(1, takesBack("a", 1));
  expect([shown(), tallies.isSure(1)]).toEqual([["a1*", "b2", "c1"], true]);
  tallies.changed(1, { reaction: "a", isSet: false, count: 0, isOwn: true });
  tallies.changed(1, sets("a", 1));
  expect([shown(), tallies.isSure(1)]).toEqual([["b2", "c1", "a1"], true]);
});

it.each([
  ["another one was missed", sets("a", 4)],
  ["an older one comes late, or one is told again", sets("a", 2)],
  ["one was taken back unseen", takesBack("a", 0)],
  ["an own one counts what was missed", { reaction: "a", isSet: true, count: 4, isOwn: true }],
])("a count that does not follow is shown, and is not sure: %s", (_, change) => {
  tallies.told(1, [{ reaction: "a", count: 2 }]);
  tallies.changed(1, change);
  expect([shown(), tallies.isSure(1)]).toEqual([
    change.count === 0 ? [] : [`a${change.count}${change.isOwn ? "*" : ""}`],
    false,
  ]);
  tallies.told(1, [{ reaction: "a", count: 3 }]);
  expect([shown(), tallies.isSure(1)]).toEqual([["a3"], true]);
});

it("what an own reaction sets that was set, counts nobody", () => {
  tallies.told(1, [{ reaction: "a", count: 2, mine: true }]);
  tallies.changed(1, { reaction: "a", isSet: true, count: 2, isOwn: true });
  expect([shown(), tallies.isSure(1)]).toEqual([["a2*"], true]);
});

it("a change at a message that was not asked about is shown, and asked about all the same", () => {
  tallies.changed(1, sets("a", 3));
  expect([shown(), tallies.isSure(1)]).toEqual([["a3"], false]);
});

it("what the user wants is shown at once, beside what others do, and holds until it is settled", () => {
  tallies.told(1, [{ reaction: "a", count: 2 }]);
  expect(tallies.want(1, "a", true)).toBe(true);
  expect(tallies.want(1, "b", true)).toBe(true);
  expect(shown()).toEqual(["a3*", "b1*"]);
  tallies.changed(1, sets("a", 3));
  expect(shown()).toEqual(["a4*", "b1*"]);
  tallies.told(1, [{ reaction: "a", count: 4, mine: true }]);
  expect(shown()).toEqual(["a4*", "b1*"]);
  expect(tallies.want(1, "a", false)).toBe(false);
  expect([shown(), tallies.wanted(1, "a"), tallies.wanted(1, "c")]).toEqual([["a3", "b1*"], false, undefined]);
  tallies.settle(1, "a");
  tallies.settle(1, "b");
  expect(shown()).toEqual(["a4*"]);
});

it("nothing is drawn again that has not changed", () => {
  tallies.told(1, [{ reaction: "a", count: 2 }]);
  const before = tallies.of(1);
  tallies.doubt();
  expect(tallies.of(1)).toBe(before);
  tallies.told(1, [{ reaction: "a", count: 2, mine: false }]);
  expect(tallies.of(1)).toBe(before);
  tallies.told(1, [{ reaction: "a", count: 2, mine: true }]);
  expect(tallies.of(1)).not.toBe(before);
});

it("what has just been sent has none, unless some were told already", () => {
  tallies.begin(1);
  tallies.changed(2, sets("a", 1));
  tallies.begin(2);
  expect([shown(1), tallies.isSure(1), shown(2), tallies.isSure(2)]).toEqual([[], true, ["a1"], false]);
});

it("a doubt leaves what is shown; what is not kept is forgotten", () => {
  tallies.told(1, [{ reaction: "a", count: 2 }]);
  tallies.told(2, [{ reaction: "b", count: 1 }]);
  tallies.doubt(1);
  expect([shown(1), tallies.isSure(1), tallies.isSure(2)]).toEqual([["a2"], false, true]);
  tallies.doubt();
  expect(tallies.isSure(2)).toBe(false);
  tallies.keep((sequence) => sequence > 1);
  expect([shown(1), shown(2)]).toEqual([[], ["b1"]]);
});
