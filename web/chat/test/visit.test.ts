// Goal: read is what was on the screen, and nothing else. Method: what is displayed is said in the orders in which
// people scroll and jump; the read position that follows is compared.

import { direct } from "@whaleshark/client";
import { beforeEach, expect, it } from "vitest";
import { Timeline } from "../src/model/timeline.ts";
import { Visit } from "../src/model/visit.ts";
import { chatMessage, chatMessages } from "./messages.ts";

let visit: Visit;
const between = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const unread = (count: number, read: number) => ({ unread: count, read });

beforeEach(() => {
  visit = new Visit(direct("bob"), new Timeline());
});

it("reaches as far as everything by others was displayed", () => {
  visit.timeline.page(chatMessages(1, 20), "newest", true);
  visit.show(between(1, 8));
  expect(visit.readUpTo("alice", 0)).toBe(8);
  visit.show(between(12, 20));
  expect(visit.readUpTo("alice", 8)).toBe(8);
  visit.show(between(9, 11));
  expect(visit.readUpTo("alice", 8)).toBe(20);
});

it("does not reach over messages that are not loaded", () => {
  visit.timeline.show(1);
  visit.timeline.page(chatMessages(1, 20), { after: 0 }, false);
  visit.timeline.arrived(chatMessage(500));
  visit.show([...between(1, 20), 500]);
  expect(visit.readUpTo("alice", 0)).toBe(20);
});

it("own messages need not be displayed, and alone are not worth a report", () => {
  visit.timeline.page([chatMessage(1, "alice"), chatMessage(2), chatMessage(3, "alice")], "newest", true);
  expect(visit.readUpTo("alice", 0)).toBe(0);
  visit.show([2]);
  expect(visit.readUpTo("alice", 0)).toBe(2);
  expect(visit.readUpTo("alice", 2)).toBe(2);
});

it("begins with the first unread message; with the newest if there is none", () => {
  visit.begin(unread(3, 17));
  expect([visit.newFrom, visit.goal, visit.timeline.newer]).toEqual([17, "first-unread", { after: 17 }]);
  visit.begin(unread(0, 20));
  expect([visit.newFrom, visit.goal, visit.timeline.older]).toEqual([Number.POSITIVE_INFINITY, "newest", "newest"]);
});

it("knows whether something unread lies above the screen", () => {
  visit.timeline.page(chatMessages(1, 40), "newest", true);
  expect(visit.isUnreadAbove("alice", unread(40, 0), 1)).toBe(false);
  expect(visit.isUnreadAbove("alice", unread(40, 0), 30)).toBe(true);
  visit.show(between(1, 40));
  expect(visit.isUnreadAbove("alice", unread(40, 0), 30)).toBe(false);
  expect(visit.isUnreadAbove("alice", unread(0, 40), 30)).toBe(false);
  // The unread ones are not even loaded.
  const far = new Visit(direct("bob"), new Timeline());
  far.timeline.page(chatMessages(100, 140), "newest", false);
  expect(far.isUnreadAbove("alice", unread(140, 0), 120)).toBe(true);
});

it("draws what is around the user, and the first new messages while nobody looks", () => {
  visit.timeline.page(chatMessages(1, 600), "newest", true);
  const ends = () => [visit.drawn().messages[0]?.messageSequence, visit.drawn().messages.at(-1)?.messageSequence];
  visit.begin(unread(300, 300));
  expect(ends()).toEqual([201, 400]);
  visit.toNewest();
  expect(ends()).toEqual([401, 600]);
  visit.lookAway(600);
  for (const message of chatMessages(601, 1_000)) {
    visit.timeline.arrived(message);
  }
  expect(ends()).toEqual([500, 699]);
  visit.toNewest();
  expect(ends()).toEqual([801, 1_000]);
});

it("shows a message that is answered, with what has to be loaded around it", () => {
  visit.timeline.page(chatMessages(101, 120), "newest", false);
  visit.toMessage(110, 120);
  expect([visit.goal, visit.cameFrom, visit.timeline.shown()[0]?.messageSequence]).toEqual([110, 120, 101]);
  visit.toMessage(7, 120);
  expect([visit.timeline.newer, visit.timeline.older]).toEqual([{ after: 6 }, { before: 7 }]);
  expect([visit.timeline.hasLoaded(7), visit.timeline.get(7)]).toEqual([false, undefined]);
  // Seven has expired: its place is loaded, and nothing is there.
  visit.timeline.page(chatMessages(8, 20), { after: 6 }, false);
  expect([visit.timeline.hasLoaded(7), visit.timeline.get(7)]).toEqual([true, undefined]);
  expect(visit.timeline.get(8)?.messageSequence).toBe(8);
});
