// Goal: of each conversation one report of reading is under way, what is read meanwhile goes as one, and what is not
// confirmed is repeated after pauses that grow. Method: a clock that the test moves.

import { beforeEach, expect, it } from "vitest";
import { Backoff } from "../src/backoff.ts";
import { direct, group } from "../src/peer.ts";
import { ReadReports } from "../src/read-reports.ts";

const bob = direct("bob");
const team = group("team");
let reports: ReadReports;
const due = (now: number) => reports.due(now).map(({ peer, upTo }) => `${peer.id} ${upTo}`);

beforeEach(() => {
  reports = new ReadReports(() => new Backoff(100, 400, () => 1));
});

it("one is under way; what is read meanwhile waits, and goes as one", () => {
  reports.read(bob, 1);
  reports.read(team, 5);
  expect(due(0)).toEqual(["bob 1", "team 5"]);
  reports.read(bob, 2);
  reports.read(bob, 4);
  reports.read(bob, 3);
  expect(due(50)).toEqual([]);
  reports.confirmed(bob, 1);
  expect(due(50)).toEqual(["bob 4"]);
  reports.confirmed(bob, 4);
  reports.confirmed(team, 9);
  expect(reports.isUnderWay).toBe(false);
  expect(due(10_000)).toEqual([]);
});

it("what is not confirmed is repeated after pauses that grow, with what was read meanwhile", () => {
  reports.read(bob, 1);
  const said: number[] = [];
  for (let now = 0; now <= 1_500; now++) {
    if (now === 150) {
      reports.read(bob, 2);
    }
    if (due(now).length > 0) {
      said.push(now);
    }
  }
  expect(said).toEqual([0, 100, 300, 700, 1_100, 1_500]);
  expect(reports.due(2_000)[0]?.upTo).toBe(2);
});

it("what the server refuses for good is not repeated, what was read after it is said", () => {
  reports.read(bob, 1);
  const [report] = reports.due(0);
  reports.read(bob, 2);
  reports.refused("read-77");
  expect(due(1)).toEqual([]);
  reports.refused(report?.id ?? "");
  expect(due(1)).toEqual(["bob 2"]);
});

it("after a login what was under way is said again at once", () => {
  reports.read(bob, 1);
  reports.due(0);
  reports.loggedIn();
  expect(reports.isUnderWay).toBe(false);
  expect(due(1)).toEqual(["bob 1"]);
});
