// Goal: whatever way a message, an edit or a recall comes, and however often, it is applied once and in its place.
// Method: a few single cases, and random histories of a server whose pushes are lost and repeated, compared with what
// was said.

import { beforeEach, describe, expect, it } from "vitest";
import type { ChatMessage, DataOf, MessagePush } from "../src/events.ts";
import { Inbox, type InboxEffect } from "../src/inbox.ts";
import { direct, group, peerKey, seenBy } from "../src/peer.ts";

type Entry = DataOf<"INBOX_PAGE">["dataList"][number];

function entry(inboxSequence: number, messageSequence: number, more: Partial<Entry> = {}): Entry {
  return {
    appId: 1,
    messageId: `${more.groupId ?? "bob"}-${messageSequence}`,
    fromId: "bob",
    ...(!more.groupId && { toId: "alice" }),
    conversationType: more.groupId ? 1 : 0,
    conversationId: "x",
    messageBody: "equal",
    messageTime: 1,
    messageKey: inboxSequence,
    messageSequence,
    inboxSequence,
    ...more,
  };
}

const push = (of: Entry, previousInboxSequence: number, silent = false): MessagePush => ({
  ...of,
  previousInboxSequence,
  ...(silent && { silent }),
});
const page = (dataList: readonly Entry[], maxSequence: number, more: Partial<DataOf<"INBOX_PAGE">> = {}) => ({
  dataList,
  maxSequence,
  completed: true,
  truncated: false,
  ...more,
});
const shown = (effects: readonly InboxEffect[]) =>
  effects.flatMap((e) => (e.type === "show" ? [`${e.origin} ${peerKey(e.peer)} ${e.message.messageSequence}`] : []));
const recalls = (effects: readonly InboxEffect[]) => effects.flatMap((e) => (e.type === "recall" ? [e.sequence] : []));
const edits = (effects: readonly InboxEffect[]) =>
  effects.flatMap((e) => (e.type === "edit" ? [[e.sequence, e.edit.editedTime]] : []));
const acknowledged = (effects: readonly InboxEffect[]) =>
  effects.flatMap((e) => (e.type === "acknowledge" ? [e.message.messageSequence] : []));

let inbox: Inbox;

beforeEach(() => {
  inbox = new Inbox("alice");
});

