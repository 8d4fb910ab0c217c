// Goal: reactions are set and taken back, and all who look at a conversation learn of it. Method: as in
// questions.test.ts.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DisconnectedError } from "../src/connection.ts";
import { direct, group } from "../src/peer.ts";
import type { MemoryStore } from "../src/store.ts";
import type { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { CommandNumber, RefusalCode } from "../src/wire.ts";
import { aliceOnline, entry, leave, message, ok, refused, type ScriptedServer, settle } from "./scripted-server.ts";

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

const told = () => updates.filter((update) => update.type === "reaction");

function reactionTo(messageSequence: number, reaction: unknown, isSet: unknown, count: number) {
  const { messageId, messageKey } = message(messageSequence);
  return { messageId, messageKey, messageSequence, reaction, isSet, count };
}

it("a reaction is set and taken back, and the application is told as of another device's", async () => {
  server.answers.REACT = ({ messageSequence, reaction, isSet }) => [
    "REACT_ACK",
    ok(reactionTo(Number(messageSequence), reaction, isSet, isSet ? 3 : 2)),
  ];
  await client.react(bob, 3, "👍", true);
  await client.react(team, 4, "👩‍🚀", true);
  await client.react(bob, 3, "👍", false);
  expect(server.line.heard("REACT")).toMatchObject([
    { conversationType: 0, toId: "bob", fromId: "alice", messageSequence: 3, reaction: "👍", isSet: true },
    { conversationType: 1, groupId: "team", fromId: "alice", messageSequence: 4, reaction: "👩‍🚀", isSet: true },
    { conversationType: 0, toId: "bob", fromId: "alice", messageSequence: 3, reaction: "👍", isSet: false },
  ]);
  expect(told()).toEqual([
    { type: "reaction", peer: bob, sequence: 3, reaction: "👍", isSet: true, count: 3, by: "alice" },
    { type: "reaction", peer: team, sequence: 4, reaction: "👩‍🚀", isSet: true, count: 3, by: "alice" },
    { type: "reaction", peer: bob, sequence: 3, reaction: "👍", isSet: false, count: 2, by: "alice" },
  ]);
});

it("others' reactions are told in the order of the messages around them, and move nothing of the inbox", async () => {
  const inBob = { conversationType: 0, toId: "bob" };
  server.line.say("MSG_P2P", entry(1, { previousInboxSequence: 0 }));
  server.line.say("REACTION_NOTIFY", { ...inBob, fromId: "bob", ...reactionTo(1, "🎉", true, 1) });
  server.line.say("REACTION_NOTIFY", {
    conversationType: 1,
    groupId: "team",
    fromId: "carol",
    ...reactionTo(5, "ok", true, 9),
  });
  server.line.say("REACTION_NOTIFY", { ...inBob, fromId: "alice", ...reactionTo(1, "🎉", false, 0) });
  await settle();
  expect(updates.flatMap(({ type }) => (type === "arrived" || type === "reaction" ? [type] : []))).toEqual([
    "arrived",
    "reaction",
    "reaction",
    "reaction",
  ]);
  expect(told()).toEqual([
    { type: "reaction", peer: bob, sequence: 1, reaction: "🎉", isSet: true, count: 1, by: "bob" },
    { type: "reaction", peer: team, sequence: 5, reaction: "ok", isSet: true, count: 9, by: "carol" },
    { type: "reaction", peer: bob, sequence: 1, reaction: "🎉", isSet: false, count: 0, by: "alice" },
  ]);
  expect(client.conversation(bob)).toMatchObject({ unread: 1, newest: 1 });
  expect(server.line.heard("INBOX_PULL")).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  client.close();
  expect((await store.load()).cursor).toBe(10);
});

it("the reactions to a range of messages are asked for", async () => {
  const dataList = [
    { messageSequence: 2, reactions: [{ reaction: "👍", count: 3, mine: true }] },
    {
      messageSequence: 5,
      reactions: [
        { reaction: "🎉", count: 1 },
        { reaction: "👍", count: 2 },
      ],
    },
  ];
  server.answers.REACTION_PULL = () => ["REACTION_PAGE", { dataList }];
  expect(await client.reactions(team, 1, 200)).toEqual(dataList);
  expect(server.line.heard("REACTION_PULL")).toMatchObject([
    { conversationType: 1, groupId: "team", fromSequence: 1, toSequence: 200 },
  ]);
});

it("who has set a reaction is asked for, page after page", async () => {
  server.answers.REACTORS_PULL = ({ lastUserId }) => [
    "REACTORS_PAGE",
    { count: 2, dataList: [{ userId: lastUserId === undefined ? "bob" : "carol" }], completed: lastUserId === "bob" },
  ];
  expect(await client.reactors(bob, 3, "👍")).toEqual({ count: 2, userIds: ["bob"], completed: false });
  expect(await client.reactors(bob, 3, "👍", "bob", 7)).toEqual({ count: 2, userIds: ["carol"], completed: true });
  const [first, second] = server.line.heard("REACTORS_PULL");
  expect(first).toMatchObject({ conversationType: 0, toId: "bob", messageSequence: 3, reaction: "👍", maxLimit: 100 });
  expect(first).not.toHaveProperty("lastUserId");
  expect(second).toMatchObject({ messageSequence: 3, reaction: "👍", lastUserId: "bob" });
});

it("what is refused says why, and nothing is told of it", async () => {
  server.answers.REACT = () => ["REACT_ACK", refused(RefusalCode.TOO_LARGE)];
  await expect(client.react(team, 1, "👍", true)).rejects.toMatchObject({
    code: RefusalCode.TOO_LARGE,
    mayRetry: false,
  });
  const unknown = (command: number) => ({ code: RefusalCode.UNKNOWN_COMMAND, msg: `command: ${command}`, command });
  server.answers.REACTION_PULL = () => ["REFUSED", unknown(CommandNumber.REACTION_PULL)];
  await expect(client.reactions(bob, 1, 1)).rejects.toMatchObject({ code: RefusalCode.UNKNOWN_COMMAND });
  server.answers.REACTORS_PULL = () => ["REFUSED", unknown(CommandNumber.REACTORS_PULL)];
  await expect(client.reactors(bob, 1, "👍")).rejects.toMatchObject({ code: RefusalCode.UNKNOWN_COMMAND });
  client.close();
  await expect(client.react(bob, 1, "👍", true)).rejects.toThrow(DisconnectedError);
  await expect(client.reactions(bob, 1, 1)).rejects.toThrow(DisconnectedError);
  await expect(client.reactors(bob, 1, "👍")).rejects.toThrow(DisconnectedError);
  expect(told()).toEqual([]);
});
