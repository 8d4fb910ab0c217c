// Goal: a question gets its own answer or refusal, in time or not at all. Method: a server that the test scripts, in
// place of the browser's WebSocket; time stands still unless it is moved.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { direct, namesOf } from "../src/peer.ts";
import { MemoryStore } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { Command } from "../src/wire.ts";
import { ScriptedServer, settle } from "./scripted-server.ts";

const PATIENCE = 1_000;
let server: ScriptedServer;
let updates: Update[];
let client: SyncedClient;

beforeEach(async () => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  updates = [];
  client = new SyncedClient({
    url: "ws://here/ws",
    appId: 10001,
    user: "alice",
    imei: "web-1",
    store: new MemoryStore(),
    patience: PATIENCE,
    visible: () => true,
    onUpdate: (update) => updates.push(update),
  });
  await client.start();
  await settle();
});

afterEach(() => {
  client.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("an answer that comes too late is told to nobody, and the connection goes on", async () => {
  const asked = client.ask({ command: Command.HISTORY_PULL, data: namesOf(direct("bob")) });
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
