// Goal: messages are pinned and unpinned, and all who look at a conversation learn of it. Method: as in
// questions.test.ts.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DisconnectedError } from "../src/connection.ts";
import { direct, group } from "../src/peer.ts";
import type { MemoryStore } from "../src/store.ts";
import type { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { CommandNumber, RefusalCode } from "../src/wire.ts";
import { aliceOnline, leave, message, ok, refused, type ScriptedServer, settle } from "./scripted-server.ts";

const bob = direct("bob");
const team = group("team");
let server: ScriptedServer;
let store: MemoryStore;
let updates: Update[];
let client: SyncedClient;

beforeEach(async () => {
  ({ server, store, updates, client } = await aliceOnline());
});

afterEach(() => leave(client));

const told = () => updates.filter((update) => update.type === "pinned");

function pinOf(messageSequence: number, pinnedTime?: number) {
  const isPinned = pinnedTime !== undefined;
  const names = { messageId: `m-${messageSequence}`, messageKey: 1000 + messageSequence, messageSequence };
  return { ...names, isPinned, ...(isPinned && { pinnedTime }) };
}

it("a message is pinned and unpinned, and the application is told as of another device's", async () => {
  server.answers.PIN = ({ messageSequence, isPinned }) => [
    "PIN_ACK",
    ok(pinOf(Number(messageSequence), isPinned ? 7 : undefined)),
  ];
  await client.pin(bob, 3, true);
  await client.pin(team, 4, true);
  await client.pin(bob, 3, false);
  expect(server.line.heard("PIN")).toMatchObject([
    { conversationType: 0, toId: "bob", fromId: "alice", messageSequence: 3, isPinned: true },
    { conversationType: 1, groupId: "team", fromId: "alice", messageSequence: 4, isPinned: true },
    { conversationType: 0, toId: "bob", fromId: "alice", messageSequence: 3, isPinned: false },
  ]);
  expect(told()).toEqual([
    { type: "pinned", peer: bob, sequence: 3, isPinned: true, pinnedTime: 7, by: "alice" },
    { type: "pinned", peer: team, sequence: 4, isPinned: true, pinnedTime: 7, by: "alice" },
    { type: "pinned", peer: bob, sequence: 3, isPinned: false, by: "alice" },
  ]);
});

it("others' pins are told in the order of the messages around them, and move nothing of the inbox", async () => {
  server.line.say("MSG_P2P", message(1, { inboxSequence: 10, previousInboxSequence: 0 }));
  server.line.say("PIN_NOTIFY", { conversationType: 0, toId: "bob", fromId: "bob", ...pinOf(1, 7) });
  server.line.say("PIN_NOTIFY", { conversationType: 1, groupId: "team", ...pinOf(5, 8) });
  server.line.say("PIN_NOTIFY", { conversationType: 0, toId: "bob", fromId: "alice", ...pinOf(1) });
  await settle();
  expect(updates.flatMap(({ type }) => (type === "arrived" || type === "pinned" ? [type] : []))).toEqual([
    "arrived",
    "pinned",
    "pinned",
    "pinned",
  ]);
  expect(told()).toEqual([
    { type: "pinned", peer: bob, sequence: 1, isPinned: true, pinnedTime: 7, by: "bob" },
    { type: "pinned", peer: team, sequence: 5, isPinned: true, pinnedTime: 8 },
    { type: "pinned", peer: bob, sequence: 1, isPinned: false, by: "alice" },
  ]);
  expect(client.conversation(bob)).toMatchObject({ unread: 1, newest: 1 });
  expect(server.line.heard("INBOX_PULL")).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  client.close();
  expect((await store.load()).cursor).toBe(10);
});

it("what is pinned is asked for, newest pin first", async () => {
  const dataList = [
    { ...message(2), pinnedTime: 9, editedTime: 8 },
    { ...message(5), pinnedTime: 7 },
  ].map(({ conversationId: _, ...one }: Record<string, unknown>) => one);
  server.answers.PIN_PULL = () => ["PIN_PAGE", { dataList }];
  expect(await client.pins(team)).toEqual(dataList);
  expect(server.line.heard("PIN_PULL")).toMatchObject([{ conversationType: 1, groupId: "team" }]);
});

it("what is refused says why, and nothing is told of it", async () => {
  server.answers.PIN = () => ["PIN_ACK", refused(RefusalCode.PIN_NOT_ALLOWED)];
  await expect(client.pin(team, 1, true)).rejects.toMatchObject({ code: RefusalCode.PIN_NOT_ALLOWED, mayRetry: false });
  server.answers.PIN_PULL = () => [
    "REFUSED",
    { code: RefusalCode.UNKNOWN_COMMAND, msg: "command: 1083", command: CommandNumber.PIN_PULL },
  ];
  await expect(client.pins(bob)).rejects.toMatchObject({ code: RefusalCode.UNKNOWN_COMMAND });
  client.close();
  await expect(client.pin(bob, 1, true)).rejects.toThrow(DisconnectedError);
  await expect(client.pins(bob)).rejects.toThrow(DisconnectedError);
  expect(told()).toEqual([]);
});