describe("once", () => {
  it("a push and a page that bring the same show it once; two equal texts are two messages", () => {
    expect(shown(inbox.pushed(push(entry(10, 1), 0)))).toEqual(["live 0/bob 1"]);
    expect(shown(inbox.pushed(push(entry(10, 1), 0)))).toEqual([]);
    expect(shown(inbox.pushed(push(entry(20, 2), 10)))).toEqual(["live 0/bob 2"]);
    inbox.loggedIn(20);
    expect(inbox.missingFrom).toBeUndefined();
  });

  it("a recall by push and by page is shown once, and so is the own one", () => {
    inbox.pushed(push(entry(10, 1), 0));
    const recall = { ...entry(30, 1), previousInboxSequence: 20 };
    expect(recalls(inbox.recalled(recall))).toEqual([]);
    expect(inbox.missingFrom).toBe(10);
    const tombstone = entry(30, 1, { recalled: true, messageBody: "" });
    expect(recalls(inbox.pulled(page([entry(20, 2), tombstone], 30)))).toEqual([1]);
    expect(recalls(inbox.recalled(recall))).toEqual([]);
    expect(recalls(inbox.recalledHere(direct("bob"), 2))).toEqual([2]);
    inbox.loggedIn(40);
    expect(recalls(inbox.pulled(page([entry(40, 2, { recalled: true })], 40)))).toEqual([]);
  });

  it("a message that comes after its recall is not shown", () => {
    inbox.recalled({ ...entry(10, 1), previousInboxSequence: 0 });
    expect(shown(inbox.pushed(push(entry(20, 1), 10)))).toEqual([]);
  });

  it("an edit by push and by page is told once, and so is the own one", () => {
    inbox.pushed(push(entry(10, 1), 0));
    const edited = entry(30, 1, { messageKey: 10, editedTime: 5 });
    const notify = { ...edited, editedTime: 5, previousInboxSequence: 20 };
    expect(inbox.edited(notify)).toEqual([]);
    expect(inbox.missingFrom).toBe(10);
    expect(edits(inbox.pulled(page([entry(20, 2), edited], 30)))).toEqual([[1, 5]]);
    expect(inbox.edited(notify)).toEqual([]);
    const here = { messageBody: "mine", editedTime: 8 };
    expect(edits(inbox.editedHere(direct("bob"), 2, here))).toEqual([[2, 8]]);
    inbox.loggedIn(40);
    expect(inbox.pulled(page([entry(40, 2, { messageKey: 20, ...here })], 40))).toEqual([]);
    const again = entry(50, 2, { messageKey: 20, editedTime: 9 });
    expect(edits(inbox.edited({ ...again, editedTime: 9, previousInboxSequence: 40 }))).toEqual([[2, 9]]);
    expect(inbox.editedHere(direct("bob"), 2, here)).toEqual([]);
    // Of two in one millisecond the one that comes later is newer.
    const tie = entry(60, 2, { messageKey: 20, messageBody: "tie" });
    expect(edits(inbox.edited({ ...tie, editedTime: 9, previousInboxSequence: 50 }))).toEqual([[2, 9]]);
    expect(inbox.editedHere(direct("bob"), 2, { messageBody: "tie", editedTime: 9 })).toEqual([]);
  });

  it("nothing is edited after its recall", () => {
    inbox.pushed(push(entry(10, 1), 0));
    inbox.recalledHere(direct("bob"), 1);
    expect(inbox.editedHere(direct("bob"), 1, { messageBody: "late", editedTime: 5 })).toEqual([]);
  });

  it("an edited message that this device never had is shown like any other, but not as live news", () => {
    inbox.pushed(push(entry(10, 1), 0));
    const edited = entry(30, 2, { messageKey: 20, editedTime: 5 });
    inbox.loggedIn(30);
    const effects = inbox.pulled(page([edited], 30));
    expect([shown(effects), edits(effects), acknowledged(effects)]).toEqual([["inbox 0/bob 2"], [], [2]]);
    const dropped = { ...entry(40, 3, { messageKey: 25 }), editedTime: 6, previousInboxSequence: 30 };
    expect(inbox.edited(dropped)).toContainEqual(expect.objectContaining({ type: "show", silent: true }));
  });

  it("an edited message that an earlier process had is told as edited", () => {
    inbox.resume(30);
    inbox.loggedIn(50);
    const shownBefore = entry(40, 1, { messageKey: 30, editedTime: 5 });
    const sentSince = entry(50, 2, { messageKey: 31, editedTime: 6 });
    const effects = inbox.pulled(page([shownBefore, sentSince], 50));
    expect([edits(effects), shown(effects)]).toEqual([[[1, 5]], ["inbox 0/bob 2"]]);
  });

  it("a message is acknowledged once; of a page the newest of each sender", () => {
    inbox.loggedIn(40);
    const entries = [entry(10, 1), entry(20, 2), entry(30, 1, { fromId: "carl" }), entry(40, 1, { groupId: "g" })];
    expect(acknowledged(inbox.pulled(page(entries, 40)))).toEqual([2, 1]);
    inbox.acknowledgementsArrived(inbox.acknowledged);
    expect(inbox.isUncertain).toBe(false);
    expect(acknowledged(inbox.loggedIn(40))).toEqual([]);
    expect(acknowledged(inbox.pushed(push(entry(40, 2), 30)))).toEqual([]);
  });

  it("an acknowledgement that may be lost is said again, the newest for those below it", () => {
    inbox.pushed(push(entry(10, 1), 0));
    const arrived = inbox.acknowledged;
    inbox.pushed(push(entry(20, 2), 10));
    inbox.acknowledgementsArrived(arrived);
    expect(inbox.isUncertain).toBe(true);
    expect(acknowledged(inbox.loggedIn(20))).toEqual([2]);
  });
});

