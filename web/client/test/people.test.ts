// What is known of people: who is asked for, when again, and what becomes of answers.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Profile } from "../src/directory.ts";
import { People } from "../src/people.ts";

const MINUTES = 60_000;

function profile(userId: string, name: string): Profile {
  return { userId, name, avatar: "", extra: "", changedAt: 1 };
}

const asked: string[] = [];
let directory: Record<string, Profile>;
let fails = false;
let changes = 0;

function people(): People {
  return new People({
    ask: async (userIds, groupId) => {
      asked.push(`${userIds.join(" ")}${groupId ? ` in ${groupId}` : ""}`);
      if (fails) {
        throw new TypeError("unreachable");
      }
      return userIds.flatMap((id) => directory[`${groupId ?? ""}/${id}`] ?? []);
    },
    onChange: () => {
      changes++;
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  changes = 0;
  fails = false;
  directory = { "/bob": profile("bob", "Bob"), "g/carol": profile("carol", "Carol") };
});

afterEach(() => {
  vi.useRealTimers();
});

test("who is looked for at about one time is asked for at once, and once", async () => {
  const known = people();
  expect(known.of("bob")).toBeUndefined();
  known.of("dave");
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual(["bob dave"]);
  expect(changes).toBe(1);
  expect(known.of("bob")?.name).toBe("Bob");
  expect(known.of("dave")).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toHaveLength(1);
});

test("more than a hundred are asked for in several questions", async () => {
  const known = people();
  for (let i = 0; i < 101; i++) {
    known.of(`u${i}`);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map((ids) => ids.split(" ").length)).toEqual([100, 1]);
});

test("who is not seen directly is asked for where they are met, and known everywhere then", async () => {
  const known = people();
  known.of("carol");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("carol", "g")).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual(["carol", "carol in g"]);
  expect(known.of("carol")?.name).toBe("Carol");
});

test("after some minutes it is asked again, and what has changed is told", async () => {
  const known = people();
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  await vi.advanceTimersByTimeAsync(6 * MINUTES);
  expect(known.of("bob")?.name).toBe("Bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(changes).toBe(1);
  directory = { "/bob": profile("bob", "Robert") };
  await vi.advanceTimersByTimeAsync(6 * MINUTES);
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("bob")?.name).toBe("Robert");
  directory = {};
  await vi.advanceTimersByTimeAsync(6 * MINUTES);
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("bob")).toBeUndefined();
  expect(changes).toBe(3);
});

test("after a failure it is asked again, not at once", async () => {
  fails = true;
  const known = people();
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toHaveLength(1);
  fails = false;
  await vi.advanceTimersByTimeAsync(MINUTES);
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("bob")?.name).toBe("Bob");
});

test("while an answer is slow, whoever looks again asks nothing, and questions come one by one", async () => {
  const answers: (() => void)[] = [];
  const known = new People({
    ask: (userIds, groupId) => {
      asked.push(`${userIds.join(" ")}${groupId ? ` in ${groupId}` : ""}`);
      return new Promise((done) => answers.push(() => done([])));
    },
    onChange: () => {},
  });
  known.of("bob");
  known.of("carol", "g");
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < 5; i++) {
    known.of("bob");
    known.of("carol", "g");
    known.of("dave");
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(asked).toEqual(["bob"]);
  for (let i = 0; i < 3; i++) {
    answers[i]?.();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(asked).toEqual(["bob", "carol in g", "dave"]);
  known.of("bob");
  known.close();
  await vi.advanceTimersByTimeAsync(6 * MINUTES);
  expect(asked).toHaveLength(3);
});

test("what is no id is not asked for", async () => {
  const known = people();
  for (const text of ["", "x".repeat(129), "a\u0007", "\ud800"]) {
    expect(known.of(text)).toBeUndefined();
  }
  known.of("x".repeat(128));
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual(["x".repeat(128)]);
});

test("it asks again at once if there is a reason", async () => {
  const known = people();
  known.of("carol");
  await vi.advanceTimersByTimeAsync(100);
  directory = { "/carol": profile("carol", "Carol") };
  known.again("carol");
  known.of("carol");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("carol")?.name).toBe("Carol");
});

test("it remembers so many at most, and does not ask for more without end", async () => {
  const known = people();
  known.note(Array.from({ length: 2_000 }, (_, i) => profile(`u${i}`, "")));
  for (let i = 0; i < 3; i++) {
    expect(known.of("bob")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(6 * MINUTES);
  known.of("bob");
  await vi.advanceTimersByTimeAsync(100);
  expect(known.of("bob")?.name).toBe("Bob");
});
