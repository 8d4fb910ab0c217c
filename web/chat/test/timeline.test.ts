// Goal: a window never shows messages with a hole between them, and knows what to load around what it shows. Method:
// pages and arrivals in the orders in which they happen.

import type { ChatMessage } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { Timeline } from "../src/model/timeline.ts";
import { chatMessage as message, chatMessages as messages } from "./messages.ts";

const sequences = (found: readonly ChatMessage[]) => found.map((m) => m.messageSequence);
const shown = (timeline: Timeline) => sequences(timeline.shown());

describe("from the newest", () => {
  it("shows the newest page, then older ones before it", () => {
    const timeline = new Timeline();
    expect(timeline.older).toBe("newest");
    timeline.page(messages(8, 10), "newest", false);
    expect([timeline.older, timeline.newer]).toEqual([{ before: 8 }, undefined]);
    timeline.page(messages(5, 7), { before: 8 }, false);
    timeline.page(messages(3, 4), { before: 5 }, true);
    expect(shown(timeline)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(timeline.older).toBeUndefined();
  });

  it("shows what came after a hole alone, until history has filled it", () => {
    const timeline = new Timeline();
    timeline.page(messages(1, 3), "newest", true);
    timeline.arrived(message(9));
    expect(shown(timeline)).toEqual([9]);
    expect(timeline.older).toEqual({ before: 9 });
    timeline.page(messages(6, 8), { before: 9 }, false);
    expect(shown(timeline)).toEqual([6, 7, 8, 9]);
    timeline.page(messages(3, 5), { before: 6 }, false);
    expect(shown(timeline)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("a page that leaves sequences out that this user may not see has no hole", () => {
    const timeline = new Timeline();
    timeline.page([message(2), message(7)], "newest", false);
    expect(shown(timeline)).toEqual([2, 7]);
    timeline.page([], { before: 2 }, true);
    expect(timeline.older).toBeUndefined();
  });

  it("a conversation without messages has nothing to load once it was asked for", () => {
    const timeline = new Timeline();
    timeline.page([], "newest", true);
    expect([timeline.older, timeline.newer]).toEqual([undefined, undefined]);
    timeline.arrived(message(1));
    expect(shown(timeline)).toEqual([1]);
    expect(timeline.older).toBeUndefined();
  });

  it("what was not told is loaded, also where nothing newer has come", () => {
    const timeline = new Timeline();
    timeline.page(messages(1, 3), "newest", true);
    timeline.gap(8);
    expect([shown(timeline), timeline.older]).toEqual([[], "newest"]);
    timeline.page(messages(7, 8), "newest", false);
    expect([shown(timeline), timeline.older]).toEqual([[7, 8], { before: 7 }]);
    timeline.gap(5);
    expect(shown(timeline)).toEqual([7, 8]);
  });
});

describe("around the first unread message", () => {
  it("loads what comes after it and what came before it, and reaches the newest", () => {
    const timeline = new Timeline();
    timeline.show(101);
    expect([timeline.older, timeline.newer]).toEqual([{ before: 101 }, { after: 100 }]);
    timeline.page(messages(101, 150), { after: 100 }, false);
    timeline.page(messages(51, 100), { before: 101 }, false);
    expect(shown(timeline)).toEqual(sequences(messages(51, 150)));
    expect([timeline.older, timeline.newer]).toEqual([{ before: 51 }, { after: 150 }]);
    timeline.page(messages(151, 170), { after: 150 }, true);
    expect(timeline.newer).toBeUndefined();
    expect(shown(timeline).at(-1)).toBe(170);
  });

  it("what arrives meanwhile is shown when everything before it is here", () => {
    const timeline = new Timeline();
    timeline.arrived(message(300));
    timeline.show(101);
    timeline.page(messages(101, 150), { after: 100 }, false);
    expect(shown(timeline)).toEqual(sequences(messages(101, 150)));
    timeline.page(messages(151, 299), { after: 150 }, false);
    expect(shown(timeline)).toEqual(sequences(messages(101, 300)));
    expect(timeline.newer).toBeUndefined();
  });

  it("the newest are shown instead when they are asked for, and back again", () => {
    const timeline = new Timeline();
    timeline.show(101);
    timeline.page(messages(101, 150), { after: 100 }, false);
    timeline.show("newest");
    expect([shown(timeline), timeline.older]).toEqual([[], "newest"]);
    timeline.page(messages(451, 500), "newest", false);
    expect(shown(timeline)).toEqual(sequences(messages(451, 500)));
    timeline.show(101);
    expect(shown(timeline)).toEqual(sequences(messages(101, 150)));
  });

  it("where nothing comes after it any more, the newest are shown", () => {
    const timeline = new Timeline();
    timeline.show(101);
    timeline.page([], { after: 100 }, true);
    timeline.page(messages(99, 100), { before: 101 }, true);
    expect([shown(timeline), timeline.older, timeline.newer]).toEqual([[99, 100], undefined, undefined]);
  });

  it("what follows a sequence ends at the first hole", () => {
    const timeline = new Timeline();
    timeline.page(messages(5, 8), { before: 9 }, false);
    timeline.arrived(message(12));
    expect(sequences(timeline.after(6))).toEqual([7, 8]);
    expect(sequences(timeline.after(8))).toEqual([]);
    expect(sequences(timeline.after(2))).toEqual([]);
  });
});

it("an older message that arrives since it was edited is not the end", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 30), "newest", true);
  timeline.gap(100);
  timeline.arrived(message(40));
  expect([shown(timeline), timeline.older]).toEqual([[], "newest"]);
  timeline.arrived(message(101));
  expect(shown(timeline)).toEqual([101]);
});

it("keeps the newest when it is trimmed, and loads the rest again", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 300), "newest", true);
  timeline.trim(200);
  expect(shown(timeline)).toHaveLength(200);
  expect(timeline.older).toEqual({ before: 101 });
  timeline.trim(200);
  expect(shown(timeline)).toHaveLength(200);
});

