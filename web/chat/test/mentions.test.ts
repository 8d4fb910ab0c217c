// Goal: mentions are those of the rule in docs/message-body.md, and the list shows who has not read theirs. Method:
// texts with names in them, and messages that arrive.

import { type ChatMessage, group, type Json } from "@whaleshark/client";
import { expect, it } from "vitest";
import { type Mentioned, mentionedIn, OwnMentions, offered, typedName, withMention } from "../src/model/mentions.ts";

const members = ["bob", "bobby", "李雷", "a.b", "x|y", "(", "Ann"];

it.each([
  ["@bob and @李雷, look", ["bob", "李雷"]],
  ["@bobby", ["bobby"]],
  ["@bob.", ["bob"]],
  ["(@bob)", ["bob"]],
  ["你好@李雷你好", ["李雷"]],
  ["@a.b @x|y @(", ["a.b", "x|y", "("]],
  ["@bob @bob", ["bob"]],
  ["me@bob.example", []],
  ["@bob-x @bob_x @bobs @axb @ann", []],
])("%s", (text, users) => {
  expect(mentionedIn(text, members)).toEqual(users);
});

it("nobody is mentioned where there is nobody", () => {
  expect(mentionedIn("@bob", [])).toEqual([]);
});

it("a name is typed behind an @, up to the caret", () => {
  expect(typedName("hi @bo", 6)).toBe("bo");
  expect(typedName("hi @bo", 4)).toBe("");
  expect(typedName("@", 1)).toBe("");
  expect(typedName("hi bo", 5)).toBeUndefined();
  expect(typedName("@bob ", 5)).toBeUndefined();
  expect(typedName("me@bob", 6)).toBeUndefined();
});

it("names that begin as typed are offered first", () => {
  expect(offered("b", members)).toEqual(["bob", "bobby", "a.b"]);
  expect(offered("AN", members)).toEqual(["Ann"]);
  expect(offered("", members)).toHaveLength(7);
  expect(
    offered(
      "",
      Array.from({ length: 50 }, (_, i) => `u${i}`),
    ),
  ).toHaveLength(8);
});

it("what was typed becomes the name, and the caret stands behind it", () => {
  expect(withMention("hi @bo, look", 6, "bob")).toEqual({ text: "hi @bob , look", caret: 8 });
  expect(withMention("hi @bo you", 6, "bob")).toEqual({ text: "hi @bob you", caret: 8 });
});

it("many marks take no long", () => {
  const users = Array.from({ length: 100 }, (_, i) => "a".repeat(i + 1));
  const since = performance.now();
  expect(mentionedIn(` @${"a".repeat(500)}`.repeat(120), users)).toEqual([]);
  expect(mentionedIn(" @a".repeat(20_000), users)).toEqual(["a"]);
  expect(performance.now() - since).toBeLessThan(1_000);
});

function message(messageSequence: number, messageBody: Json, fromId = "ann", recalled?: true): ChatMessage {
  return { messageSequence, messageBody, fromId, ...(recalled && { recalled }) } as ChatMessage & object;
}

const team = group("team");
const me: Json = { kind: "text", text: "@bob", mentions: ["bob"] };

function store(kept: Mentioned = {}) {
  const store = {
    kept,
    load: () => store.kept,
    save: (now: Mentioned) => {
      store.kept = now;
    },
  };
  return store;
}

it("mentions count until they are read or recalled, also after a reload", () => {
  const kept = store();
  const own = new OwnMentions("bob", kept);
  own.arrived(team, message(1, "@bob"));
  own.arrived(team, message(2, me, "bob"));
  expect(own.unread(team, { read: 0, unread: 2 })).toEqual([]);
  own.arrived(team, message(5, me));
  own.arrived(team, message(6, "more"));
  own.arrived(team, message(9, me));
  // An edited message arrives late, and a message may arrive twice.
  own.arrived(team, message(7, me));
  own.arrived(team, message(5, me));
  expect(own.unread(team, { read: 4, unread: 5 })).toEqual([5, 7, 9]);
  expect(new OwnMentions("bob", kept).unread(team, { read: 5, unread: 4 })).toEqual([7, 9]);
  expect(own.unread(team, { read: 9, unread: 1 })).toEqual([]);
  expect(own.unread(team, { read: 4, unread: 0 })).toEqual([]);
  expect(own.unread(group("other"), { read: 0, unread: 1 })).toEqual([]);
  own.recalled(team, 7);
  own.recalled(team, 6);
  expect(own.unread(team, { read: 4, unread: 5 })).toEqual([5, 9]);
});

it("the list knows the newest message, whatever has arrived here", () => {
  const own = new OwnMentions("bob", store());
  const known = { read: 6, unread: 1 };
  expect(own.unread(team, { ...known, last: message(7, me) })).toEqual([7]);
  expect(own.unread(team, { ...known, last: message(7, "", "ann", true) })).toEqual([]);
  own.arrived(team, message(7, me));
  expect(own.unread(team, { ...known, last: message(7, me) })).toEqual([7]);
});

it("of each conversation the newest hundred are kept", () => {
  const own = new OwnMentions("bob", store());
  for (let sequence = 1; sequence <= 130; sequence++) {
    own.arrived(team, message(sequence, me));
  }
  const unread = own.unread(team, { read: 0, unread: 130 });
  expect([unread.length, unread[0], unread.at(-1)]).toEqual([100, 31, 130]);
});

it("names are offered as ids are", () => {
  const nameOf = (user: string) => ({ bob: "李小龙" })[user] ?? user;
  expect(offered("小", members, nameOf)).toEqual(["bob"]);
  expect(offered("bob", members, nameOf)).toEqual(["bob", "bobby"]);
});
