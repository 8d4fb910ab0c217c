// Goal: the rules of a good client, as the contract says them: resume, gap detection, once, resend, reads, reconnect.
// Method: a server that the test scripts, in place of the browser's WebSocket; time stands still unless it is moved.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Backoff } from "../src/backoff.ts";
import type { ChatMessage } from "../src/events.ts";
import { direct, group } from "../src/peer.ts";
import { MemoryStore } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";
import type { Update } from "../src/updates.ts";
import { aliceWith, entry, leave, message, refused, ScriptedServer, settle } from "./scripted-server.ts";

const bob = direct("bob");
let server: ScriptedServer;
let store: MemoryStore;
let updates: Update[];
let visible: boolean;
let client: SyncedClient;

async function start(): Promise<void> {
  client = new SyncedClient({ ...aliceWith(store, updates), visible: () => visible });
  await client.start();
  await settle();
}

function told(): unknown[] {
  return updates.flatMap((u) => (u.type === "arrived" ? [u.message.messageBody] : []));
}

function states(): string[] {
  return updates.flatMap((u) => (u.type === "state" ? [u.state.is] : []));
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new ScriptedServer();
  store = new MemoryStore();
  updates = [];
  visible = true;
});

afterEach(() => leave(client));

describe("the inbox", () => {
  it("is pulled after the login from the stored cursor, page by page, each message told once", async () => {
    await store.saveCursor(10);
    server.maxSequence = 50;
    server.inboxHolds([entry(1), entry(2), entry(3), entry(4), entry(5)], 2);
    await start();
    expect(server.line.heard("INBOX_PULL").map((data) => data.lastSequence)).toEqual([10, 30]);
    expect(told()).toEqual(["text 2", "text 3", "text 4", "text 5"]);
    expect(states()).toEqual(["connecting", "catching-up", "online"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await store.load()).cursor).toBe(50);
  });

  it("is not pulled where nothing is new", async () => {
    await store.saveCursor(50);
    server.maxSequence = 50;
    await start();
    expect(server.line.heard("INBOX_PULL")).toEqual([]);
  });

  it("is pulled from the beginning where the server is an older copy", async () => {
    await store.saveCursor(90);
    server.maxSequence = 20;
    server.inboxHolds([entry(1), entry(2)]);
    await start();
    expect(told()).toEqual(["text 1", "text 2"]);
  });

  it("a push that continues the chain needs no pull", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    await settle();
    expect(told()).toEqual(["text 1", "text 2"]);
    expect(server.line.heard("INBOX_PULL")).toEqual([]);
  });

  it("a push that names another one before it makes it pull, and nothing is told twice or out of order", async () => {
    await start();
    server.push(1, 0);
    server.inboxHolds([entry(1), entry(2), entry(3)]);
    server.push(3, 20);
    server.push(3, 20);
    await settle();
    expect(told()).toEqual(["text 1", "text 2", "text 3"]);
    expect(server.line.heard("INBOX_PULL").map((data) => data.lastSequence)).toEqual([10]);
  });

  it("what it has dropped is told as a gap", async () => {
    server.maxSequence = 90;
    server.answers.INBOX_PULL = () => [
      "INBOX_PAGE",
      {
        dataList: [entry(9)],
        maxSequence: 90,
        completed: true,
        truncated: true,
        gaps: [
          { conversationType: 0, toId: "bob", fromSequence: 1, toSequence: 8 },
          { conversationType: 1, groupId: "team", fromSequence: 4, toSequence: 5 },
        ],
      },
    ];
    await start();
    expect(updates.filter((u) => u.type === "gap")).toEqual([
      { type: "gap", peer: bob, from: 1, to: 8 },
      { type: "gap", peer: group("team"), from: 4, to: 5 },
    ]);
  });

  it("what it has dropped after a lost push counts as unread", async () => {
    await start();
    server.answers.INBOX_PULL = () => [
      "INBOX_PAGE",
      {
        dataList: [entry(3_009)],
        maxSequence: 30_090,
        completed: true,
        truncated: true,
        gaps: [{ conversationType: 0, toId: "bob", fromSequence: 1, toSequence: 3_008 }],
      },
    ];
    server.line.say("MSG_P2P", entry(3_009, { previousInboxSequence: 30_080 }));
    await settle();
    expect(client.conversation(bob).unread).toBe(3_009);
  });

  it("a page that does not advance ends the connection instead of asking for ever", async () => {
    server.maxSequence = 50;
    server.answers.INBOX_PULL = () => [
      "INBOX_PAGE",
      { dataList: [], maxSequence: 0, completed: false, truncated: false },
    ];
    await start();
    expect(server.lines[0]?.isOpen).toBe(false);
    expect(client.state.is).toBe("offline");
  });

  it("a message is acknowledged to its sender, of a page the newest only, and again after a new login", async () => {
    server.maxSequence = 30;
    server.inboxHolds([entry(1), entry(2), entry(3, { fromId: "alice", toId: "bob" })]);
    await start();
    const ack = { fromId: "alice", toId: "bob", messageKey: 1002, messageId: "m-2", messageSequence: 2 };
    expect(server.line.heard("MSG_RECEIVE_ACK")).toEqual([ack]);
    server.line.breakOff();
    await vi.advanceTimersByTimeAsync(200);
    expect(server.lines).toHaveLength(2);
    expect(server.line.heard("MSG_RECEIVE_ACK")).toEqual([ack]);
  });

  it("a recall takes its message's place, live and in a page", async () => {
    await start();
    server.push(1, 0);
    server.line.say("RECALL_NOTIFY", { ...entry(1), inboxSequence: 15, previousInboxSequence: 10 });
    server.push(2, 15);
    server.inboxHolds([entry(3, { recalled: true, messageBody: "" }), entry(4)]);
    server.push(4, 30);
    await settle();
    expect(told()).toEqual(["text 1", "text 2", "text 4"]);
    expect(updates.filter((u) => u.type === "recalled")).toEqual([
      { type: "recalled", peer: bob, sequence: 1 },
      { type: "recalled", peer: bob, sequence: 3 },
    ]);
  });
});

