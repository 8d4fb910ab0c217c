// Goal: the bodies of messages mean the same to every client, whatever JSON they are. Method: the examples that
// the Java SDK and the JSON schema are tested with, bodies that are written, and random JSON.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ChatMessage, Json, MessageBody } from "../src/index.ts";
import { readBody, replyTo, writeBody } from "../src/index.ts";

interface Example {
  readonly name: string;
  readonly valid: boolean;
  readonly body: Json;
  readonly read: MessageBody;
}

const file = new URL("../../../protocol/src/test/resources/message-bodies.json", import.meta.url);
const examples = JSON.parse(readFileSync(file, "utf8")) as Example[];
const plain = { content: { kind: "text" }, text: "hi", mentions: [] } as const;

describe("read", () => {
  it.each(examples.map((example) => [example.name, example] as const))("%s", (_, { body, read }) => {
    expect(readBody(body)).toEqual(read);
  });

  it.each(examples.map((example) => [example.name, example] as const))("and written again: %s", (_, { read }) => {
    expect(readBody(writeBody(read))).toEqual(read);
  });

  it("random JSON is read, and its texts are in their bounds", () => {
    let seed = 17;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const names = [...new Set(examples.flatMap(({ body }) => Object.keys(Object(body))))];
    const any = (depth: number): Json => {
      const leaves = ["", "text", "card", "image", "bob", "https://a.example/", 7, -1, 1.5, true, null];
      if (depth === 0 || random(3) === 0) {
        return leaves[random(leaves.length)] as Json;
      }
      const values = Array.from({ length: random(8) }, () => any(depth - 1));
      return random(4) === 0 ? values : Object.fromEntries(values.map((v) => [names[random(names.length)], v]));
    };
    for (let i = 0; i < 10_000; i++) {
      const body = any(3);
      const read = readBody(body);
      expect(typeof read.text).toBe("string");
      expect(readBody(writeBody(read))).toEqual(read);
    }
  });
});

describe("written", () => {
  it("a text that is nothing else stays a plain text", () => {
    expect(writeBody(plain)).toBe("hi");
  });

  it("the order of what it is made of does not matter", () => {
    const content = { fields: [{ value: "b", name: "a" }], title: "T", kind: "card" } as const;
    expect(readBody(writeBody({ ...plain, content })).content).toEqual(content);
  });

  it.each([
    ["replyTo", { ...plain, replyTo: { messageSequence: 0, fromId: "a", text: "" } }],
    ["replyTo", { ...plain, replyTo: { messageSequence: 1, fromId: "a", text: "x".repeat(301) } }],
    ["mentions", { ...plain, mentions: Array.from({ length: 101 }, (_, i) => `u${i}`) }],
    ["mentions", { ...plain, mentions: [""] }],
    ["forwardedFrom", { ...plain, forwardedFrom: "" }],
    ["content", { ...plain, content: { kind: "file", name: "a", url: "javascript:0" } }],
    ["content", { ...plain, content: { kind: "card", title: "", fields: [] } }],
  ] as const)("what is out of its bounds is told: %s", (part, body) => {
    expect(() => writeBody(body)).toThrow(part);
  });
});

it("a reply has the beginning of the text that it answers", () => {
  const message = { messageSequence: 3, fromId: "alice", messageBody: { text: "x".repeat(400) } } as ChatMessage &
    object;
  expect(replyTo(message)).toEqual({ messageSequence: 3, fromId: "alice", text: "x".repeat(300) });
});
