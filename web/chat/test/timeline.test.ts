// Goal: a window never shows messages with a hole between them, and knows what to load. Method: pages and arrivals in
// the orders in which they happen.

import type { ChatMessage } from "@whaleshark/client";
import { expect, it } from "vitest";
import { Timeline } from "../src/model/timeline.ts";

const message = (messageSequence: number, fromId = "bob"): ChatMessage => ({
  appId: 1,
  messageId: `m${messageSequence}`,
  fromId,
  toId: "alice",
  conversationType: 0,
  messageBody: "x",
  messageTime: messageSequence,
  messageKey: messageSequence,
  messageSequence,
});
const messages = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));
const shown = (timeline: Timeline) => timeline.shown().map((m) => m.messageSequence);

it("shows the newest page, then older ones before it", () => {
  const timeline = new Timeline();
  expect(timeline.olderBefore).toBeUndefined();
  timeline.page(messages(8, 10), undefined, false);
  expect(timeline.olderBefore).toBe(8);
  expect(timeline.complete).toBe(false);
  timeline.page(messages(5, 7), 8, false);
  timeline.page(messages(3, 4), 5, true);
  expect(shown(timeline)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  expect(timeline.complete).toBe(true);
});

it("shows what came after a hole alone, until history has filled it", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 3), undefined, true);
  timeline.arrived(message(9));
  expect(shown(timeline)).toEqual([9]);
  expect(timeline.olderBefore).toBe(9);
  timeline.page(messages(6, 8), 9, false);
  expect(shown(timeline)).toEqual([6, 7, 8, 9]);
  timeline.page(messages(3, 5), 6, false);
  expect(shown(timeline)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it("a page that leaves sequences out that this user may not see has no hole", () => {
  const timeline = new Timeline();
  timeline.page([message(2), message(7)], undefined, false);
  expect(shown(timeline)).toEqual([2, 7]);
  timeline.page([], 2, true);
  expect(timeline.complete).toBe(true);
});

it("a conversation without messages is complete once it was asked for", () => {
  const timeline = new Timeline();
  expect(timeline.complete).toBe(false);
  timeline.page([], undefined, true);
  expect(timeline.complete).toBe(true);
  timeline.arrived(message(1));
  expect(shown(timeline)).toEqual([1]);
  expect(timeline.complete).toBe(true);
});

it("keeps the newest when it is trimmed, and loads the rest again", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 300), undefined, true);
  timeline.trim(200);
  expect(shown(timeline)).toHaveLength(200);
  expect(timeline.complete).toBe(false);
  expect(timeline.olderBefore).toBe(101);
});

it("a recalled message stays where it was, without what it said", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 2), undefined, true);
  timeline.recalled(2);
  timeline.recalled(99);
  expect(timeline.shown().at(-1)).toMatchObject({ messageSequence: 2, recalled: true, messageBody: "" });
  expect(timeline.hasForeign("alice", 1, 2)).toBe(false);
  expect(timeline.hasForeign("alice", 0, 2)).toBe(true);
  expect(timeline.hasForeign("bob", 0, 2)).toBe(false);
});
