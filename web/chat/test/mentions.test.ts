// Goal: mentions are those of the rule in docs/message-body.md, and the list shows who has not read theirs. Method:
// texts with names in them, and messages that arrive.

import { type ChatMessage, group, type Json } from "@whaleshark/client";
import { expect, it } from "vitest";
import { mentionedIn, OwnMentions, offered, typedName, withMention } from "../src/model/mentions.ts";

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

it("a mention is marked until it is read or recalled, also after a reload", () => {
  const peer = group("team");
  const me: Json = { kind: "text", text: "@bob", mentions: ["bob"] };
  let kept: Readonly<Record<string, number>> = {};
  const store = {
    load: () => kept,
    save: (now: Readonly<Record<string, number>>) => {
      kept = now;
    },
  };
  const own = new OwnMentions("bob", store);
  own.arrived(peer, message(1, "@bob"));
  own.arrived(peer, message(2, me, "bob"));
  expect(own.isUnread(peer, { read: 0, unread: 2 })).toBe(false);
  own.arrived(peer, message(5, me));
  own.arrived(peer, message(6, "more"));
  expect(own.isUnread(peer, { read: 4, unread: 2 })).toBe(true);
  expect(new OwnMentions("bob", store).isUnread(peer, { read: 4, unread: 2 })).toBe(true);
  expect(own.isUnread(peer, { read: 5, unread: 1 })).toBe(false);
  expect(own.isUnread(group("other"), { read: 0, unread: 1 })).toBe(false);
  own.recalled(peer, 5);
  expect(own.isUnread(peer, { read: 4, unread: 2 })).toBe(false);
  // The list knows the newest message, whatever has arrived here.
  expect(own.isUnread(peer, { read: 6, unread: 1, last: message(7, me) })).toBe(true);
  expect(own.isUnread(peer, { read: 6, unread: 1, last: message(7, "", "ann", true) })).toBe(false);
});

it("names are offered as ids are", () => {
  const nameOf = (user: string) => ({ bob: "李小龙" })[user] ?? user;
  expect(offered("小", members, nameOf)).toEqual(["bob"]);
  expect(offered("bob", members, nameOf)).toEqual(["bob", "bobby"]);
});
