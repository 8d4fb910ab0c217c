// Goal: a file keeps what a device has to keep, and never something else or half of it. Method: real files.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { FileStore } from "../src/node.ts";
import { direct, group } from "../src/peer.ts";

const folder = mkdtempSync(join(tmpdir(), "whaleshark-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const first = { messageId: "z", peer: direct("bob"), body: "first", time: 1, ticket: 1 };
const second = { messageId: "a", peer: group("team"), body: { text: "second" }, time: 2, ticket: 2 };

it("keeps the cursor and the unsent messages, in order, in a folder that it makes", async () => {
  const file = join(folder, "new/deep/alice.json");
  const store = await FileStore.open(file);
  expect(await store.load()).toEqual({ cursor: 0, unsent: [] });
  await store.saveUnsent(second);
  await store.saveUnsent(first);
  await store.saveUnsent({ ...first, refused: { code: 40301, detail: "no" } });
  await store.saveCursor(7);

  const again = await FileStore.open(file);
  const refused = { ...first, refused: { code: 40301, detail: "no" } };
  expect(await again.load()).toEqual({ cursor: 7, unsent: [refused, second] });
  await again.removeUnsent("z");
  await again.removeUnsent("missing");
  expect(await (await FileStore.open(file)).load()).toEqual({ cursor: 7, unsent: [second] });
  expect(readdirSync(join(folder, "new/deep"))).toEqual(["alice.json"]);
});

it("changes at the same time are all stored, and each is stored when its promise says so", async () => {
  const file = join(folder, "busy.json");
  const store = await FileStore.open(file);
  const saved = Array.from({ length: 50 }, (_, i) => store.saveCursor(i + 1));
  const unsent = store.saveUnsent(first);
  await saved[0];
  expect(JSON.parse(readFileSync(file, "utf8")).cursor).toBeGreaterThanOrEqual(1);
  await Promise.all([...saved, unsent]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ cursor: 50, unsent: [first] });
});

it("refuses a file that is not its own, and leaves it alone", async () => {
  for (const text of ["", "{", "[]", '{"cursor":1}', '{"cursor":"1","unsent":[]}', '{"name":"my-package"}']) {
    const file = join(folder, "other.json");
    writeFileSync(file, text);
    await expect(FileStore.open(file)).rejects.toThrow(`${file}: not the file of a store`);
    expect(readFileSync(file, "utf8")).toBe(text);
  }
});

it("a write that fails is reported, and the next one has all", async () => {
  const file = join(folder, "gone/alice.json");
  const store = await FileStore.open(file);
  rmSync(join(folder, "gone"), { recursive: true });
  await expect(store.saveCursor(1)).rejects.toThrow("ENOENT");
  const again = await FileStore.open(file);
  expect(await again.load()).toEqual({ cursor: 0, unsent: [] });
  await store.saveUnsent(first);
  expect(await (await FileStore.open(file)).load()).toEqual({ cursor: 1, unsent: [first] });
});
