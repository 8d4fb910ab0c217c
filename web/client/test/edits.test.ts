// Goal: an edit replaces what a message says, everywhere and once, and nothing else: no count, no place. An older state
// never replaces a newer one. Method: a server that the test scripts, in place of the browser's WebSocket; time stands
// still unless it is moved.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DisconnectedError } from "../src/connection.ts";
import type { ChatMessage } from "../src/events.ts";
import { direct } from "../src/peer.ts";
import { asRecalled, editOf, isOlder, withEdit } from "../src/states.ts";
import { MemoryStore } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { RefusalCode } from "../src/wire.ts";
import { aliceWith, leave, message, ok, refused, ScriptedServer, settle } from "./scripted-server.ts";

const bob = direct("bob");
const own = { fromId: "alice", toId: "bob" };
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

/** A message by bob in the inbox; its entry was not moved unless the test says so. */
const entry = (sequence: number, more: Record<string, unknown> = {}) =>
  message(sequence, { inboxSequence: sequence * 10, messageKey: sequence * 10, ...more });
const edited = (sequence: number, inboxSequence: number, editedTime: number, more: Record<string, unknown> = {}) =>
  entry(sequence, { inboxSequence, editedTime, messageBody: `edit ${editedTime}`, ...more });

function say(
  command: "MSG_P2P" | "EDIT_NOTIFY" | "RECALL_NOTIFY",
  of: Record<string, unknown>,
  previous: number,
): void {
  server.line.say(command, { ...of, previousInboxSequence: previous });
}

function pageOf(...dataList: Record<string, unknown>[]): void {
  const maxSequence = dataList.at(-1)?.inboxSequence;
  server.answers.INBOX_PULL = () => ["INBOX_PAGE", { dataList, maxSequence, completed: true, truncated: false }];
}

const told = () =>
  updates.flatMap((u) =>
    u.type === "arrived"
      ? [`${u.message.messageBody}`]
      : u.type === "edited"
        ? [`${u.sequence}: ${u.edit.messageBody}`]
        : [],
  );

describe("of others", () => {
  it("is told live, once, and the list says it; nothing counts again", async () => {
    await start();
    say("MSG_P2P", entry(1), 0);
    say("MSG_P2P", entry(2), 10);
    say("EDIT_NOTIFY", edited(2, 30, 7, { extra: { a: 1 } }), 20);
    say("EDIT_NOTIFY", edited(2, 30, 7), 20);
    say("EDIT_NOTIFY", edited(1, 40, 8), 30);
    await settle();
    expect(told()).toEqual(["text 1", "text 2", "2: edit 7", "1: edit 8"]);
    expect(updates.find((u) => u.type === "edited")?.edit).toEqual({
      messageBody: "edit 7",
      extra: { a: 1 },
      editedTime: 7,
    });
    expect(client.conversation(bob)).toMatchObject({
      unread: 2,
      newest: 2,
      last: { messageBody: "edit 7", editedTime: 7, messageSequence: 2 },
    });
    expect(server.line.heard("INBOX_PULL")).toEqual([]);
    expect(server.line.heard("MSG_RECEIVE_ACK").map((ack) => ack.messageSequence)).toEqual([1, 2]);
  });

  it("is pulled where the chain has a hole, and told once", async () => {
    await start();
    say("MSG_P2P", entry(1), 0);
    pageOf(entry(2), edited(1, 30, 7));
    say("EDIT_NOTIFY", edited(1, 30, 7), 20);
    await settle();
    expect(told()).toEqual(["text 1", "text 2", "1: edit 7"]);
  });

  it("is told once after a restart, of a message that was told before it", async () => {
    await store.saveCursor(20);
    server.maxSequence = 40;
    pageOf(edited(2, 30, 7), edited(3, 40, 8, { messageKey: 25 }));
    await start();
    expect(told()).toEqual(["2: edit 7", "edit 8"]);
    await vi.advanceTimersByTimeAsync(1_000);
    client.close();
    expect((await store.load()).cursor).toBe(40);
  });

  it("a recall is final", async () => {
    await start();
    say("MSG_P2P", entry(1), 0);
    say("EDIT_NOTIFY", edited(1, 20, 7), 10);
    say("RECALL_NOTIFY", entry(1, { inboxSequence: 30 }), 20);
    pageOf(edited(1, 40, 9));
    say("EDIT_NOTIFY", edited(1, 40, 9), 30);
    await settle();
    expect(told()).toEqual(["text 1", "1: edit 7"]);
    const { last } = client.conversation(bob);
    expect(last).toMatchObject({ recalled: true, messageBody: "" });
    expect(last?.editedTime).toBeUndefined();
  });

  it("a list that was read before it does not undo it", async () => {
    await start();
    const item = (lastMessage: Record<string, unknown>) => ({
      conversationId: "0_alice_bob",
      conversationType: 0,
      fromId: "alice",
      toId: "bob",
      sequence: 7,
      readSequence: 0,
      messageSequence: 1,
      lastMessage,
      unreadCount: 1,
      isMute: false,
      isTop: false,
    });
    say("MSG_P2P", entry(1), 0);
    say("EDIT_NOTIFY", edited(1, 20, 7), 10);
    server.line.say("CONVERSATION_UPDATED", item(message(1)));
    await settle();
    expect(client.conversation(bob).last?.messageBody).toBe("edit 7");
    server.line.say("CONVERSATION_UPDATED", item(edited(1, 30, 8)));
    await settle();
    expect(client.conversation(bob)).toMatchObject({ unread: 1, last: { messageBody: "edit 8" } });
  });
});

