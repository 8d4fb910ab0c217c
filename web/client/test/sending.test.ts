// Goal: what is sent is sent until it is answered, under one id and in its order; what has failed is not sent any more,
// and what was sent is told once. Method: a server that the test scripts, in place of the browser's WebSocket; time
// stands still unless it is moved.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { direct, group } from "../src/peer.ts";
import { MemoryStore } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { aliceWith, entry, leave, ok, refused, ScriptedServer, settle } from "./scripted-server.ts";

const bob = direct("bob");
let server: ScriptedServer;
let store: MemoryStore;
let updates: Update[];
let client: SyncedClient;

beforeEach(() => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  store = new MemoryStore();
  updates = [];
});

afterEach(() => leave(client));

async function start(): Promise<void> {
  client = new SyncedClient(aliceWith(store, updates));
  await client.start();
  await settle();
}

function told(): unknown[] {
  return updates.flatMap((u) => (u.type === "arrived" ? [u.message.messageBody] : []));
}

const sentIds = (line = server.line) => line.heard("MSG_P2P").map((data) => data.messageId);
const acked = (sequence: number) => ok({ messageId: "", messageKey: 7, messageSequence: sequence, messageTime: 8 });

it("what is not acknowledged is sent again after a new login: same ids, same order", async () => {
  await start();
  client.send(bob, "one");
  client.send(bob, "two");
  await settle();
  const ids = sentIds();
  server.line.breakOff();
  await settle();
  expect(client.unsent().map((e) => e.state)).toEqual(["waiting", "waiting"]);
  client.send(bob, "three");
  await vi.advanceTimersByTimeAsync(200);
  expect(sentIds().slice(0, 2)).toEqual(ids);
  expect(server.line.heard("MSG_P2P").map((data) => data.messageBody)).toEqual(["one", "two", "three"]);
  for (const data of server.line.heard("MSG_P2P")) {
    server.line.answer(data, "MSG_ACK", acked(server.line.heard("MSG_P2P").indexOf(data) + 1));
  }
  await settle();
  expect(client.unsent()).toEqual([]);
  expect(updates.flatMap((u) => (u.type === "sent" ? [u.message.messageBody] : []))).toEqual(["one", "two", "three"]);
});

it("what is not acknowledged survives the page", async () => {
  await start();
  client.send(bob, "kept");
  await settle();
  const ids = sentIds();
  client.close();
  await start();
  expect(sentIds()).toEqual(ids);
});

it("a refusal for the moment is tried again under the same id, with growing pauses", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", refused(50300)];
  await start();
  client.send(bob, "busy");
  await settle();
  expect(client.unsent().map((e) => e.state)).toEqual(["retrying"]);
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = sentIds().length;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(10);
  expect(new Set(sentIds()).size).toBe(1);
  server.answers.MSG_P2P = () => ["MSG_ACK", acked(1)];
  await vi.advanceTimersByTimeAsync(30_000);
  expect(client.unsent()).toEqual([]);
});

it("a server that says how long it wants to be left alone is left alone for so long", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", { ...refused(42900), data: { retryAfterMillis: 20_000 } }];
  await start();
  client.send(bob, "too many");
  await vi.advanceTimersByTimeAsync(19_900);
  expect(sentIds()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sentIds()).toHaveLength(2);
});

it("the messages of a conversation keep their order when the server puts one off", async () => {
  const bodies = () => server.line.heard("MSG_P2P").map((data) => data.messageBody);
  server.answers.MSG_P2P = ({ toId }) => ["MSG_ACK", toId === "bob" ? refused(50300) : acked(1)];
  await start();
  client.send(bob, "one");
  client.send(bob, "two");
  await settle();
  client.send(bob, "three");
  client.send(direct("carol"), "elsewhere");
  await settle();
  expect(bodies()).toEqual(["one", "two", "elsewhere"]);
  expect(client.unsent().map((e) => e.state)).toEqual(["retrying", "retrying", "retrying"]);
  let sequence = 0;
  server.answers.MSG_P2P = () => ["MSG_ACK", acked(++sequence)];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(bodies().slice(3)).toEqual(["one", "two", "three"]);
  expect(client.unsent()).toEqual([]);
});

