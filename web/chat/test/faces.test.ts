// Goal: the faces beside a count are those of readers, and cost one question for each count. Method: questions that the
// test answers.

import { group } from "@whaleshark/client";
import { expect, it } from "vitest";
import { Faces } from "../src/model/faces.ts";
import type { Readers } from "../src/model/groups.ts";

const TEAM = group("team");

function stage() {
  const answers: { answer: (readers: string) => void; fail: () => void }[] = [];
  const scene = { answers, changes: 0 };
  const readers = () =>
    new Promise<Readers>((done, fail) => {
      const people = (names: string) => "abcdef".split("").map((userId) => ({ userId, read: names.includes(userId) }));
      const answer = (names: string) => done({ readCount: names.length, memberCount: 6, people: people(names) });
      answers.push({ answer, fail: () => fail(new Error("no connection")) });
    });
  const faces = new Faces({ readers }, () => scene.changes++);
  const of = (sequence: number, readCount: number, memberCount = 6) =>
    faces.of(TEAM, sequence, { readCount, memberCount });
  return { scene, of };
}

const settled = () => new Promise((done) => setTimeout(done));

it("the first three readers are shown, and asked for again when there are more", async () => {
  const { scene, of } = stage();
  expect([of(7, 0), of(7, 2), of(7, 2)]).toEqual([[], [], []]);
  expect(scene.answers).toHaveLength(1);
  scene.answers[0]?.answer("bd");
  await settled();
  expect([of(7, 2), scene.changes]).toEqual([["b", "d"], 1]);
  expect(of(7, 2)).toBe(of(7, 2));
  // Until the next answer, those who are known stay.
  expect(of(7, 4)).toEqual(["b", "d"]);
  scene.answers[1]?.answer("abcd");
  await settled();
  expect(of(7, 4)).toEqual(["a", "b", "c"]);
  // The next message has readers of its own.
  expect(of(8, 1)).toEqual([]);
});

it("an answer that another question overtook is dropped, and so is a failure", async () => {
  const { scene, of } = stage();
  of(7, 1);
  of(7, 2);
  scene.answers[1]?.answer("ab");
  scene.answers[0]?.answer("a");
  await settled();
  expect(of(7, 2)).toEqual(["a", "b"]);
  of(7, 3);
  scene.answers[2]?.fail();
  await settled();
  expect([of(7, 3), scene.answers.length]).toEqual([["a", "b"], 3]);
});

it("a large audience is not asked about", () => {
  const { scene, of } = stage();
  expect([of(7, 3, 50), of(7, 3, 51)]).toEqual([[], []]);
  expect(scene.answers).toHaveLength(1);
});
