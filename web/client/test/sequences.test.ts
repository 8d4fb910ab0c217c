// Goal: a set of sequences is exact, in whatever order they come. Method: random orders, compared with a plain set.

import { expect, it } from "vitest";
import { SequenceSet } from "../src/sequences.ts";

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const HIGHEST = 44;

/** The range around a sequence, found one by one. */
function around(plain: ReadonlySet<number>, sequence: number) {
  if (!plain.has(sequence)) {
    return undefined;
  }
  let [from, to] = [sequence, sequence];
  while (plain.has(from - 1)) {
    from--;
  }
  while (plain.has(to + 1)) {
    to++;
  }
  return { from, to };
}

it.each(Array.from({ length: 50 }, (_, seed) => seed))("agrees with a plain set, seed %i", (seed) => {
  const next = random(seed);
  const set = new SequenceSet();
  const plain = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const from = 1 + Math.floor(next() * 40);
    const to = from + (next() < 0.8 ? 0 : Math.floor(next() * 4));
    const added = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    expect(set.addRange(from, to)).toBe(added.some((sequence) => !plain.has(sequence)));
    for (const sequence of added) {
      plain.add(sequence);
    }
    if (next() < 0.05) {
      set.keepFrom(from);
      for (const sequence of [...plain].filter((s) => s < from)) {
        plain.delete(sequence);
      }
    }
    for (let s = 0; s <= HIGHEST; s++) {
      expect(set.around(s)).toEqual(around(plain, s));
      expect(set.has(s)).toBe(plain.has(s));
    }
    expect(set.last).toEqual(around(plain, Math.max(0, ...plain)));
  }
});
