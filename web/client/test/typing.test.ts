// Goal: others see for seconds who is writing, and the server hears of it seldom. Method: as in questions.test.ts.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { direct, group } from "../src/peer.ts";
import type { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { CommandNumber, RefusalCode } from "../src/wire.ts";
import { aliceOnline, leave, message, type ScriptedServer, settle } from "./scripted-server.ts";

const bob = direct("bob");
const team = group("team");
let server: ScriptedServer;
let updates: Update[];
let client: SyncedClient;

beforeEach(async () => {
  ({ server, updates, client } = await aliceOnline());
  updates.length = 0;
});

afterEach(() => leave(client));

/** What was told after the login, at which the client says that it knows of typing. */
const heard = () => server.line.heard("TYPING").slice(1);
const shown = () => heard().map(({ isTyping }) => isTyping);
const changes = () => updates.flatMap((update) => (update.type === "typing" ? [update.peer] : []));

async function told(more: Record<string, unknown>): Promise<void> {
  server.line.say("TYPING_NOTIFY", { conversationType: 0, toId: "alice", fromId: "bob", isTyping: true, ...more });
  await settle();
}

it("each letter that is typed is told at once, and then once in three seconds", () => {
  client.typing.write(bob);
  client.typing.write(bob);
  vi.advanceTimersByTime(2_999);
  client.typing.write(bob);
  expect(heard()).toEqual([{ conversationType: 0, toId: "bob", isTyping: true }]);
  vi.advanceTimersByTime(1);
  client.typing.write(bob);
  client.typing.write(team);
  expect(heard()).toHaveLength(3);
});

it("that the user stopped is told once, unless a message says so or others have forgotten it", () => {
  client.typing.stop(bob);
  client.typing.write(bob);
  client.typing.stop(bob);
  client.typing.stop(bob);
  expect(shown()).toEqual([true, false]);
  vi.advanceTimersByTime(2_000);
  client.typing.write(bob);
  client.send(bob, "hi");
  client.typing.stop(bob);
  expect(shown()).toEqual([true, false, true]);
  client.typing.write(bob);
  vi.advanceTimersByTime(6_000);
  client.typing.stop(bob);
  expect(shown()).toEqual([true, false, true, true]);
});

it("each login says that the client knows of typing", () => {
  expect(server.line.heard("TYPING")).toEqual([{ conversationType: 0, toId: "alice", isTyping: false }]);
});

it("who begins again is told of when the server passes it on", () => {
  client.typing.write(bob);
  vi.advanceTimersByTime(1_000);
  client.typing.stop(bob);
  client.typing.write(bob);
  expect(shown()).toEqual([true, false]);
  vi.advanceTimersByTime(1_000);
  client.typing.write(bob);
  expect(shown()).toEqual([true, false, true]);
});

it("without a connection nothing is told, and nobody is known to write", async () => {
  await told({});
  expect(client.typing.typists(bob)).toEqual(["bob"]);
  const { line } = server;
  line.breakOff();
  await settle();
  expect(client.typing.typists(bob)).toEqual([]);
  expect(changes()).toEqual([bob, bob]);
  client.typing.write(bob);
  await vi.advanceTimersByTimeAsync(1_000);
  client.typing.write(bob);
  expect(shown()).toEqual([true]); // what was not told at the first letter is told at the next
  expect(line.heard("TYPING")).toHaveLength(1);
});

it("who else writes is known until they stop, for six seconds, or until their message comes", async () => {
  await told({});
  await told({ conversationType: 1, toId: undefined, groupId: "team", fromId: "carol" });
  await told({ conversationType: 1, toId: undefined, groupId: "team", fromId: "bob" });
  expect(client.typing.typists(bob)).toEqual(["bob"]);
  expect(client.typing.typists(team)).toEqual(["carol", "bob"]);
  await told({ conversationType: 1, toId: undefined, groupId: "team", fromId: "carol", isTyping: false });
  expect(client.typing.typists(team)).toEqual(["bob"]);
  server.line.say("MSG_P2P", message(1, { inboxSequence: 10, previousInboxSequence: 0 }));
  await settle();
  expect(client.typing.typists(bob)).toEqual([]);
  expect(changes()).toEqual([bob, team, team, team, bob]);
  vi.advanceTimersByTime(3_000);
  await told({ conversationType: 1, toId: undefined, groupId: "team", fromId: "bob" });
  vi.advanceTimersByTime(5_999);
  expect(client.typing.typists(team)).toEqual(["bob"]);
  vi.advanceTimersByTime(1);
  expect(client.typing.typists(team)).toEqual([]);
  expect(changes()).toHaveLength(6);
});

it("of very many who write in one conversation some are left out", async () => {
  for (let i = 0; i < 150; i++) {
    await told({ conversationType: 1, toId: undefined, groupId: "team", fromId: `user${i}` });
  }
  expect(client.typing.typists(team)).toHaveLength(100);
});

it("a refusal of it is told to nobody", async () => {
  client.typing.write(team);
  const refusal = { code: RefusalCode.NOT_A_PARTICIPANT, msg: "groupId: not a member" };
  server.line.say("REFUSED", { ...refusal, command: CommandNumber.TYPING });
  await settle();
  expect(updates).toEqual([]);
});
