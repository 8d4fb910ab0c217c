// Goal: what is typed to edit a message is kept until the server has it, and the draft comes back. Method: the chat's
// model at a server that the test scripts; time stands still unless it is moved.

import { type ChatMessage, direct, group, type Json, MemoryStore, type Peer } from "@whaleshark/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { message, ok, refused, ScriptedServer, settle } from "../../client/test/scripted-server.ts";
import { Chat } from "../src/model/chat.ts";
import { type BegunEdit, Edits, editedBody, isEditable } from "../src/model/edits.ts";
import { editsOf, forgetOthers } from "../src/model/prefs.ts";
import { textsOf } from "../src/texts/index.ts";

const bob = direct("bob");
const carol = direct("carol");

function said(sequence: number, messageBody: Json, more: Partial<ChatMessage> = {}): ChatMessage {
  return message(sequence, { fromId: "alice", toId: "bob", messageBody, ...more }) as unknown as ChatMessage;
}

describe("which message", () => {
  it.each<[string, boolean, ChatMessage]>([
    ["an own text", true, said(1, "hi")],
    ["an own answer that mentions", true, said(1, { kind: "text", text: "@bob hi", mentions: ["bob"] })],
    ["somebody else's", false, said(1, "hi", { fromId: "bob" })],
    ["a recalled one", false, said(1, "", { recalled: true })],
    ["another's words", false, said(1, { kind: "text", text: "hi", forwardedFrom: "carol" })],
    ["a card", false, said(1, { kind: "card", title: "Order 17" })],
    ["what a program says", false, said(1, { kind: "system", text: "The topic is dives." })],
    ["JSON of another program", false, said(1, { order: 17 })],
  ])("%s: %s", (_, expected, one) => {
    expect(isEditable(one, "alice")).toBe(expected);
  });

  it("keeps what it answers, and mentions whom its new text mentions", () => {
    const replyTo = { messageSequence: 1, fromId: "bob", text: "?" };
    const messageBody: Json = { kind: "text", text: "@bob yes", mentions: ["bob"], replyTo };
    const edit: BegunEdit = { sequence: 2, messageBody, typed: "@carol no" };
    expect(editedBody(edit, edit.typed, ["carol"])).toEqual({
      kind: "text",
      text: "@carol no",
      mentions: ["carol"],
      replyTo,
    });
    expect(editedBody({ ...edit, messageBody: "plain" }, "still plain", [])).toBe("still plain");
    const ofProgram: Json = { text: "@bob", orderId: 17, mentions: ["bob"] };
    expect(editedBody({ ...edit, messageBody: ofProgram }, "nobody", [])).toEqual({ text: "nobody", orderId: 17 });
  });
});

