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

it.each(Array.from({ length: 50 }, (_, seed) => seed))("agrees with a plain set, seed %i", (seed) => {
  const next = random(seed);
  const set = new SequenceSet();
  const plain = new Set<number>();
  for (let i = 0; i < 60; i++) {
    const sequence = 1 + Math.floor(next() * 40);
    expect(set.add(sequence)).toBe(!plain.has(sequence));
    plain.add(sequence);
    for (let s = 0; s <= 42; s++) {
      expect(set.has(s)).toBe(plain.has(s));
    }
  }
});
