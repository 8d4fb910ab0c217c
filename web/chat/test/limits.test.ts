// Goal: what the server has refused is not offered again, until it may be allowed. Method: refusals and updates as the
// client tells them.

import {
  direct,
  group,
  type OutboxEntry,
  RefusalCode,
  RefusedError,
  type SyncState,
  type Update,
} from "@whaleshark/client";
import { expect, it } from "vitest";
import { Limits } from "../src/model/limits.ts";

const TEAM = group("team");
const BOB = direct("bob");

function stage() {
  const clock = { now: 100_000, changes: 0 };
  const limits = new Limits(
    () => clock.changes++,
    () => clock.now,
  );
  const refused = (change: "edit" | "recall", messageTime: number | undefined, code: number) =>
    limits.watch(change, TEAM, messageTime, Promise.reject(new RefusedError(code, "too late"))).then(
      () => "done",
      (e: RefusedError) => e.code,
    );
  const inTime = (change: "edit" | "recall", messageTime: number, peer = TEAM) =>
    limits.isInTime(change, peer, { messageTime });
  return { clock, limits, refused, inTime };
}

const unsent = (code: number | undefined): Update => ({
  type: "unsent",
  entry: { peer: TEAM, state: "failed", ...(code && { refused: { code, detail: "" } }) } as OutboxEntry,
});

const state = (is: "online" | "catching-up"): Update => ({ type: "state", state: { is } as SyncState });

it("after a refusal, messages of that age and older are not offered for the same change there", async () => {
  const { clock, refused, inTime } = stage();
  expect(inTime("edit", 0)).toBe(true);
  expect(await refused("edit", 70_000, RefusalCode.EDIT_TOO_LATE)).toBe(RefusalCode.EDIT_TOO_LATE);
  expect(clock.changes).toBe(1);
  expect([inTime("edit", 69_000), inTime("edit", 70_000), inTime("edit", 70_001)]).toEqual([false, false, true]);
  expect([inTime("recall", 1), inTime("edit", 1, BOB)]).toEqual([true, true]);
  // What is younger grows as old.
  clock.now += 1;
  expect(inTime("edit", 70_001)).toBe(false);
  // The youngest counts.
  await refused("edit", 10_000, RefusalCode.EDIT_TOO_LATE);
  expect(inTime("edit", 70_001)).toBe(false);
});

it("other refusals, success and messages that are not loaded teach nothing", async () => {
  const { limits, refused, inTime } = stage();
  await refused("edit", 70_000, RefusalCode.MUTED);
  await refused("recall", 70_000, RefusalCode.EDIT_TOO_LATE);
  await refused("recall", undefined, RefusalCode.RECALL_TOO_LATE);
  await limits.watch("edit", TEAM, 70_000, Promise.resolve());
  expect([inTime("edit", 0), inTime("recall", 0)]).toEqual([true, true]);
});

it("a change of the group makes all of it possible again", async () => {
  const { limits, refused, inTime } = stage();
  await refused("recall", 70_000, RefusalCode.RECALL_TOO_LATE);
  limits.told(unsent(RefusalCode.MUTED));
  expect([limits.isMuted(TEAM), limits.isMuted(BOB), inTime("recall", 0)]).toEqual([true, false, false]);
  limits.told({ type: "members", peer: TEAM });
  expect([limits.isMuted(TEAM), inTime("recall", 0)]).toEqual([false, true]);
});

it("a mute is forgotten by a new connection and by another try, and follows from no other refusal", () => {
  const { clock, limits } = stage();
  limits.told(unsent(RefusalCode.DENIED));
  limits.told(unsent(undefined));
  expect(limits.isMuted(TEAM)).toBe(false);
  limits.told(unsent(RefusalCode.MUTED));
  limits.told(state("catching-up"));
  expect(limits.isMuted(TEAM)).toBe(true);
  limits.told(state("online"));
  expect(limits.isMuted(TEAM)).toBe(false);
  limits.told(unsent(RefusalCode.MUTED));
  limits.tryAgain(TEAM);
  expect([limits.isMuted(TEAM), clock.changes]).toEqual([false, 1]);
});
