// Goal: an avatar's letters are those by which people know a name. Method: names of several scripts.

import { expect, it } from "vitest";
import { initialsOf } from "../src/model/initials.ts";

it.each([
  ["alice", "a", "a"],
  ["Marta Nilsen", "MN", "MN"],
  ["anna-lena.b", "al", "al"],
  ["李小龙", "小龙", "李小"],
  ["欧阳娜娜", "娜娜", "欧阳"],
  ["王伟", "王伟", "王伟"],
  ["伟", "伟", "伟"],
  ["李小龙（市场部）", "小龙", "李小"],
  ["潜水队 2026", "水队", "潜水"],
  ["Dive 团队", "D团", "D团"],
  ["𠮷野", "𠮷野", "𠮷野"],
  ["user-42", "u4", "u4"],
  ["🐋", "🐋", "🐋"],
  ["…", "?", "?"],
])("%s", (name, ofPerson, ofGroup) => {
  expect(initialsOf(name, "person")).toBe(ofPerson);
  expect(initialsOf(name, "group")).toBe(ofGroup);
});
