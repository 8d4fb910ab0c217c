// Goal: a question gets its own answer or refusal, in time or not at all. Method: a server that the test scripts, in
// place of the browser's WebSocket; time stands still unless it is moved.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DisconnectedError } from "../src/connection.ts";
import { direct, namesOf } from "../src/peer.ts";
import type { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { CommandNumber, RefusalCode } from "../src/wire.ts";
import { aliceOnline, leave, ok, refused, type ScriptedServer, settle } from "./scripted-server.ts";

const PATIENCE = 1_000;
let server: ScriptedServer;
let updates: Update[];
let client: SyncedClient;

beforeEach(async () => {
  ({ server, updates, client } = await aliceOnline({ patience: PATIENCE }));
});

afterEach(() => leave(client));

it("an answer that comes too late is told to nobody, and the connection goes on", async () => {
  const asked = client.ask({ command: CommandNumber.HISTORY_PULL, data: namesOf(direct("bob")) });
  const outcome = expect(asked).rejects.toThrow(`no answer after ${PATIENCE} ms`);
  await vi.advanceTimersByTimeAsync(PATIENCE);
  await outcome;
  const before = updates.length;
  const [pull] = server.line.heard("HISTORY_PULL");
  server.line.answer(pull ?? {}, "HISTORY_PAGE", { dataList: [], completed: true });
  await settle();
  expect(updates.slice(before)).toEqual([]);
  expect(client.state).toEqual({ is: "online" });
});

it("users are blocked and taken back, and listed", async () => {
  const blocked = new Set<string>();
  server.answers.BLOCK_SET = ({ blockedId, isBlocked }) => {
    if (isBlocked) {
      blocked.add(String(blockedId));
    } else {
      blocked.delete(String(blockedId));
    }
    return ["BLOCK_SET_ACK", ok({ blockedId, isBlocked })];
  };
  server.answers.BLOCK_PULL = () => ["BLOCK_PAGE", { blockedIds: [...blocked].sort() }];
  await client.setBlocked("mallory", true);
  await client.setBlocked("eve", true);
  expect(await client.blocked()).toEqual(["eve", "mallory"]);
  await client.setBlocked("eve", false);
  await client.setBlocked("mallory", false);
  expect(await client.blocked()).toEqual([]);
  expect(server.line.heard("BLOCK_SET").map(({ blockedId, isBlocked }) => [blockedId, isBlocked])).toEqual([
    ["mallory", true],
    ["eve", true],
    ["eve", false],
    ["mallory", false],
  ]);
});

it("a block that is refused says why, also by a server that does not know blocks", async () => {
  server.answers.BLOCK_SET = () => ["BLOCK_SET_ACK", refused(RefusalCode.TOO_LARGE)];
  await expect(client.setBlocked("mallory", true)).rejects.toMatchObject({ code: RefusalCode.TOO_LARGE });
  server.answers.BLOCK_PULL = () => [
    "REFUSED",
    { code: RefusalCode.UNKNOWN_COMMAND, msg: "command: 5202", command: CommandNumber.BLOCK_PULL },
  ];
  await expect(client.blocked()).rejects.toMatchObject({ code: RefusalCode.UNKNOWN_COMMAND, mayRetry: false });
  client.close();
  await expect(client.blocked()).rejects.toThrow(DisconnectedError);
});

it("receipts are switched, here and elsewhere, and what others have read is forgotten", async () => {
  const item = {
    conversationId: "0_alice_bob",
    conversationType: 0,
    fromId: "alice",
    toId: "bob",
    sequence: 7,
    readSequence: 0,
    messageSequence: 2,
    unreadCount: 0,
    isMute: false,
    isTop: false,
  };
  let receiptsOn = true;
  server.answers.RECEIPTS_SET = (data) => {
    receiptsOn = data.receiptsOn === true;
    return ["RECEIPTS_SET_ACK", ok({ receiptsOn })];
  };
  server.answers.RECEIPTS_PULL = () => ["RECEIPTS_STATE", { receiptsOn, othersShown: receiptsOn, changeable: true }];
  server.answers.CONVERSATION_PULL = ({ lastSequence }) => {
    const seen = receiptsOn ? 2 : 0;
    const dataList = Number(lastSequence) < 7 ? [{ ...item, peerReadSequence: seen, peerReceiveSequence: seen }] : [];
    return ["CONVERSATION_PAGE", { dataList, maxSequence: 7, completed: true }];
  };
  expect(await client.receipts.state()).toEqual({ receiptsOn: true, othersShown: true, changeable: true });
  server.line.say("MSG_READ_RECEIPT", { conversationType: 0, fromId: "bob", toId: "alice", messageSequence: 2 });
  await settle();
  expect(client.conversation(direct("bob")).peerRead).toBe(2);
  await client.receipts.set(false);
  await settle();
  expect(client.conversation(direct("bob")).peerRead).toBe(0);
  receiptsOn = true;
  server.line.say("RECEIPTS_UPDATED", { fromId: "alice", receiptsOn: true, othersShown: true });
  await settle();
  expect(client.conversation(direct("bob")).peerRead).toBe(2);
  expect(updates.filter((update) => update.type === "receipts")).toHaveLength(1);
});

it("a switch that the app does not have is refused", async () => {
  server.answers.RECEIPTS_SET = () => ["RECEIPTS_SET_ACK", refused(RefusalCode.RECEIPTS_FIXED)];
  await expect(client.receipts.set(false)).rejects.toMatchObject({ code: RefusalCode.RECEIPTS_FIXED });
});

it("a push token is set and removed, and the server is told which", async () => {
  const asked: unknown[] = [];
  server.answers.PUSH_TOKEN_SET = (data) => {
    asked.push(data);
    return ["PUSH_TOKEN_SET_ACK", ok({ service: data.service })];
  };
  server.answers.PUSH_TOKEN_REMOVE = (data) => {
    asked.push(data);
    return ["PUSH_TOKEN_REMOVE_ACK", ok({})];
  };
  await client.push.set("fcm", "dQw4:APA91b");
  await client.push.remove();
  expect(asked).toMatchObject([{ service: "fcm", token: "dQw4:APA91b" }, {}]);
});

it("a push token that the server does not take is refused", async () => {
  server.answers.PUSH_TOKEN_SET = () => ["PUSH_TOKEN_SET_ACK", refused(RefusalCode.MALFORMED)];
  await expect(client.push.set("fcm", "t")).rejects.toMatchObject({ code: RefusalCode.MALFORMED });
});

it("a list that the server never gave a cursor of is pulled anew, once", async () => {
  let newest = 90;
  server.answers.CONVERSATION_PULL = ({ lastSequence }) =>
    Number(lastSequence) > newest
      ? ["REFUSED", { code: RefusalCode.READ_AHEAD, msg: "not given here", command: CommandNumber.CONVERSATION_PULL }]
      : ["CONVERSATION_PAGE", { dataList: [], maxSequence: newest, completed: true }];
  const relogin = async () => {
    server.line.breakOff();
    await vi.advanceTimersByTimeAsync(1_000);
    return server.line.heard("CONVERSATION_PULL").map((data) => data.lastSequence);
  };
  expect(await relogin()).toEqual([1]);
  newest = 20; // restored from an older copy
  expect(await relogin()).toEqual([90, 1]);
  expect(await relogin()).toEqual([20]);
  expect(client.state).toEqual({ is: "online" });
});
