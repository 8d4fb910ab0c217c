// Goal: a picker offers whom the user knows already, and asks for each group once. Method: conversations and groups
// that the test makes up.

import { type Conversation, direct, group, type Peer } from "@whaleshark/client";
import { expect, it } from "vitest";
import { Acquaintances } from "../src/model/acquaintances.ts";

const NAMES: Readonly<Record<string, string>> = { "u-1": "Anna Berg", "u-2": "Anton" };

function stage(peers: readonly Peer[], groups: Readonly<Record<string, readonly string[]>> = {}) {
  const asked: string[] = [];
  const named: string[] = [];
  const known = (id: string) => NAMES[id] ?? id;
  const of = (id: string, peer?: Peer) => {
    named.push(peer ? `${id} in ${peer.id}` : id);
    return known(id);
  };
  let changes = 0;
  const get = async (peer: Peer) => {
    asked.push(peer.id);
    const members = groups[peer.id];
    if (!members) {
      throw new TypeError("Failed to fetch");
    }
    return { groupId: peer.id, groupName: peer.id, ownerId: "me", memberCount: members.length, members: [...members] };
  };
  const listed = () => peers.map((peer) => ({ peer, membership: "in" }) as Conversation);
  const around = { user: "me", names: { of, known }, conversations: { listed }, groups: { get } };
  const people = new Acquaintances(around, () => changes++);
  return { people, asked, named, changes: () => changes };
}

it("those to whom the user writes come first, then the members of groups, each once", async () => {
  const { people, named, changes } = stage([direct("u-1"), group("g"), direct("bob")], { g: ["me", "bob", "u-2"] });
  expect(people.find("", 8, [])).toEqual(["u-1", "bob"]);
  people.meet();
  await expect.poll(() => people.find("", 8, [])).toEqual(["u-1", "bob", "u-2"]);
  expect(named).toEqual(["u-1", "bob", "me in g", "bob in g", "u-2 in g"]);
  expect(changes()).toBe(1);
  expect(people.find("", 2, [])).toEqual(["u-1", "bob"]);
});

it("they are found by name and by id, but for those who are left out", async () => {
  const { people } = stage([direct("u-1"), direct("u-2"), direct("bob")]);
  expect(people.find("an", 8, [])).toEqual(["u-1", "u-2"]);
  expect(people.find("berg", 8, [])).toEqual(["u-1"]);
  expect(people.find("u-", 8, ["u-1"])).toEqual(["u-2"]);
  expect(people.find("nobody", 8, [])).toEqual([]);
});

it("a group is asked once, and again after a failure; of many the newest ten", async () => {
  const many = Array.from({ length: 12 }, (_, i) => group(`g${i}`));
  const full = Object.fromEntries(many.map(({ id }) => [id, ["me"]]));
  const { people, asked } = stage(many, full);
  people.meet();
  people.meet();
  expect(asked).toEqual(many.slice(0, 10).map(({ id }) => id));
  const away = stage([group("g")]);
  away.people.meet();
  await expect.poll(() => away.people.meet() ?? away.asked.length).toBeGreaterThan(1);
});