it("forgets all when it is trimmed where the newest are not here", () => {
  const timeline = new Timeline();
  timeline.show(101);
  timeline.page(messages(101, 150), { after: 100 }, false);
  timeline.trim(200);
  expect([shown(timeline), timeline.older]).toEqual([[], "newest"]);
});

it("a recalled message stays where it was, without what it said", () => {
  const timeline = new Timeline();
  timeline.page(messages(1, 2), "newest", true);
  timeline.recalled(2);
  timeline.recalled(99);
  expect(timeline.shown().at(-1)).toMatchObject({ messageSequence: 2, recalled: true, messageBody: "" });
});

describe("an edit", () => {
  it("takes the place of what the message said, and a page that was read before does not undo it", () => {
    const timeline = new Timeline();
    timeline.page(messages(1, 2), "newest", true);
    timeline.edited(1, { messageBody: "edited", editedTime: 7 });
    timeline.edited(99, { messageBody: "not here", editedTime: 7 });
    timeline.page(messages(1, 2), "newest", true);
    timeline.edited(1, { messageBody: "older", editedTime: 5 });
    expect(timeline.shown()).toMatchObject([{ messageBody: "edited", editedTime: 7 }, { messageBody: "x" }]);
    timeline.page([{ ...message(1), messageBody: "newer", editedTime: 8 }], { before: 2 }, true);
    expect(timeline.get(1)?.messageBody).toBe("newer");
  });

  it("nothing follows a recall", () => {
    const timeline = new Timeline();
    timeline.page(messages(1, 1), "newest", true);
    timeline.recalled(1);
    timeline.edited(1, { messageBody: "late", editedTime: 7 });
    timeline.page(messages(1, 1), "newest", true);
    expect(timeline.shown()).toMatchObject([{ messageBody: "", recalled: true }]);
  });

  it("holds for a message of a page that is under way", () => {
    const timeline = new Timeline();
    timeline.loading.older = true;
    timeline.edited(1, { messageBody: "edited", editedTime: 7 });
    timeline.recalled(2);
    timeline.page(messages(1, 3), "newest", true);
    expect(timeline.shown()).toMatchObject([{ messageBody: "edited" }, { recalled: true }, { messageBody: "x" }]);
    timeline.trim(1);
    expect(shown(timeline)).toEqual([3]);
  });
});