describe("an edit that was begun", () => {
  let kept: Map<Peer, BegunEdit | undefined>;
  let edits: Edits;

  const open = () =>
    new Edits({
      load: (peer) => kept.get(peer),
      save: (peer, edit) => kept.set(peer, edit),
    });

  beforeEach(() => {
    kept = new Map();
    edits = open();
    edits.begin(bob, said(1, "hi", { extra: { a: 1 } }));
  });

  const save = (send: () => Promise<boolean>) => edits.save(bob, edits.of(bob) as BegunEdit, send);

  function answer(): { readonly send: () => Promise<boolean>; readonly with: (isSaved: boolean) => Promise<void> } {
    let done = (_: boolean) => {};
    const answered = new Promise<boolean>((resolve) => {
      done = resolve;
    });
    return {
      send: () => answered,
      with: async (isSaved) => {
        done(isSaved);
        await answered;
        await Promise.resolve();
      },
    };
  }

  it("belongs to its conversation, and is there after a reload", () => {
    edits.type(bob, "hello");
    edits.type(carol, "nothing is edited there");
    expect(open().of(bob)).toEqual({ sequence: 1, messageBody: "hi", extra: { a: 1 }, typed: "hello" });
    expect(open().of(carol)).toBeUndefined();
    edits.end(bob);
    expect(open().of(bob)).toBeUndefined();
  });

  it("is changed if what is typed says something else", () => {
    edits.type(bob, " hi\n");
    expect(edits.isChanged(bob)).toBe(false);
    edits.type(bob, "hi!");
    expect(edits.isChanged(bob)).toBe(true);
    expect(edits.isChanged(carol)).toBe(false);
  });

  it("ends once the server has it, and not before; the composer is drawn", async () => {
    let drawn = 0;
    edits.composer = () => drawn++;
    edits.type(bob, "hello");
    const server = answer();
    const saved = save(server.send);
    edits.end(bob);
    expect([edits.isSaving(bob), edits.of(bob)?.typed, drawn]).toEqual([true, "hello", 2]);
    await server.with(true);
    await saved;
    expect([edits.isSaving(bob), edits.of(bob), drawn]).toEqual([false, undefined, 3]);
  });

  it("is sent once while it is not answered", async () => {
    const server = answer();
    const send = vi.fn(server.send);
    const both = Promise.all([save(send), save(send)]);
    await server.with(true);
    await both;
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("stays if it fails, and never comes back once the user has ended it", async () => {
    edits.type(bob, "hello");
    const fails = async (meanwhile: () => void) => {
      const server = answer();
      const saved = save(server.send);
      meanwhile();
      await server.with(false);
      await saved;
      return edits.of(bob)?.typed;
    };
    expect(await fails(() => {})).toBe("hello");
    expect(kept.get(bob)?.typed).toBe("hello");
    expect(await fails(() => edits.type(bob, "hello!"))).toBe("hello!");
    const ended = fails(() => {
      edits.type(bob, "no");
      edits.end(bob);
    });
    expect(await ended).toBeUndefined();
  });

  it("goes on if the user types while an earlier state of it is under way, back to what it was as well", async () => {
    edits.type(bob, "hello");
    const server = answer();
    const saved = save(server.send);
    edits.type(bob, "hi");
    expect(edits.isChanged(bob)).toBe(true);
    edits.edited(bob, 1, { messageBody: "hello", editedTime: 7 });
    await server.with(true);
    await saved;
    expect(edits.of(bob)).toEqual({ sequence: 1, messageBody: "hello", typed: "hi" });
    expect(edits.isChanged(bob)).toBe(true);
  });

  it("hears of what becomes of its message elsewhere, and keeps what was typed", () => {
    edits.edited(bob, 2, { messageBody: "another one", editedTime: 5 });
    edits.edited(bob, 1, { messageBody: "hi there", extra: { b: 2 }, editedTime: 7 });
    expect(edits.of(bob)).toEqual({ sequence: 1, messageBody: "hi there", extra: { b: 2 }, typed: "hi there" });
    edits.type(bob, "hello");
    edits.edited(bob, 1, { messageBody: "hi all", editedTime: 8 });
    expect(edits.of(bob)).toEqual({ sequence: 1, messageBody: "hi all", typed: "hello" });
    edits.recalled(bob, 2);
    edits.recalled(bob, 1);
    expect(edits.of(bob)).toEqual({ sequence: 1, messageBody: "", typed: "hello" });
    edits.begin(bob, said(3, "unchanged"));
    edits.recalled(bob, 3);
    expect(edits.of(bob)).toBeUndefined();
  });
});

/** Storage of a browser, of which the keys can be listed. */
function storage(): Storage {
  const items: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => {
      items[key] = value;
    },
    removeItem: (key: string) => {
      delete items[key];
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(items, name, { value });
  }
  return items as unknown as Storage;
}

it("whoever is signed out keeps what they typed, and nothing of what it answers", () => {
  vi.stubGlobal("localStorage", storage());
  vi.stubGlobal("sessionStorage", storage());
  const signIn = { appId: 10001, user: "alice", token: "", binary: false };
  const replyTo = { messageSequence: 1, fromId: "bob", text: "a secret" };
  const messageBody: Json = { kind: "text", text: "yes", replyTo };
  const edits = editsOf(signIn);
  edits.save(bob, { sequence: 2, messageBody, typed: "no" });
  edits.save(carol, { sequence: 3, messageBody: "plain", typed: "plainer" });
  forgetOthers(signIn);
  expect(edits.load(bob)).toEqual({
    sequence: 2,
    messageBody: { kind: "text", text: "yes", replyTo: { ...replyTo, text: "" } },
    typed: "no",
  });
  expect(edits.load(carol)).toEqual({ sequence: 3, messageBody: "plain", typed: "plainer" });
  edits.save(bob, undefined);
  expect(edits.load(bob)).toBeUndefined();
  vi.unstubAllGlobals();
});

describe("the chat", () => {
  let server: ScriptedServer;
  let chat: Chat;

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal("document", { visibilityState: "visible", hasFocus: () => true });
    server = new ScriptedServer();
    server.answers.HISTORY_PULL = () => ["HISTORY_PAGE", { dataList: [], completed: true }];
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

  async function hear(...messages: ChatMessage[]): Promise<void> {
    for (const one of messages) {
      const at = one.messageSequence;
      server.line.say("MSG_P2P", { ...one, conversationId: "x", inboxSequence: at, previousInboxSequence: at - 1 });
    }
    await settle();
  }

  it("edits the newest own message that has words of the user", async () => {
    expect(chat.composing.editNewest(bob)).toBe(false);
    await hear(
      said(1, "one"),
      said(2, "two"),
      said(3, { kind: "card", title: "C" }),
      said(4, "yours", { fromId: "bob", toId: "alice" }),
    );
    expect(chat.composing.editNewest(bob)).toBe(true);
    expect(chat.composing.edits.of(bob)).toMatchObject({ sequence: 2, typed: "two" });
  });

  it("edits none while a later one is not sent", async () => {
    await hear(said(1, "one"));
    chat.client.send(bob, "on its way");
    await settle();
    expect(chat.composing.editNewest(bob)).toBe(false);
  });

  it("asks before another message is edited or answered where something was typed", async () => {
    const [one, two] = [said(1, "one"), said(2, "two")];
    await hear(one, two);
    chat.composing.edit(bob, one);
    chat.composing.edit(bob, two);
    expect([chat.questions.asked, chat.composing.edits.of(bob)?.sequence]).toEqual([undefined, 2]);
    chat.composing.edits.type(bob, "two!");
    chat.composing.edit(bob, two);
    expect(chat.questions.asked).toBeUndefined();
    chat.composing.edit(bob, one);
    expect(chat.questions.asked?.text).toBe("Discard what you have changed of the other message?");
    chat.questions.answer(false);
    expect(chat.composing.edits.of(bob)?.typed).toBe("two!");
    let answered = 0;
    chat.composing.replies.composer = () => answered++;
    chat.composing.reply(bob, one);
    expect(answered).toBe(0);
    chat.questions.answer(true);
    expect([answered, chat.composing.edits.of(bob)]).toEqual([1, undefined]);
  });

  it("saves it with its extra, and shows it; a refusal says why and keeps it", async () => {
    await hear(said(1, "one", { extra: { a: 1 } }));
    chat.composing.editNewest(bob);
    chat.composing.edits.type(bob, "better");
    server.answers.EDIT = () => ["EDIT_ACK", refused(40309)];
    const save = async () => {
      const edit = chat.composing.edits.of(bob) as BegunEdit;
      await chat.composing.save(bob, edit, editedBody(edit, edit.typed, []));
    };
    await save();
    expect(chat.toast.text).toBe("This failed: the time to edit this message is over");
    expect(chat.composing.edits.of(bob)?.typed).toBe("better");
    server.answers.EDIT = () => [
      "EDIT_ACK",
      ok({ messageId: "m-1", messageKey: 1001, messageSequence: 1, editedTime: 7 }),
    ];
    await save();
    expect(server.line.heard("EDIT").at(-1)).toMatchObject({ messageBody: "better", extra: { a: 1 } });
    expect(chat.composing.edits.of(bob)).toBeUndefined();
    expect(chat.visits.timeline(bob).shown()).toMatchObject([
      { messageBody: "better", extra: { a: 1 }, editedTime: 7 },
    ]);
  });

  it("shows what is edited elsewhere, and counts nothing", async () => {
    await hear(said(1, "yours", { fromId: "bob", toId: "alice" }));
    const before = chat.conversations.of(bob).unread;
    const mentioning = { kind: "text", text: "@alice yours", mentions: ["alice"] };
    server.line.say("EDIT_NOTIFY", {
      ...said(1, mentioning, { fromId: "bob", toId: "alice" }),
      conversationId: "x",
      editedTime: 7,
      inboxSequence: 2,
      previousInboxSequence: 1,
    });
    await settle();
    expect(chat.visits.timeline(bob).shown()).toMatchObject([{ messageBody: mentioning, editedTime: 7 }]);
    expect(chat.conversations.of(bob)).toMatchObject({ unread: before, last: { messageBody: mentioning } });
    expect(before).toBe(1);
    expect(chat.mentions.unread(bob, chat.conversations.of(bob))).toEqual([]);
    expect(chat.visits.timeline(group("g")).shown()).toEqual([]);
  });
});