it("a message that is refused for good is in nobody's way", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", refused(50300)];
  await start();
  client.send(bob, "one");
  client.send(bob, "two");
  await settle();
  server.answers.MSG_P2P = ({ messageBody }) => ["MSG_ACK", messageBody === "one" ? refused(41300) : acked(1)];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(client.unsent().map((e) => [e.body, e.state])).toEqual([["one", "failed"]]);
});

it("a refusal for good is failed, until it is tried again or given up", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", refused(40301)];
  await start();
  client.send(bob, "not for you");
  await settle();
  const [failed] = client.unsent();
  expect(failed).toMatchObject({ state: "failed", refused: { code: 40301 } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sentIds()).toHaveLength(1);
  // Neither over another connection, nor by the next run.
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(60_000);
  client.close();
  await start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.lines.map((line) => sentIds(line).length)).toEqual([1, 0, 0]);
  expect(client.unsent()).toEqual([failed]);
  client.retry(failed?.messageId ?? "");
  await settle();
  expect(sentIds()).toEqual([failed?.messageId]);
  client.discard(failed?.messageId ?? "");
  expect(client.unsent()).toEqual([]);
  expect((await store.load()).unsent).toEqual([]);
});

it("a group that was dissolved while nobody was told is known by its refusal, after a reload as well", async () => {
  const team = group("team");
  server.answers.MSG_GROUP = () => ["GROUP_MSG_ACK", refused(41000)];
  await start();
  expect(client.conversation(team).membership).toBe("in");
  client.send(team, "anybody here?");
  await settle();
  expect(client.conversation(team).membership).toBe("dissolved");
  client.close();
  await start();
  expect(client.conversation(team).membership).toBe("dissolved");
});

it("an own message that is in the inbox is sent, whatever became of its answer", async () => {
  await start();
  client.send(bob, "heard");
  await settle();
  const [messageId] = sentIds();
  server.inboxHolds([entry(1, { fromId: "alice", toId: "bob", messageId })]);
  server.push(2, 10);
  await settle();
  expect(client.unsent()).toEqual([]);
  expect(updates.filter((u) => u.type === "sent")).toHaveLength(1);
  expect(told()).toEqual(["text 2"]);
});

it("the answer to a repeat does not bring back what was recalled elsewhere", async () => {
  await start();
  client.send(bob, "regretted");
  await settle();
  const [messageId] = sentIds();
  // It is stored, its answer is lost, and another device recalls it.
  server.line.breakOff();
  server.maxSequence = 20;
  const own = { fromId: "alice", toId: "bob", messageId };
  server.inboxHolds([entry(1, { ...own, inboxSequence: 20, messageBody: "", recalled: true })]);
  await vi.advanceTimersByTimeAsync(200);
  expect(sentIds()).toEqual([messageId]);
  expect(updates.filter((u) => u.type === "recalled")).toHaveLength(1);
  server.line.answer(server.line.heard("MSG_P2P")[0] ?? {}, "MSG_ACK", acked(1));
  await settle();
  expect(client.unsent()).toEqual([]);
  expect(updates.flatMap((u) => (u.type === "sent" ? [u.message] : []))).toMatchObject([
    { messageSequence: 1, messageBody: "", recalled: true },
  ]);
});

it("an own message counts as told when it is acknowledged, not as unread", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", acked(1)];
  await start();
  client.send(bob, "mine");
  await settle();
  server.inboxHolds([entry(1, { fromId: "alice", toId: "bob" }), entry(2)]);
  server.push(2, 10);
  await settle();
  expect(told()).toEqual(["text 2"]);
  expect(client.conversation(bob).unread).toBe(1);
});

it("a message that comes after a later own one is unread", async () => {
  server.answers.MSG_P2P = () => ["MSG_ACK", acked(2)];
  await start();
  client.send(bob, "mine");
  await settle();
  server.push(1, 0);
  await settle();
  expect(told()).toEqual(["text 1"]);
  expect(client.conversation(bob)).toMatchObject({ newest: 2, unread: 1 });
});
