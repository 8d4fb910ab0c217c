// Goal: what a device keeps is there after a reload, in order. Method: the IndexedDB store on an implementation of
// IndexedDB in memory, closed and opened again.

import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { direct, group } from "../src/peer.ts";
import { IndexedDbStore } from "../src/store.ts";

it("keeps the cursor and the unsent messages of each device apart", async () => {
  const store = await IndexedDbStore.open("one");
  expect(await store.load()).toEqual({ cursor: 0, unsent: [] });
  const first = { messageId: "z", peer: direct("bob"), body: "first", time: 1, ticket: 1 };
  const second = { messageId: "a", peer: group("team"), body: { text: "second" }, time: 2, ticket: 2 };
  await store.saveUnsent(second);
  await store.saveUnsent(first);
  await store.saveUnsent({ ...first, refused: { code: 40301, detail: "no" } });
  await store.saveCursor(7);
  await store.saveCursor(9);

  const again = await IndexedDbStore.open("one");
  expect(await again.load()).toEqual({
    cursor: 9,
    unsent: [{ ...first, refused: { code: 40301, detail: "no" } }, second],
  });
  await again.removeUnsent("z");
  expect((await again.load()).unsent).toEqual([second]);
  expect(await (await IndexedDbStore.open("another")).load()).toEqual({ cursor: 0, unsent: [] });
});
