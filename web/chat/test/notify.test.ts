// Goal: a notification says what is new, and nothing else asks for attention. Method: the chat's model at a server that
// the test scripts, in a window that nobody looks at; notifications are recorded.

import { direct, MemoryStore } from "@whaleshark/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { message, ScriptedServer, settle } from "../../client/test/scripted-server.ts";
import { Chat } from "../src/model/chat.ts";
import { textsOf } from "../src/texts/index.ts";

const bob = direct("bob");
let server: ScriptedServer;
let chat: Chat;
let shown: { title: string; body: string; closed: boolean }[];
/** Whether the browser lets the page make notifications itself. */
let allowed: boolean;
let wanted: boolean;

class Recorded {
  static permission = "granted";
  private readonly entry;
  constructor(title: string, { body = "" }: NotificationOptions) {
    if (!allowed) {
      throw new TypeError("Illegal constructor");
    }
    this.entry = { title, body, closed: false };
    shown.push(this.entry);
  }
  close(): void {
    this.entry.closed = true;
  }
}

function push(sequence: number, more: Record<string, unknown> = {}): void {
  const chain = { inboxSequence: sequence, previousInboxSequence: sequence - 1 };
  server.line.say("MSG_P2P", message(sequence, { ...chain, ...more }));
}

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { visibilityState: "hidden", hasFocus: () => false });
  vi.stubGlobal("Notification", Recorded);
  shown = [];
  allowed = true;
  wanted = true;
  server = new ScriptedServer();
  chat = new Chat({
    signIn: { appId: 10001, user: "alice", token: "", binary: false },
    url: "ws://here/ws",
    imei: "web-1",
    store: new MemoryStore(),
    texts: () => textsOf("en"),
    notify: () => wanted,
    goTo: () => {},
  });
  await chat.client.start();
  await settle();
});

afterEach(() => {
  chat.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("of a live message by somebody else, one for each conversation", async () => {
  push(1);
  push(2);
  await settle();
  expect(shown).toEqual([
    { title: "bob", body: "text 1", closed: true },
    { title: "bob", body: "text 2", closed: false },
  ]);
});

it("not of what the server calls silent, nor of an own message, nor where they are not wanted", async () => {
  push(1, { silent: true });
  push(2, { fromId: "alice", toId: "bob" });
  await settle();
  wanted = false;
  push(3);
  await settle();
  expect(shown).toEqual([]);
  expect(chat.visits.timeline(bob).shown()).toHaveLength(3);
});

it("not of what was missed and is caught up", async () => {
  server.answers.INBOX_PULL = () => [
    "INBOX_PAGE",
    { dataList: [message(1, { inboxSequence: 1 })], maxSequence: 1, completed: true, truncated: false },
  ];
  server.maxSequence = 1;
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(chat.visits.timeline(bob).shown()).toHaveLength(1);
  expect(shown).toEqual([]);
});

it("is taken back when another device has read, and when the message is recalled", async () => {
  push(1);
  await settle();
  const read = { conversationType: 0, fromId: "alice", toId: "bob", messageSequence: 1, unreadCount: 0 };
  server.line.say("MSG_READ_NOTIFY", read);
  await settle();
  expect(shown.map((notification) => notification.closed)).toEqual([true]);
  push(2);
  await settle();
  server.line.say("RECALL_NOTIFY", { ...message(2), inboxSequence: 3, previousInboxSequence: 2 });
  await settle();
  expect(shown.map((notification) => notification.closed)).toEqual([true, true]);
});

it("a browser that refuses to show any costs nothing but them", async () => {
  allowed = false;
  push(1);
  await settle();
  expect(chat.state.is).toBe("online");
  expect(chat.visits.timeline(bob).shown()).toHaveLength(1);
});
