// Goal: the people of one list are told apart by their colours. Method: the names of the README's picture, and many
// groups of ten, counted.

import { expect, it } from "vitest";
import { Colours, colourOf } from "../src/model/colour.ts";

const colours = (names: readonly string[]) => new Set(names.map((name) => JSON.stringify(colourOf(name)))).size;

it("the people of the README's picture have colours of their own", () => {
  const names = ["alice", "bob", "carol", "dave", "emma", "erik", "Marta Nilsen", "Dive team"];
  expect(colours(names)).toBe(names.length);
  expect(new Set(names.map((name) => colourOf(name).hue)).size).toBe(names.length);
});

it("of ten people hardly any two have the same one, whatever they are called", () => {
  for (const name of [(i: number) => `user${i}`, (i: number) => `u-${i}@example.org`, (i: number) => `员工${i}`]) {
    const groups = Array.from({ length: 400 }, (_, g) => Array.from({ length: 10 }, (_, i) => name(g * 10 + i)));
    const alike = groups.reduce((sum, names) => sum + names.length - colours(names), 0) / groups.length;
    // Ten at random of 108 colours leave 0.4 alike on average; of 12 colours it would be 3.
    expect(alike).toBeLessThan(0.6);
  }
});

it("a name always has the same one", () => {
  expect(colourOf("alice")).toEqual(colourOf("alice"));
  expect(colourOf("alice")).not.toEqual(colourOf("Alice"));
});

it("those who are shown in one place look alike only if there are too many", () => {
  for (let g = 0; g < 100; g++) {
    const colours = new Colours();
    const members = Array.from({ length: 30 }, (_, i) => `user${g * 30 + i}`);
    const all = members.map((name) => colours.of(name, "g"));
    for (const tone of [0, 1, 2]) {
      const hues = all.filter((one) => one.tone === tone).map(({ hue }) => hue);
      const nearest = hues.flatMap((hue, i) =>
        hues.slice(0, i).map((other) => Math.min(Math.abs(hue - other), 360 - Math.abs(hue - other))),
      );
      expect(Math.min(...nearest)).toBeGreaterThan(0);
    }
    expect(members.map((name) => colours.of(name, "g"))).toEqual(all);
  }
  const ten = new Colours();
  const hues = Array.from({ length: 10 }, (_, i) => ten.of(`u${i}`));
  expect(new Set(hues.map(({ hue, tone }) => `${Math.round(hue / 30)} ${tone}`)).size).toBe(10);
});

it("of six people no two have nearly one hue, in whatever tones", () => {
  for (let g = 0; g < 200; g++) {
    const colours = new Colours();
    const hues = Array.from({ length: 6 }, (_, i) => colours.of(`user${g * 6 + i}`, "g").hue).sort((a, b) => a - b);
    const apart = hues.map((hue, i) => (hues[i + 1] ?? (hues[0] ?? 0) + 360) - hue);
    expect(Math.min(...apart)).toBeGreaterThan(10);
  }
});

it("more than there are colours have one each all the same, and other places do not mind", () => {
  const colours = new Colours();
  for (let i = 0; i < 200; i++) {
    expect(colours.of(`user${i}`)).toBeDefined();
  }
  expect(colours.of("alice", "other")).toEqual(colourOf("alice"));
});