describe("the chain", () => {
  it("a push behind something missed waits for the page, and is live all the same", () => {
    inbox.pushed(push(entry(10, 1), 0));
    expect(inbox.pushed(push(entry(40, 9, { groupId: "g" }), 30, true))).toEqual([]);
    const effects = inbox.pulled(page([entry(20, 2), entry(30, 3), entry(40, 9, { groupId: "g" })], 40));
    expect(shown(effects)).toEqual(["inbox 0/bob 2", "inbox 0/bob 3", "live 1/g 9"]);
    expect(effects).toContainEqual(expect.objectContaining({ peer: group("g"), silent: true }));
    expect(inbox.missingFrom).toBeUndefined();
  });

  it("a push that follows what is shown of its conversation does not wait", () => {
    inbox.pushed(push(entry(10, 1), 0));
    inbox.sent(direct("bob"), 2);
    expect(shown(inbox.pushed(push(entry(30, 3), 20)))).toEqual(["live 0/bob 3"]);
    expect(inbox.missingFrom).toBe(10);
    expect(shown(inbox.pulled(page([entry(20, 2, { fromId: "alice", toId: "bob" }), entry(30, 3)], 30)))).toEqual([]);
  });

  it("a push that follows an own message waits for what comes before that", () => {
    inbox.sent(direct("bob"), 2);
    expect(shown(inbox.pushed(push(entry(30, 3), 20)))).toEqual([]);
    expect(shown(inbox.pulled(page([entry(10, 1), entry(30, 3)], 30)))).toEqual(["inbox 0/bob 1", "live 0/bob 3"]);
  });

  it("what was pushed and is no more in the page is shown in its place", () => {
    expect(shown(inbox.pushed(push(entry(20, 2), 10)))).toEqual([]);
    expect(shown(inbox.pulled(page([entry(10, 1), entry(30, 3)], 30)))).toEqual([
      "inbox 0/bob 1",
      "live 0/bob 2",
      "inbox 0/bob 3",
    ]);
  });

  it("what was pushed and has expired before the page is shown, and pulled for once", () => {
    expect(inbox.pushed(push(entry(40, 9, { groupId: "g" }), 30))).toEqual([]);
    expect(shown(inbox.pulled(page([], 0)))).toEqual(["live 1/g 9"]);
    expect([inbox.missingFrom, inbox.position]).toEqual([undefined, 40]);
  });

  it("another inbox is read from its beginning", () => {
    inbox.resume(90);
    inbox.loggedIn(20);
    expect(inbox.missingFrom).toBe(0);
    expect(shown(inbox.pulled(page([entry(10, 1), entry(20, 2)], 20)))).toHaveLength(2);
  });
});

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe.each(Array.from({ length: 200 }, (_, seed) => seed))("history %i", (seed) => {
  it("is applied once, in the order of each conversation, whatever is lost and repeated", () => {
    const next = random(seed);
    const log: Entry[] = [];
    const keyOf = (m: ChatMessage) => `${m.groupId ?? ""} ${m.messageSequence}`;
    const sequences = new Map<string, number>();
    const applied: InboxEffect[] = [];
    const sentHere: string[] = [];
    const pull = () => {
      for (let from = inbox.missingFrom; from !== undefined; from = inbox.missingFrom) {
        const after = log
          .filter((e) => e.inboxSequence > (from ?? 0))
          .sort((a, b) => a.inboxSequence - b.inboxSequence);
        const some = after.slice(0, 3);
        const max = some.at(-1)?.inboxSequence ?? from;
        applied.push(...inbox.pulled(page(some, max, { completed: some.length === after.length })));
      }
    };
    const newest = () => Math.max(0, ...log.map((e) => e.inboxSequence));
    for (let i = 0; i < 60; i++) {
      const previous = newest();
      const inboxSequence = previous + 1 + Math.floor(next() * 3);
      const kind = next();
      const open = log.filter((e) => !e.recalled);
      const chosen = open[Math.floor(next() * open.length)];
      if (kind < 0.15 && chosen) {
        // A recall moves the message's entry to the newest end.
        const { editedTime: _, ...old } = chosen;
        log.splice(log.indexOf(chosen), 1, { ...old, inboxSequence, recalled: true, messageBody: "" });
        if (next() < 0.7) {
          applied.push(...inbox.recalled({ ...old, inboxSequence, previousInboxSequence: previous }));
        }
      } else if (kind < 0.35 && chosen) {
        // So does an edit. Those of this device are answered, and not pushed.
        const edit = { messageBody: `edit ${i}`, editedTime: i + 1 };
        log.splice(log.indexOf(chosen), 1, { ...chosen, ...edit, inboxSequence });
        if (sentHere.includes(keyOf(chosen)) && next() < 0.5) {
          applied.push(...inbox.editedHere(seenBy("alice", chosen), chosen.messageSequence, edit));
        } else if (next() < 0.7) {
          const live = { ...chosen, ...edit, inboxSequence, previousInboxSequence: previous };
          applied.push(...inbox.edited(live), ...(next() < 0.2 ? inbox.edited(live) : []));
        }
      } else {
        const groupId = next() < 0.5 ? "g" : undefined;
        const sequence = (sequences.get(groupId ?? "") ?? 0) + 1;
        sequences.set(groupId ?? "", sequence);
        const own = kind > 0.85;
        const more = { ...(groupId && { groupId }), ...(own && { fromId: "alice", ...(!groupId && { toId: "bob" }) }) };
        const made = entry(inboxSequence, sequence, more);
        log.push(made);
        if (own) {
          inbox.sent(groupId ? group(groupId) : direct("bob"), sequence);
          sentHere.push(`${groupId ?? ""} ${sequence}`);
        } else if (next() < 0.7) {
          const live = push(made, previous);
          applied.push(...inbox.pushed(live), ...(next() < 0.2 ? inbox.pushed(live) : []));
        }
      }
      if (next() < 0.4) {
        pull();
        if (next() < 0.3 && inbox.position === newest()) {
          // Another process goes on where this one has stored its cursor, with nothing of its own to be pulled.
          inbox = new Inbox("alice");
          inbox.resume(newest());
        }
      }
      if (next() < 0.1) {
        applied.push(...inbox.loggedIn(newest()));
        pull();
      }
    }
    applied.push(...inbox.loggedIn(newest()));
    pull();
    const told = applied.flatMap((e) => (e.type === "show" ? [keyOf(e.message)] : []));
    expect(new Set(told).size).toBe(told.length);
    for (const of of ["", "g"]) {
      const order = applied.flatMap((e) =>
        e.type === "show" && (e.message.groupId ?? "") === of && !e.message.editedTime
          ? [e.message.messageSequence]
          : [],
      );
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
    // Shown are all but the own ones and those of which the recall came first.
    const all = new Set(log.map(keyOf));
    const recalled = new Set(log.filter((e) => e.recalled).map(keyOf));
    const missing = [...all].filter((key) => !told.includes(key) && !sentHere.includes(key) && !recalled.has(key));
    expect(missing).toEqual([]);
    const withdrawn = applied.flatMap((e) =>
      e.type === "recall" ? [`${e.peer.kind === "group" ? "g" : ""} ${e.sequence}`] : [],
    );
    expect(withdrawn.sort()).toEqual([...recalled].sort());
    // Of each message the newest state was told last, and no state twice.
    const states = new Map<string, number[]>();
    const state = (key: string, time = 0) => states.set(key, [...(states.get(key) ?? []), time]);
    for (const e of applied) {
      if (e.type === "show") {
        state(keyOf(e.message), e.message.editedTime);
      } else if (e.type === "edit") {
        state(`${e.peer.kind === "group" ? "g" : ""} ${e.sequence}`, e.edit.editedTime);
      }
    }
    for (const times of states.values()) {
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    }
    for (const e of log.filter(({ recalled, editedTime }) => !recalled && editedTime)) {
      expect(states.get(keyOf(e))?.at(-1)).toBe(e.editedTime);
    }
    expect(inbox.position).toBe(newest());
  });
});
