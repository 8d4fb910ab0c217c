// Goal: what is kept is what a server told last, without what was recalled or may be deleted, and bounded. Method: an
// archive in a real implementation of IndexedDB, closed and opened again.

import "fake-indexeddb/auto";
import { type ChatMessage, type Conversation, direct, type Peer } from "@whaleshark/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Archive, forgetArchive, type Loaded, MESSAGES_AT_MOST } from "../src/model/archive.ts";
import { chatMessage } from "./messages.ts";

const APP = 7;
const bob = direct("bob");
let archive: Archive;

beforeEach(async () => {
  archive = await Archive.open(APP, "alice");
});

afterEach(() => {
  archive.close();
  forgetArchive(APP, "alice");
});

function loaded(peer: Peer, sequences: readonly number[], fromHistory = false): Loaded {
  const conversation = { peer, title: peer.id, newest: sequences.at(-1) ?? 0, listed: true } as unknown as Conversation;
  return { conversation, messages: sequences.map((sequence) => chatMessage(sequence)), fromHistory };
}

async function save(...now: Loaded[]): Promise<void> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  archive.soon(() => now);
  vi.runAllTimers();
  vi.useRealTimers();
}

async function reopen(): Promise<void> {
  archive.close();
  archive = await Archive.open(APP, "alice");
}

function kept(peer: Peer): number[] {
  return (archive.of(peer)?.messages ?? []).map(({ messageSequence }: ChatMessage) => messageSequence);
}

it("is there when it is opened again, for this user alone", async () => {
  await save(loaded(bob, [1, 2]));
  await reopen();
  expect(archive.conversations.map(({ title }) => title)).toEqual(["bob"]);
  expect(kept(bob)).toEqual([1, 2]);
  const other = await Archive.open(APP, "carol");
  expect(other.isEmpty).toBe(true);
  other.close();
});

it("what is pushed goes on what is kept; after a hole nothing older stays", async () => {
  await save(loaded(bob, [1, 2]));
  await save(loaded(bob, [3]));
  expect(kept(bob)).toEqual([1, 2, 3]);
  await save(loaded(bob, []));
  expect(kept(bob)).toEqual([1, 2, 3]);
  await save(loaded(bob, [5]));
  expect(kept(bob)).toEqual([5]);
});

it("what the server no longer has is not kept", async () => {
  await save(loaded(bob, [1, 2]));
  await save(loaded(bob, [3], true));
  expect(kept(bob)).toEqual([3]);
  await save(loaded(direct("carol"), [1]));
  expect(kept(bob)).toEqual([]);
});

it("a recalled text is not kept, nor what a recall may have been missed of", async () => {
  await save(loaded(bob, [1, 2]));
  archive.recalled(bob, 2);
  await save(loaded(bob, []));
  await reopen();
  expect(archive.of(bob)?.messages.map(({ messageBody }) => messageBody)).toEqual(["x", ""]);
  archive.gap(bob);
  expect(kept(bob)).toEqual([]);
});

it("an edited text is kept, and not what it said before", async () => {
  await save(loaded(bob, [1, 2]));
  archive.edited(bob, 2, { messageBody: "edited", editedTime: 7 });
  await save(loaded(bob, []));
  await reopen();
  expect(archive.of(bob)?.messages).toMatchObject([{ messageBody: "x" }, { messageBody: "edited", editedTime: 7 }]);
});

it("is bounded", async () => {
  const all = Array.from({ length: MESSAGES_AT_MOST + 1 }, (_, i) => i + 1);
  await save(loaded(bob, all));
  expect(kept(bob)).toEqual(all.slice(1));
});

it("forgets everything", async () => {
  await save(loaded(bob, [1]));
  forgetArchive(APP, "alice");
  // An archive that is open in another tab saves nothing from now on.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await save(loaded(bob, [1, 2]));
  await reopen();
  expect(archive.isEmpty).toBe(true);
});
