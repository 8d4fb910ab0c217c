// Goal: an answer and a forwarded message say of a message what they must, and no more. Method: messages of every kind.

import type { ChatMessage, Json, ReplyTo } from "@whaleshark/client";
import { expect, it } from "vitest";
import { answerIn, answerTo, forwarded, Replies } from "../src/model/replies.ts";

function message(messageBody: Json): ChatMessage {
  return { messageSequence: 3, fromId: "ann", messageBody } as ChatMessage & object;
}

it("an answer has the beginning of what it answers, whatever that is", () => {
  expect(answerTo(message("x".repeat(400)))).toEqual({ messageSequence: 3, fromId: "ann", text: "x".repeat(300) });
  expect(answerTo(message({ price: 3 })).text).toBe("price: 3");
});

it("nothing answers what is said after it", () => {
  const body: Json = { kind: "text", text: "no", replyTo: { messageSequence: 7, fromId: "bob", text: "?" } };
  expect(answerIn(body, 8)?.messageSequence).toBe(7);
  expect(answerIn(body, undefined)?.messageSequence).toBe(7);
  expect(answerIn(body, 7)).toBeUndefined();
  expect(answerIn("no", 8)).toBeUndefined();
});

it.each<[Json, Json]>([
  ["hi", { kind: "text", text: "hi", forwardedFrom: "ann" }],
  [
    { kind: "text", text: "@bob hi", mentions: ["bob"], replyTo: { messageSequence: 1, fromId: "bob", text: "?" } },
    { kind: "text", text: "@bob hi", forwardedFrom: "ann" },
  ],
  [
    { kind: "text", text: "hi", forwardedFrom: "zoe" },
    { kind: "text", text: "hi", forwardedFrom: "zoe" },
  ],
  [
    { kind: "poll", options: ["a"] },
    { kind: "poll", options: ["a"], forwardedFrom: "ann" },
  ],
  [{ text: "of a program" }, { kind: "text", text: "of a program", forwardedFrom: "ann" }],
  [{ price: 3 }, { price: 3 }],
])("%j is forwarded as %j", (body, sent) => {
  expect(forwarded(message(body))).toEqual(sent);
});

it("without a composer nothing is answered", () => {
  const replies = new Replies();
  replies.start(message("lost"));
  const got: ReplyTo[] = [];
  replies.composer = (reply) => got.push(reply);
  replies.start(message("kept"));
  expect(got.map(({ text }) => text)).toEqual(["kept"]);
});
