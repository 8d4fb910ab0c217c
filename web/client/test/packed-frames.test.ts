// Goal: how a server packs its frames changes nothing of what they say. Method: a server that the test scripts, in
// place of the browser's WebSocket; time stands still unless it is moved.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { aliceOnline, binaryFrame, entry, leave, ok, type ScriptedServer, settle } from "./scripted-server.ts";

let server: ScriptedServer;
let updates: Update[];
let client: SyncedClient;

beforeEach(async () => {
  ({ server, updates, client } = await aliceOnline());
});

afterEach(() => leave(client));

/** A push by bob, of which all say the same. */
const push = (sequence: number) =>
  binaryFrame("MSG_P2P", entry(sequence, { messageBody: "same", previousInboxSequence: sequence * 10 - 10 }));

/** Frames, or a part of one, in one BINARY message. */
function sayAtOnce(...frames: Uint8Array[]): void {
  server.line.saySomething(Uint8Array.from(frames.flatMap((frame) => [...frame])).buffer);
}

const arrived = () => updates.flatMap((u) => (u.type === "arrived" ? [u.message.messageSequence] : []));

it("several frames in one message are taken in order: equal texts are two messages, equal frames one", async () => {
  sayAtOnce(push(1), push(2), push(2), push(3));
  await settle();
  expect(arrived()).toEqual([1, 2, 3]);
  expect(server.line.heard("MSG_RECEIVE_ACK").map((ack) => ack.messageId)).toEqual(["m-1", "m-2", "m-3"]);
  expect(server.line.heard("INBOX_PULL")).toEqual([]);
});

it("a message that ends inside a frame ends the connection, and nothing is lost", async () => {
  server.maxSequence = 30;
  server.inboxHolds([1, 2, 3].map((sequence) => entry(sequence)));
  sayAtOnce(push(1), push(2).subarray(0, -5));
  sayAtOnce(push(2).subarray(-5), push(3));
  expect(server.line.isOpen).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(server.lines).toHaveLength(2);
  expect(arrived()).toEqual([1, 2, 3]);
});

it("a message in one piece with the answer of the login is taken behind it", async () => {
  sayAtOnce(push(1), push(2));
  await settle();
  server.inboxHolds([1, 2, 3].map((sequence) => entry(sequence)));
  server.answers.LOGIN = ({ requestId }) => {
    const ack = { ...ok({ userId: "alice", serverTime: 1, maxSequence: 20 }), requestId };
    queueMicrotask(() => sayAtOnce(binaryFrame("LOGIN_ACK", ack), push(3)));
    return undefined;
  };
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(200);
  expect(server.lines).toHaveLength(2);
  expect(arrived()).toEqual([1, 2, 3]);
  expect(server.line.heard("INBOX_PULL")).toEqual([]);
});

it("what stands behind the end of the session is not taken", async () => {
  const kicked = binaryFrame("KICKED", { reason: "logged in elsewhere", clientType: 1, imei: "other" });
  sayAtOnce(kicked, push(1));
  await settle();
  expect(arrived()).toEqual([]);
  expect(client.state.is).toBe("stopped");
});