describe("of one's own", () => {
  const acknowledge = (editedTime: number) => ok({ messageId: "m-1", messageKey: 10, messageSequence: 1, editedTime });

  it("is asked for, told once it is answered, and not again by its entry", async () => {
    await start();
    server.answers.EDIT = () => ["EDIT_ACK", acknowledge(7)];
    await client.edit(bob, 1, { kind: "text", text: "better" }, { a: 1 });
    expect(server.line.heard("EDIT")).toMatchObject([
      {
        conversationType: 0,
        toId: "bob",
        fromId: "alice",
        messageSequence: 1,
        messageBody: { kind: "text", text: "better" },
        extra: { a: 1 },
      },
    ]);
    const edit = { messageBody: { kind: "text", text: "better" }, extra: { a: 1 }, editedTime: 7 };
    const update = { type: "edited", peer: bob, sequence: 1, edit };
    expect(updates.filter((u) => u.type === "edited")).toEqual([update]);
    pageOf(edited(1, 20, 7, own), entry(2, { inboxSequence: 30 }));
    say("MSG_P2P", entry(2, { inboxSequence: 30 }), 20);
    await settle();
    expect(updates.filter((u) => u.type === "edited")).toHaveLength(1);
  });

  it("is told to the user's other devices", async () => {
    await start();
    say("MSG_P2P", entry(1, own), 0);
    say("EDIT_NOTIFY", edited(1, 20, 7, own), 10);
    await settle();
    expect(told()).toEqual(["text 1", "1: edit 7"]);
    expect(client.conversation(bob)).toMatchObject({ unread: 0, last: { messageBody: "edit 7" } });
  });

  it("two that are under way keep their order, also where a third is told before their answers", async () => {
    await start();
    say("MSG_P2P", entry(1, own), 0);
    const both = Promise.all([client.edit(bob, 1, "one"), client.edit(bob, 1, "two")]);
    const [first, second] = server.line.heard("EDIT");
    expect([first?.messageBody, second?.messageBody]).toEqual(["one", "two"]);
    say("EDIT_NOTIFY", edited(1, 40, 8, own), 10);
    await settle();
    server.line.answer(first ?? {}, "EDIT_ACK", acknowledge(6));
    server.line.answer(second ?? {}, "EDIT_ACK", acknowledge(7));
    await both;
    expect(told()).toEqual(["text 1", "1: edit 8"]);
    expect(client.conversation(bob).last?.messageBody).toBe("edit 8");
  });

  it("is refused with the reason, or may be asked for again where there was no answer", async () => {
    await start();
    server.answers.EDIT = () => ["EDIT_ACK", refused(RefusalCode.EDIT_TOO_LATE)];
    await expect(client.edit(bob, 1, "late")).rejects.toMatchObject({
      code: RefusalCode.EDIT_TOO_LATE,
      mayRetry: false,
    });
    server.answers.EDIT = () => undefined;
    const unanswered = expect(client.edit(bob, 1, "who knows")).rejects.toThrow(DisconnectedError);
    server.line.breakOff();
    await unanswered;
    await expect(client.edit(bob, 1, "offline")).rejects.toThrow(DisconnectedError);
    expect(updates.filter((u) => u.type === "edited")).toEqual([]);
  });

  it("of a message whose answer was lost, it is told after the message", async () => {
    await start();
    client.send(bob, "first");
    await settle();
    const [{ messageId } = {}] = server.line.heard("MSG_P2P");
    say("EDIT_NOTIFY", edited(1, 20, 7, { ...own, messageId }), 0);
    await settle();
    expect(updates.flatMap((u) => (u.type === "sent" ? [u.message.messageBody] : []))).toEqual(["first"]);
    expect(told()).toEqual(["1: edit 7"]);
    expect(updates.map((u) => u.type).lastIndexOf("sent")).toBeLessThan(updates.map((u) => u.type).indexOf("edited"));
    expect(client.conversation(bob).last?.messageBody).toBe("edit 7");
    expect(client.unsent()).toEqual([]);
  });
});

describe("the states of a message", () => {
  const sent = { messageSequence: 1, messageBody: "one", extra: "x", messageTime: 3 } as unknown as ChatMessage;

  it("an edit replaces the content, and nothing else", () => {
    const state = withEdit(sent, { messageBody: "two", editedTime: 7 });
    expect(state).toEqual({ messageSequence: 1, messageBody: "two", messageTime: 3, editedTime: 7 });
    expect(editOf(state)).toEqual({ messageBody: "two", editedTime: 7 });
    expect(editOf(sent)).toBeUndefined();
  });

  it("an older edit changes nothing, nor does any after a recall", () => {
    const newer = withEdit(sent, { messageBody: "three", editedTime: 9 });
    expect(withEdit(newer, { messageBody: "two", editedTime: 7 })).toBe(newer);
    const recalled = asRecalled(newer);
    expect(recalled).toEqual({ messageSequence: 1, messageBody: "", messageTime: 3, recalled: true });
    expect(withEdit(recalled, { messageBody: "four", editedTime: 11 })).toBe(recalled);
  });

  it("are ordered, of one message", () => {
    const states = [sent, withEdit(sent, { messageBody: "two", editedTime: 7 }), asRecalled(sent)];
    expect(states.map((a) => states.map((b) => isOlder(a, b)))).toEqual([
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    expect(isOlder(sent, { ...asRecalled(sent), messageSequence: 2 })).toBe(false);
    expect(isOlder(sent, undefined)).toBe(false);
  });
});