describe("reading", () => {
  it("is reported in batches, only while somebody can see the window", async () => {
    server.answers.CONVERSATION_PULL = () => {
      const readSequence = server.line.heard("MSG_READ").at(-1)?.messageSequence;
      const dataList = readSequence ? [item({ readSequence, messageSequence: 3 })] : [];
      return ["CONVERSATION_PAGE", { dataList, maxSequence: 99, completed: true }];
    };
    await start();
    server.push(1, 0);
    server.push(2, 10);
    server.push(3, 20);
    await settle();
    expect(client.conversation(bob).unread).toBe(3);
    client.displayed(bob, 1);
    client.displayed(bob, 3);
    client.displayed(bob, 2);
    await vi.advanceTimersByTimeAsync(1_000);
    const read = { fromId: "alice", toId: "bob", conversationType: 0, messageSequence: 3, requestId: "read-1" };
    expect(server.line.heard("MSG_READ")).toEqual([read]);
    expect(client.conversation(bob).unread).toBe(0);

    visible = false;
    server.push(4, 30);
    await settle();
    client.displayed(bob, 4);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.line.heard("MSG_READ")).toEqual([read]);
    visible = true;
    client.wake();
    expect(server.line.heard("MSG_READ").at(-1)).toMatchObject({ messageSequence: 4 });
  });

  it("is reported without growing pauses by who reads on steadily", async () => {
    server.answers.CONVERSATION_PULL = () => {
      const readSequence = Number(server.line.heard("MSG_READ").at(-1)?.messageSequence ?? 0);
      const dataList = [item({ readSequence, messageSequence: 100, unreadCount: 100 - readSequence })];
      return ["CONVERSATION_PAGE", { dataList, maxSequence: 99, completed: true }];
    };
    await start();
    for (let sequence = 1; sequence <= 100; sequence++) {
      client.displayed(bob, sequence);
      await vi.advanceTimersByTimeAsync(300);
      const reported = Number(server.line.heard("MSG_READ").at(-1)?.messageSequence ?? 0);
      expect(sequence - reported).toBeLessThanOrEqual(5);
    }
  });

  it("is reported again after a new login, until the list confirms it", async () => {
    await start();
    server.push(1, 0);
    await settle();
    client.displayed(bob, 1);
    await vi.advanceTimersByTimeAsync(1_000);
    server.line.breakOff();
    await vi.advanceTimersByTimeAsync(200);
    expect(server.line.heard("MSG_READ")).toHaveLength(1);
    server.line.breakOff();
    server.answers.CONVERSATION_PULL = () => [
      "CONVERSATION_PAGE",
      { dataList: [item({ readSequence: 1, messageSequence: 1 })], maxSequence: 99, completed: true },
    ];
    await vi.advanceTimersByTimeAsync(300);
    expect(server.lines).toHaveLength(3);
    expect(server.line.heard("MSG_READ")).toEqual([]);
  });

  it("of what nobody knows moves nothing, and keeps nothing else from being reported", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    await settle();
    client.displayed(bob, 99);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.line.heard("MSG_READ")).toEqual([]);
    expect(client.conversation(bob)).toMatchObject({ newest: 2, read: 0, unread: 2 });
    client.displayed(bob, 99);
    client.displayed(bob, 1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.line.heard("MSG_READ").map((read) => read.messageSequence)).toEqual([1]);
  });

  it("on another device takes the count from there", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    await settle();
    server.line.say("MSG_READ_NOTIFY", {
      conversationType: 0,
      fromId: "alice",
      toId: "bob",
      messageSequence: 1,
      unreadCount: 1,
    });
    await settle();
    expect(client.conversation(bob)).toMatchObject({ read: 1, unread: 1 });
    expect(updates.at(-1)).toEqual({ type: "own-read", peer: bob, upTo: 1, elsewhere: true });
  });

  it("of a part asks the server to count the rest", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    await vi.advanceTimersByTimeAsync(2_000);
    const pulls = server.line.heard("CONVERSATION_PULL").length;
    server.answers.CONVERSATION_PULL = () => [
      "CONVERSATION_PAGE",
      { dataList: [item({ readSequence: 1, messageSequence: 2, unreadCount: 1 })], maxSequence: 99, completed: true },
    ];
    client.displayed(bob, 1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.line.heard("CONVERSATION_PULL").length).toBe(pulls + 1);
    expect(client.conversation(bob).unread).toBe(1);
  });

  it("that the list knows already brings an old count", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    server.answers.CONVERSATION_PULL = () => [
      "CONVERSATION_PAGE",
      { dataList: [item({ readSequence: 1, messageSequence: 2, unreadCount: 1 })], maxSequence: 99, completed: true },
    ];
    client.displayed(bob, 1);
    await vi.advanceTimersByTimeAsync(2_000);
    server.line.say("MSG_READ_NOTIFY", {
      conversationType: 0,
      fromId: "alice",
      toId: "bob",
      messageSequence: 1,
      unreadCount: 0,
    });
    await settle();
    expect(client.conversation(bob)).toMatchObject({ read: 1, unread: 1 });
  });

  it("that is refused for good leaves the server's count", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    await settle();
    client.displayed(bob, 2);
    await vi.advanceTimersByTimeAsync(300);
    expect(client.conversation(bob).unread).toBe(0);
    const { requestId } = server.line.heard("MSG_READ").at(-1) ?? {};
    // What was read has expired, and a third one has come.
    server.answers.CONVERSATION_PULL = () => [
      "CONVERSATION_PAGE",
      { dataList: [item({ readSequence: 0, messageSequence: 3, unreadCount: 1 })], maxSequence: 99, completed: true },
    ];
    server.line.say("REFUSED", { code: 40401, msg: "gone", command: 1106, requestId });
    await settle();
    expect(client.conversation(bob)).toMatchObject({ read: 2, unread: 1 });
    await vi.advanceTimersByTimeAsync(2_000);
    const pulls = server.line.heard("CONVERSATION_PULL").length;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.line.heard("CONVERSATION_PULL").length).toBe(pulls);
  });

  it("by the peer moves the ticks, never back", async () => {
    await start();
    const receipt = (messageSequence: number) =>
      server.line.say("MSG_READ_RECEIPT", { conversationType: 0, fromId: "bob", toId: "alice", messageSequence });
    server.line.say("MSG_RECEIVE_ACK", {
      fromId: "bob",
      toId: "alice",
      messageKey: 1,
      messageId: "m",
      messageSequence: 5,
      serverSend: false,
    });
    receipt(4);
    receipt(3);
    await settle();
    expect(client.conversation(bob)).toMatchObject({ peerReceived: 5, peerRead: 4 });
    expect(updates.filter((u) => u.type === "read-by-peer")).toHaveLength(1);
  });

  function item(more: Record<string, unknown>) {
    return {
      conversationId: "0_alice_bob",
      conversationType: 0,
      fromId: "alice",
      toId: "bob",
      sequence: 99,
      unreadCount: 0,
      isMute: false,
      isTop: false,
      peerReadSequence: 0,
      peerReceiveSequence: 0,
      ...more,
    };
  }
});

