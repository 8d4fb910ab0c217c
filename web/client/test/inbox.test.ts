// Goal: whatever way a message or a recall comes, and however often, it is applied once and in its place. Method: a few
// single cases, and random histories of a server whose pushes are lost and repeated, compared with what was said.

import { beforeEach, describe, expect, it } from "vitest";
import type { ChatMessage, DataOf, MessagePush } from "../src/events.ts";
import { Inbox, type InboxEffect } from "../src/inbox.ts";
import { direct, group, peerKey } from "../src/peer.ts";

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
      if (kind < 0.15 && log.length > 0) {
        // A recall moves the message's entry to the newest end.
        const at = Math.floor(next() * log.length);
        const { recalled: _, ...old } = log.splice(at, 1)[0] as Entry;
        log.push({ ...old, inboxSequence, recalled: true, messageBody: "" });
        if (next() < 0.7) {
          applied.push(...inbox.recalled({ ...old, inboxSequence, previousInboxSequence: previous }));
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
      }
      if (next() < 0.1) {
        applied.push(...inbox.loggedIn(newest()));
        pull();
      }
    }
    applied.push(...inbox.loggedIn(newest()));
    pull();
    const keyOf = (m: ChatMessage) => `${m.groupId ?? ""} ${m.messageSequence}`;
    const told = applied.flatMap((e) => (e.type === "show" ? [keyOf(e.message)] : []));
    expect(new Set(told).size).toBe(told.length);
    for (const of of ["", "g"]) {
      const order = applied.flatMap((e) =>
        e.type === "show" && (e.message.groupId ?? "") === of ? [e.message.messageSequence] : [],
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
    expect(inbox.position).toBe(newest());
  });
});
