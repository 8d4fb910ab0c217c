// Goal: the stored position never passes an update that the application is still handling, or could not handle.
// Method: the keeper of the position, with a store in memory; time stands still unless it is moved.

import { runInNewContext } from "node:vm";
import { beforeEach, expect, it, vi } from "vitest";
import { CursorKeeper, MemoryStore } from "../src/store.ts";

let store: MemoryStore;
let keeper: CursorKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  store = new MemoryStore();
  keeper = new CursorKeeper(store, () => {});
});

async function stored(): Promise<number> {
  await vi.advanceTimersByTimeAsync(1_000);
  return (await store.load()).cursor;
}

/** A promise that the test settles. */
function handling() {
  let finish = () => {};
  let fail = (_why: Error) => {};
  const promise = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  keeper.waitFor(promise);
  return { finish, fail };
}

it("what returns no promise is handled", async () => {
  keeper.waitFor(undefined);
  keeper.waitFor("text");
  keeper.moved(1);
  expect(await stored()).toBe(1);
});

it("what is like a promise is one, such as another realm's", async () => {
  keeper.waitFor(runInNewContext("new Promise(() => {})"));
  keeper.moved(1);
  expect(await stored()).toBe(0);
});

it("the position waits for everything before it, and for nothing after it", async () => {
  const first = handling();
  keeper.moved(1);
  const second = handling();
  keeper.moved(2);
  second.finish();
  expect(await stored()).toBe(0);
  keeper.store();
  expect(await stored()).toBe(0);
  first.finish();
  expect(await stored()).toBe(2);
  const third = handling();
  keeper.moved(3);
  handling();
  keeper.moved(4);
  third.finish();
  expect(await stored()).toBe(3);
});

it("a rejection stops it, and stays for the application to see", async () => {
  const seen: unknown[] = [];
  const listener = (why: unknown) => seen.push(why);
  process.on("unhandledRejection", listener);
  const why = new Error("the database is away");
  const before = process.listeners("unhandledRejection").filter((other) => other !== listener);
  for (const other of before) {
    process.off("unhandledRejection", other);
  }
  keeper.moved(1);
  expect(await stored()).toBe(1);
  const first = handling();
  keeper.moved(2);
  first.fail(why);
  keeper.moved(3);
  expect(await stored()).toBe(1);
  vi.useRealTimers();
  await expect.poll(() => seen).toEqual([why]);
  handling().finish();
  keeper.moved(4);
  await new Promise((later) => setTimeout(later, 20));
  expect(seen).toEqual([why]);
  keeper.store();
  expect((await store.load()).cursor).toBe(1);
  for (const other of before) {
    process.on("unhandledRejection", other);
  }
  process.off("unhandledRejection", listener);
});