describe("the connection", () => {
  it("that breaks while pushes are under way loses and doubles nothing, and times stay", async () => {
    await start();
    server.push(1, 0);
    server.push(2, 10);
    server.line.breakOff();
    server.push(3, 20); // it is lost
    server.maxSequence = 40;
    server.inboxHolds([1, 2, 3, 4].map((sequence) => entry(sequence)));
    await vi.advanceTimersByTimeAsync(200);
    server.push(5, 40);
    await settle();
    const arrived = updates.flatMap((u) => (u.type === "arrived" ? [u.message] : []));
    const same = ({ messageId, messageKey, messageSequence, messageTime }: Partial<ChatMessage>) => [
      messageId,
      messageKey,
      messageSequence,
      messageTime,
    ];
    expect(arrived.map(same)).toEqual([1, 2, 3, 4, 5].map((sequence) => same(message(sequence))));
  });

  it("comes back with growing pauses that are not all the same", async () => {
    await start();
    server.up = false;
    server.line.breakOff();
    await vi.advanceTimersByTimeAsync(5_000);
    const pauses = updates.flatMap((u) => (u.type === "state" && u.state.is === "offline" ? [u.state.pause] : []));
    expect(pauses.slice(0, 5)).toEqual([75, 150, 300, 600, 750]);
    const spread = new Set(Array.from({ length: 20 }, () => new Backoff(100, 1_000).next()));
    expect(spread.size).toBeGreaterThan(10);
    server.up = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.state.is).toBe("online");
  });

  it.each([
    ["logged in elsewhere", { cause: "displaced" }],
    ["the token has expired", { cause: "expired" }],
    ["signed out by the application", { cause: "signed-out" }],
    ["banned by the application: spam", { cause: "refused", code: 40305 }],
  ])("is not tried again once it ends with: %s", async (reason, ending) => {
    await start();
    server.line.say("KICKED", { reason, clientType: 1, imei: "web-1" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toMatchObject({ is: "stopped", ...ending });
    expect(server.lines).toHaveLength(1);
  });

  it("is not tried again once the login was refused", async () => {
    server.answers.LOGIN = () => ["LOGIN_ACK", refused(40101)];
    await start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state).toMatchObject({ is: "stopped", cause: "refused", code: 40101 });
    expect(server.lines).toHaveLength(1);
  });

  it("a refusal of the login for the moment is tried again", async () => {
    server.answers.LOGIN = () => ["LOGIN_ACK", refused(50300)];
    await start();
    expect(client.state.is).toBe("offline");
  });

  it("a server that falls silent is left, and found again", async () => {
    await start();
    delete server.answers.PING;
    await vi.advanceTimersByTimeAsync(25_000 + 15_000 + 500);
    expect(server.lines[0]?.isOpen).toBe(false);
    expect(server.lines).toHaveLength(2);
  });

  it("a frame that breaks the contract ends it", async () => {
    await start();
    server.line.say("GROUP_DISSOLVED", { groupId: 7 });
    await vi.advanceTimersByTimeAsync(200);
    expect(server.lines[0]?.isOpen).toBe(false);
    expect(server.lines).toHaveLength(2);
  });
});
