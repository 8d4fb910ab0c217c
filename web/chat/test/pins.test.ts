// Goal: what is shown as pinned in the open conversation is what is pinned, whatever happens meanwhile. Method: the
// chat's model at a server that the test scripts; time stands still unless it is moved.

import { direct, group, MemoryStore, type Peer, RefusalCode } from "@whaleshark/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CommandNumber } from "../../client/src/wire.ts";
import { message, ok, refused, ScriptedServer, settle } from "../../client/test/scripted-server.ts";
import { Chat } from "../src/model/chat.ts";
import { Visit } from "../src/model/visit.ts";
import { textsOf } from "../src/texts/index.ts";

const bob = direct("bob");
const team = group("team");
let server: ScriptedServer;
let chat: Chat;
/** What the server has pinned with bob: sequence and time of the pin. */
let pinned: Map<number, number>;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { visibilityState: "visible", hasFocus: () => true });
  server = new ScriptedServer();
  pinned = new Map();
  server.answers.PIN_PULL = ({ toId }) => ["PIN_PAGE", { dataList: toId === "bob" ? page() : [] }];
  server.answers.HISTORY_PULL = () => ["HISTORY_PAGE", { dataList: [], completed: true }];
  server.answers.PIN = ({ messageSequence, isPinned }) => [
    "PIN_ACK",
    ok(pinOf(Number(messageSequence), isPinned ? 7 : undefined)),
  ];
  chat = new Chat({
    signIn: { appId: 10001, user: "alice", token: "", binary: false },
    url: "ws://here/ws",
    imei: "web-1",
    store: new MemoryStore(),
    texts: () => textsOf("en"),
    notify: () => false,
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

function page() {
  return [...pinned]
    .sort(([, a], [, b]) => b - a)
    .map(([sequence, pinnedTime]) => ({ ...message(sequence), pinnedTime }));
}

function pinOf(messageSequence: number, pinnedTime?: number) {
  const names = { messageId: `m-${messageSequence}`, messageKey: 1000 + messageSequence, messageSequence };
  return { ...names, isPinned: pinnedTime !== undefined, ...(pinnedTime !== undefined && { pinnedTime }) };
}

/** What is shown: the sequences, in their order, and the texts. */
const shown = (peer: Peer = bob) =>
  chat.pins.of(peer).map(({ messageSequence, messageBody }) => `${messageSequence} ${messageBody}`);
const asked = () => server.lines.flatMap((line) => line.heard("PIN_PULL"));

/** Another device pins, or unpins if there is no time. */
async function tell(sequence: number, pinnedTime?: number, names: object = { conversationType: 0, toId: "bob" }) {
  server.line.say("PIN_NOTIFY", { ...names, fromId: "bob", ...pinOf(sequence, pinnedTime) });
  await settle();
}

/** Bob's messages arrive, and are loaded. */
async function hear(...sequences: number[]): Promise<void> {
  for (const sequence of sequences) {
    server.line.say("MSG_P2P", message(sequence, { inboxSequence: sequence, previousInboxSequence: sequence - 1 }));
  }
  await settle();
}

async function open(...sequences: number[]): Promise<void> {
  pinned = new Map(sequences.map((sequence, i) => [sequence, 100 - i]));
  chat.pins.open(bob);
  await settle();
}

it("is asked for when a conversation is opened, and belongs to it", async () => {
  await open(2, 5);
  expect(shown()).toEqual(["2 text 2", "5 text 5"]);
  expect([chat.pins.has(bob, 5), chat.pins.has(bob, 4), chat.pins.has(team, 5)]).toEqual([true, false, false]);
  chat.pins.open(team);
  expect([shown(), shown(team)]).toEqual([[], []]);
  await settle();
  expect(asked()).toMatchObject([{ toId: "bob" }, { groupId: "team" }]);
});

it("a conversation that was closed is not asked about again, and closes no later one", async () => {
  const close = chat.pins.open(team);
  await open(2);
  close();
  expect(shown()).toEqual(["2 text 2"]);
  chat.pins.open(bob)();
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked()).toHaveLength(3);
});

it("is asked for again after a connection was lost, and stays until then", async () => {
  await open(2);
  server.line.breakOff();
  await settle();
  expect(shown()).toEqual(["2 text 2"]);
  pinned = new Map([[3, 8]]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(chat.state.is).toBe("online");
  expect(shown()).toEqual(["3 text 3"]);
});

it("without a connection it is asked for at the next login", async () => {
  server.line.breakOff();
  await open(2);
  expect(shown()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(shown()).toEqual(["2 text 2"]);
});

it("others' pins of loaded messages are put in their order without a question; the rest is asked for", async () => {
  await hear(1, 2, 3);
  await open(1);
  await tell(3, 102);
  await tell(2, 101);
  await tell(2, 101);
  expect(shown()).toEqual(["3 text 3", "2 text 2", "1 text 1"]);
  await tell(3);
  await tell(9);
  expect(shown()).toEqual(["2 text 2", "1 text 1"]);
  expect(asked()).toHaveLength(1);
  pinned = new Map([[40, 9]]);
  await tell(40, 9);
  expect(shown()).toEqual(["40 text 40"]);
  await tell(7, 8, { conversationType: 1, groupId: "team" });
  expect(asked()).toHaveLength(2);
});

it("a recalled message is gone at once, and an edited one says what it says now", async () => {
  await hear(1, 2);
  await open(1, 2);
  const [one, two] = [message(1), message(2)];
  const edit = { messageBody: "edited", editedTime: 7, inboxSequence: 3, previousInboxSequence: 2 };
  server.line.say("EDIT_NOTIFY", { ...two, ...edit });
  await settle();
  expect(shown()).toEqual(["1 text 1", "2 edited"]);
  expect(chat.pins.of(bob)[1]).toMatchObject({ pinnedTime: 99, editedTime: 7 });
  server.line.say("RECALL_NOTIFY", { ...one, inboxSequence: 4, previousInboxSequence: 3 });
  await settle();
  expect(shown()).toEqual(["2 edited"]);
  await tell(1, 100);
  expect(shown()).toEqual(["2 edited"]);
});

it("an answer that may be from before what was told meanwhile is asked for again", async () => {
  await hear(1, 2);
  const late: Record<string, unknown>[] = [];
  server.answers.PIN_PULL = (data) => {
    late.push(data);
    return undefined;
  };
  const answer = async (i: number) => {
    server.line.answer(late[i] ?? {}, "PIN_PAGE", { dataList: page() });
    await settle();
  };
  await open(1, 2);
  server.line.say("RECALL_NOTIFY", { ...message(1), inboxSequence: 3, previousInboxSequence: 2 });
  await settle();
  await answer(0);
  expect([shown(), late.length]).toEqual([[], 2]);
  await tell(2);
  pinned = new Map([[2, 5]]);
  await tell(2, 5);
  await answer(1);
  expect([shown(), late.length]).toEqual([[], 3]);
  await answer(2);
  expect(shown()).toEqual(["2 text 2"]);
});

it("however much is told during a question, one more is asked; one refused for now is repeated", async () => {
  await open();
  server.answers.PIN_PULL = () => undefined;
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(1_000);
  const before = asked().length;
  for (let sequence = 60; sequence < 70; sequence++) {
    await tell(sequence, sequence);
  }
  expect(asked()).toHaveLength(before);
  const [late] = server.line.heard("PIN_PULL");
  server.answers.PIN_PULL = (data, line) => {
    line.answer(data, "REFUSED", { code: RefusalCode.TOO_MANY, msg: "later", command: CommandNumber.PIN_PULL });
    return undefined;
  };
  server.line.answer(late ?? {}, "PIN_PAGE", { dataList: [] });
  await settle();
  expect(asked()).toHaveLength(before + 1);
  pinned = new Map([[4, 9]]);
  server.answers.PIN_PULL = () => ["PIN_PAGE", { dataList: page() }];
  await vi.advanceTimersByTimeAsync(3_000);
  expect(shown()).toEqual(["4 text 4"]);
  expect(asked()).toHaveLength(before + 2);
});

it("what was missed is asked for", async () => {
  await open(2);
  pinned = new Map();
  const gaps = [{ conversationType: 0, toId: "bob", fromSequence: 1, toSequence: 3 }];
  server.answers.INBOX_PULL = () => [
    "INBOX_PAGE",
    { dataList: [], maxSequence: 9, completed: true, truncated: true, gaps },
  ];
  server.line.say("MSG_P2P", message(4, { inboxSequence: 9, previousInboxSequence: 8 }));
  await settle();
  expect(shown()).toEqual([]);
});

it("what has expired is not pinned any longer, once somebody finds that it is gone", async () => {
  await open(2, 5);
  chat.visits.open(bob);
  pinned = new Map([[5, 99]]);
  chat.answeredIsGone(new Visit(bob, chat.visits.timeline(bob)));
  await settle();
  expect([shown(), chat.toast.text]).toEqual([
    ["5 text 5"],
    "This message is no longer here, or was sent before you joined.",
  ]);
});

it("the user pins and unpins, is told so, and can undo it", async () => {
  await hear(1);
  await open();
  await chat.pin(bob, 1, true);
  expect(shown()).toEqual(["1 text 1"]);
  expect([chat.toast.text, chat.toast.action?.label]).toEqual(["Pinned for everybody", "Undo"]);
  chat.toast.act();
  await settle();
  expect([shown(), chat.toast.text]).toEqual([[], "No longer pinned"]);
  server.answers.PIN = () => ["PIN_ACK", refused(RefusalCode.TOO_LARGE)];
  await chat.pin(bob, 1, true);
  expect(chat.toast.text).toBe("No more messages can be pinned here. Unpin one first.");
  expect(chat.toast.action).toBeUndefined();
});

it("who may not pin in a group learns why, and is not offered it again until its members change", async () => {
  chat.pins.open(team);
  await settle();
  const before = chat.pins.version;
  server.answers.PIN = () => ["PIN_ACK", refused(RefusalCode.PIN_NOT_ALLOWED)];
  expect(chat.pins.mayPin(team)).toBe(true);
  await chat.pin(team, 1, true);
  expect(chat.toast.text).toBe("This failed: in this group only its owner and admins pin messages");
  expect(chat.pins.mayPin(team)).toBe(false);
  expect(chat.pins.version).toBeGreaterThan(before);
  expect(chat.pins.mayPin(bob)).toBe(true);
  server.line.say("GROUP_RENAMED", { groupId: "team", groupName: "Team", ownerId: "alice" });
  await settle();
  expect(chat.pins.mayPin(team)).toBe(true);
});

it("a server that knows no pins is not offered any, and one that refuses has none", async () => {
  const refuses = (code: number) => {
    server.answers.PIN_PULL = () => ["REFUSED", { code, msg: "no", command: CommandNumber.PIN_PULL }];
  };
  await open(2);
  refuses(RefusalCode.TOO_MANY);
  server.line.breakOff();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(shown()).toEqual(["2 text 2"]);
  refuses(RefusalCode.NOT_A_PARTICIPANT);
  await open();
  expect([shown(), chat.pins.mayPin(bob)]).toEqual([[], true]);
  refuses(RefusalCode.UNKNOWN_COMMAND);
  await open();
  expect([shown(), chat.pins.mayPin(bob)]).toEqual([[], false]);
});
