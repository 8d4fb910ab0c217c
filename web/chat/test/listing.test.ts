// Goal: the list shows what was said last on top, and only what is not hidden. Method: conversations and unsent
// messages in a few constellations.

import { type Conversation, direct, type OutboxEntry } from "@whaleshark/client";
import { expect, it } from "vitest";
import { hidden, listed } from "../src/model/listing.ts";

function conversation(id: string, more: Partial<Conversation> = {}): Conversation {
  return {
    peer: direct(id),
    title: id,
    newest: 1,
    last: undefined,
    time: 100,
    read: 0,
    unread: 0,
    peerRead: 0,
    peerReceived: 0,
    memberCount: 0,
    membership: "in",
    muted: false,
    pinned: false,
    hidden: false,
    listed: true,
    ...more,
  };
}

const unsent = (id: string, time: number): OutboxEntry => ({
  messageId: `m-${time}`,
  peer: direct(id),
  body: "x",
  time,
  ticket: time,
  state: "waiting",
});
const ids = (found: readonly Conversation[]) => found.map((c) => c.peer.id);

it("pinned ones first, then the newest, then by name", () => {
  const all = [
    conversation("b"),
    conversation("a"),
    conversation("new", { time: 200 }),
    conversation("old", { time: 1, pinned: true }),
  ];
  expect(ids(listed(all, []))).toEqual(["old", "new", "a", "b"]);
});

it("what waits to be sent gives a conversation its time, the newest of it", () => {
  const all = [conversation("a", { time: 300 }), conversation("b")];
  const rows = listed(all, [unsent("b", 500), unsent("b", 400)]);
  expect(rows.map((c) => [c.peer.id, c.time])).toEqual([
    ["b", 500],
    ["a", 300],
  ]);
});

it("a hidden one is among the hidden alone, unless something waits to be sent there", () => {
  const all = [
    conversation("seen"),
    conversation("away", { hidden: true, time: 1 }),
    conversation("nothing", { newest: 0, listed: false }),
  ];
  expect(ids(listed(all, []))).toEqual(["seen"]);
  expect(ids(hidden(all, []))).toEqual(["away"]);
  expect(ids(listed(all, [unsent("away", 1)]))).toEqual(["seen", "away"]);
  expect(ids(hidden(all, [unsent("away", 1)]))).toEqual([]);
});
