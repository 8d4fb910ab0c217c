// Goal: the reactions that are shown are those that are there, whatever happens meanwhile, and the server is asked no
// more than that needs. Method: the chat's model at a server that the test scripts; time stands still unless it is
// moved, and a drawing asks for what is shown.

import { direct, group, MemoryStore, type Peer, RefusalCode } from "@whaleshark/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CommandNumber } from "../../client/src/wire.ts";
import { entry, message, ok, refused, ScriptedServer, settle } from "../../client/test/scripted-server.ts";
import { Chat } from "../src/model/chat.ts";
import { NAMES, SIGNS } from "../src/model/signs.ts";
import { textsOf } from "../src/texts/index.ts";

const bob = direct("bob");
const team = group("team");
let server: ScriptedServer;
let chat: Chat;
/** What the server has: reaction, count, and whether it is alice's, by the sequence of the message. */
let there: Map<number, (readonly [reaction: string, count: number, mine?: true])[]>;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { visibilityState: "visible", hasFocus: () => true });
  server = new ScriptedServer();
  there = new Map();
  server.answers.REACTION_PULL = ({ fromSequence, toSequence }) => [
    "REACTION_PAGE",
    { dataList: page(Number(fromSequence), Number(toSequence)) },
  ];
  server.answers.REACT = (data) => ["REACT_ACK", ok(reacted(data))];
  server.answers.HISTORY_PULL = ({ groupId }) => [
    "HISTORY_PAGE",
    { dataList: groupId ? [{ ...message(1), conversationType: 1, groupId }] : [], completed: true },
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

function page(from: number, to: number) {
  return [...there]
    .filter(([sequence, all]) => from <= sequence && sequence <= to && all.length > 0)
    .sort(([a], [b]) => a - b)
    .map(([messageSequence, all]) => ({
      messageSequence,
      reactions: all.map(([reaction, count, mine]) => ({ reaction, count, ...(mine && { mine }) })),
    }));
}

function namesOf(sequence: number) {
  const { messageId, messageKey, messageSequence } = message(sequence);
  return { messageId, messageKey, messageSequence };
}

/** Alice's reaction is taken over by the server. */
function reacted({ messageSequence, reaction, isSet }: Record<string, unknown>) {
  const sequence = Number(messageSequence);
  const all = there.get(sequence) ?? [];
  const [, before = 0, mine = false] = all.find(([one]) => one === reaction) ?? [];
  const count = before + Number(isSet) - Number(mine);
  const others = all.filter(([one]) => one !== reaction);
  const name = String(reaction);
  const own = isSet ? ([name, count, true] as const) : ([name, count] as const);
  there.set(sequence, count > 0 ? [...others, own] : others);
  return { ...namesOf(sequence), reaction, isSet, count };
}

const inBob = { conversationType: 0, toId: "bob" };
const inTeam = { conversationType: 1, groupId: "team" };

/** Somebody reacts on another device. */
async function tell(sequence: number, reaction: string, count: number, more: object = {}) {
  const data = { ...inBob, fromId: "bob", ...namesOf(sequence), reaction, isSet: true, count, ...more };
  server.line.say("REACTION_NOTIFY", data);
  await settle();
}

/** What is shown at a message: each reaction with its count, and a star for alice's. */
const shown = (sequence: number, peer: Peer = bob) =>
  chat.visits
    .timeline(peer)
    .tallies.of(sequence)
    .map(({ reaction, count, mine }) => `${reaction}${count}${mine ? "*" : ""}`);
const isOffered = () => chat.reactions.mayReact({ membership: "in" });
const asked = () =>
  server.lines
    .flatMap((line) => line.heard("REACTION_PULL"))
    .map(({ fromSequence, toSequence }) => `${fromSequence}..${toSequence}`);

/** Bob's messages arrive, and are loaded. */
async function hear(from: number, to = from): Promise<void> {
  for (let sequence = from; sequence <= to; sequence++) {
    server.line.say("MSG_P2P", entry(sequence, { previousInboxSequence: (sequence - 1) * 10 }));
  }
  await settle();
}

/** The window is drawn, and what it asks for is answered. */
async function draw(peer: Peer = bob): Promise<void> {
  chat.reactions.show(peer, chat.visits.to(peer)?.drawn().messages ?? []);
  await settle();
}

/** Time goes by, and the window is drawn after each change. */
async function wait(milliseconds: number, peer: Peer = bob): Promise<void> {
  const end = chat.watch(() => chat.reactions.show(peer, chat.visits.to(peer)?.drawn().messages ?? []));
  await vi.advanceTimersByTimeAsync(milliseconds);
  end();
}

async function open(peer: Peer = bob): Promise<void> {
  chat.visits.open(peer);
  chat.reactions.open(peer);
  await settle();
  await draw(peer);
}

it("what is shown is asked for once, when it comes into sight", async () => {
  await hear(1, 250);
  there.set(3, [["🎉", 1]]);
  there.set(250, [
    ["👍", 3, true],
    ["🎉", 1],
  ]);
  await open();
  expect([asked(), shown(3), shown(250)]).toEqual([["1..200"], ["🎉1"], []]);
  chat.visits.to(bob)?.toNewest();
  await wait(1_000);
  expect([asked(), shown(250)]).toEqual([
    ["1..200", "201..250"],
    ["👍3*", "🎉1"],
  ]);
  await wait(60_000);
  expect(asked()).toHaveLength(2);
});

it("messages that are far apart are asked for in ranges of at most 200, the newest first", async () => {
  const dataList = Array.from({ length: 50 }, (_, i) => message((i + 1) * 10));
  server.answers.HISTORY_PULL = () => ["HISTORY_PAGE", { dataList, completed: true }];
  there.set(10, [["👍", 1]]);
  await open();
  await wait(2_000);
  expect([asked(), shown(10)]).toEqual([["310..500", "110..300", "10..100"], ["👍1"]]);
});

it("what arrives from then on has none, and is not asked for; what is told of it is shown", async () => {
  await hear(1);
  await open();
  await hear(2, 9);
  await wait(1_000);
  await tell(9, "👍", 1);
  expect([asked(), shown(9)]).toEqual([["1..1"], ["👍1"]]);
  server.line.say("MSG_P2P", entry(10, { previousInboxSequence: 90, editedTime: 7 }));
  await settle();
  await wait(1_000);
  expect(asked()).toEqual(["1..1", "10..10"]);
});

it("in a conversation without messages, the first one is asked for, so that the server tells of the rest", async () => {
  await open();
  expect(asked()).toEqual([]);
  await hear(1);
  await wait(1_000);
  await hear(2);
  await wait(1_000);
  expect(asked()).toEqual(["1..1"]);
});

it("all that is shown is asked for again after a new login, and when the conversation is opened again", async () => {
  await hear(1, 3);
  there.set(2, [["👍", 1]]);
  await open();
  server.line.breakOff();
  await settle();
  expect(shown(2)).toEqual(["👍1"]);
  there.set(2, []);
  server.inboxHolds([]);
  server.maxSequence = 30;
  await wait(2_000);
  expect([chat.state.is, asked(), shown(2)]).toEqual(["online", ["1..3", "1..3"], []]);
  chat.visits.open(team);
  there.set(2, [["🎉", 1]]);
  await open();
  expect([asked(), shown(2)]).toEqual([["1..3", "1..3", "1..3"], ["🎉1"]]);
});

it.each([
  ["a group", team, inTeam],
  ["a direct conversation", bob, inBob],
])("%s of which nothing is told is asked about again when the user is back, now and then", async (_, peer, names) => {
  await hear(1);
  await open(peer);
  const before = asked().length;
  chat.reactions.look();
  chat.reactions.look();
  await wait(1_000, peer);
  chat.reactions.look();
  await wait(1_000, peer);
  expect(asked().slice(before)).toEqual(["1..1"]);
  await wait(30_000, peer);
  chat.reactions.look();
  await wait(1_000, peer);
  expect(asked()).toHaveLength(before + 2);
  await tell(1, "👍", 1, names);
  await wait(30_000, peer);
  chat.reactions.look();
  await wait(1_000, peer);
  expect(asked()).toHaveLength(before + 2);
});

it("a message that many react to just now is asked about less and less often", async () => {
  await hear(1);
  server.answers.REACTION_PULL = (data, line) => {
    line.say("REACTION_NOTIFY", { ...inBob, fromId: "bob", ...namesOf(1), reaction: "👍", isSet: true, count: 9 });
    return ["REACTION_PAGE", { dataList: page(Number(data.fromSequence), Number(data.toSequence)) }];
  };
  await open();
  await wait(60_000);
  expect(asked().length).toBeGreaterThan(10);
  expect(asked().length).toBeLessThan(20);
});

it("a count that does not follow from the one before is asked for", async () => {
  await hear(1, 5);
  await open();
  there.set(3, [["👍", 4]]);
  await tell(3, "👍", 3);
  expect(shown(3)).toEqual(["👍3"]);
  await wait(1_000);
  expect([asked(), shown(3)]).toEqual([["1..5", "3..3"], ["👍4"]]);
});

it("where something was told during a question, its answer may be older, and is asked for again", async () => {
  await hear(1, 3);
  const late: Record<string, unknown>[] = [];
  const { REACTION_PULL } = server.answers;
  server.answers.REACTION_PULL = (data) => {
    late.push(data);
    return undefined;
  };
  await open();
  await tell(2, "👍", 1);
  server.line.say("RECALL_NOTIFY", { ...message(3), inboxSequence: 40, previousInboxSequence: 30 });
  there.set(1, [["🎉", 1]]);
  there.set(3, [["🎉", 1]]);
  Object.assign(server.answers, { REACTION_PULL });
  server.line.answer(late[0] ?? {}, "REACTION_PAGE", { dataList: page(1, 3) });
  await settle();
  expect([shown(1), shown(2), shown(3)]).toEqual([["🎉1"], ["👍1"], []]);
  there.set(2, [["👍", 1]]);
  await wait(1_000);
  expect([asked(), shown(2), shown(3)]).toEqual([["1..3", "2..2"], ["👍1"], []]);
});

it("the user reacts and takes it back, which is shown before the server answers", async () => {
  await hear(1);
  there.set(1, [["👍", 2]]);
  await open();
  const done = chat.react(bob, 1, "👍");
  expect(shown(1)).toEqual(["👍3*"]);
  await done;
  expect(shown(1)).toEqual(["👍3*"]);
  await chat.react(bob, 1, "👍");
  expect(shown(1)).toEqual(["👍2"]);
  await chat.react(bob, 1, "🎉");
  await tell(1, "🎉", 0, { fromId: "alice", isSet: false });
  expect([shown(1), chat.toast.text]).toEqual([["👍2"], ""]);
  await wait(1_000);
  expect(asked()).toEqual(["1..1"]);
});

it("clicks during a question end in what the last one wants, and say no more than that needs", async () => {
  await hear(1);
  await open();
  const wishes = () => server.line.heard("REACT").map(({ isSet }) => isSet);
  const done = chat.react(bob, 1, "👍");
  void chat.react(bob, 1, "👍");
  void chat.react(bob, 1, "👍");
  expect(shown(1)).toEqual(["👍1*"]);
  await done;
  expect(wishes()).toEqual([true]);
  const back = chat.react(bob, 1, "👍");
  await chat.react(bob, 1, "👍");
  void chat.react(bob, 1, "👍");
  await back;
  expect([wishes(), shown(1)]).toEqual([[true, false], []]);
});

it.each([
  [RefusalCode.TOO_LARGE, "No other reactions can be added to this message."],
  [RefusalCode.NOT_ACCEPTED, "This reaction cannot be delivered."],
  [RefusalCode.MUTED, "This failed: you are muted in this group"],
])("one that is refused with %i is gone again, and the user is told why", async (code, words) => {
  await hear(1);
  there.set(1, [["🎉", 1]]);
  await open();
  server.answers.REACT = () => ["REACT_ACK", refused(code)];
  const done = chat.react(bob, 1, "👍");
  expect(shown(1)).toEqual(["🎉1", "👍1*"]);
  await done;
  expect([shown(1), chat.toast.text]).toEqual([["🎉1"], words]);
});

it("one whose answer is lost is gone, until the next login tells", async () => {
  await hear(1);
  await open();
  server.answers.REACT = (data) => {
    reacted(data);
    return undefined;
  };
  const done = chat.react(bob, 1, "👍");
  await settle();
  server.inboxHolds([]);
  server.line.breakOff();
  await done;
  expect([shown(1), chat.toast.text]).toEqual([
    [],
    "This failed: the server did not answer, so it is not known whether this was done",
  ]);
  await wait(2_000);
  expect(shown(1)).toEqual(["👍1*"]);
});

it("one that a server does not answer is asked about, over the same connection", async () => {
  await hear(1);
  await open();
  server.answers.REACT = (data) => {
    reacted(data);
    return undefined;
  };
  const done = chat.react(bob, 1, "👍");
  await wait(15_000);
  await done;
  expect([server.lines.length, chat.toast.text]).toEqual([
    1,
    "This failed: the server did not answer, so it is not known whether this was done",
  ]);
  await wait(1_000);
  expect(shown(1)).toEqual(["👍1*"]);
});

it("a recall takes reactions away, an edit keeps them", async () => {
  await hear(1, 2);
  there.set(1, [["👍", 1]]);
  there.set(2, [["👍", 2]]);
  await open();
  const edit = { messageBody: "edited", editedTime: 7, inboxSequence: 30, previousInboxSequence: 20 };
  server.line.say("EDIT_NOTIFY", { ...message(1), ...edit });
  server.line.say("RECALL_NOTIFY", { ...message(2), inboxSequence: 40, previousInboxSequence: 30 });
  await settle();
  await wait(1_000);
  expect([shown(1), shown(2), asked()]).toEqual([["👍1"], [], ["1..2"]]);
});

it("a question refused for now is repeated; a server that knows no reactions is not asked again", async () => {
  await hear(1);
  there.set(1, [["👍", 1]]);
  const refuses = (code: number) => {
    server.answers.REACTION_PULL = () => ["REFUSED", { code, msg: "no", command: CommandNumber.REACTION_PULL }];
  };
  const { REACTION_PULL } = server.answers;
  refuses(RefusalCode.TOO_MANY);
  await open();
  await wait(2_900);
  expect([asked().length, shown(1)]).toEqual([1, []]);
  Object.assign(server.answers, { REACTION_PULL });
  await wait(200);
  expect([asked().length, shown(1), isOffered()]).toEqual([2, ["👍1"], true]);
  refuses(RefusalCode.NOT_A_PARTICIPANT);
  await open();
  await wait(5_000);
  expect([asked().length, shown(1), isOffered()]).toEqual([3, [], true]);
  refuses(RefusalCode.UNKNOWN_COMMAND);
  await open();
  expect([asked().length, isOffered()]).toEqual([4, false]);
  await open();
  expect(asked()).toHaveLength(4);
});

it("who has reacted is asked for until there are enough", async () => {
  server.answers.REACTORS_PULL = ({ lastUserId }) => {
    const after = Number(lastUserId ?? 0);
    const dataList = [after + 1, after + 2].map((id) => ({ userId: String(id) }));
    return ["REACTORS_PAGE", { count: 6, dataList, completed: after === 4 }];
  };
  expect(await chat.reactions.who(bob, 1, "👍", 3)).toEqual({ count: 6, userIds: ["1", "2", "3"] });
  expect(await chat.reactions.who(bob, 1, "👍", 50)).toEqual({ count: 6, userIds: ["1", "2", "3", "4", "5", "6"] });
});

it("the picker has each sign once, with a name in both languages, and the server takes all of them", () => {
  expect(new Set(SIGNS).size).toBe(SIGNS.length);
  for (const names of Object.values(NAMES)) {
    expect(new Set(names.values()).size).toBe(SIGNS.length);
  }
  expect(SIGNS.filter((sign) => new TextEncoder().encode(sign).length > 32)).toEqual([]);
});

it("a chip says its name, its count, and whether the user is in it", () => {
  const [en, zh] = [textsOf("en"), textsOf("zh")];
  expect([en.reacted("thumbs up", 3, true), en.reacted("thumbs up", 3, false), en.reacted("heart", 1, true)]).toEqual([
    "thumbs up, 3, you too",
    "thumbs up, 3",
    "heart, 1, you",
  ]);
  expect([zh.reacted("赞", 3, true), zh.reacted("赞", 1, true)]).toEqual(["赞，3，包括你", "赞，1，你"]);
  expect([en.reactedBy(["You", "Bo"], 0), en.reactedBy(["Bo"], 4)]).toEqual(["You, Bo", "Bo and 4 more"]);
  expect(zh.reactedBy(["你", "波"], 4)).toBe("你、波 还有 4 位");
});
