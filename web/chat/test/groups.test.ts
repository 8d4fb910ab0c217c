// Goal: everybody is offered what their role allows, and nothing else. Method: the table of docs/server-api.md.

import type { Member } from "@whaleshark/client";
import { expect, it } from "vitest";
import { GroupDesk, type Roster } from "../src/model/groups.ts";

const member = (userId: string, role: Member["role"]): Member => ({ userId, role, muted: false });

const members = [member("ann", "owner"), member("bob", "admin"), member("cat", "admin"), member("dan", "member")];
const group = { groupId: "team", groupName: "", ownerId: "ann", memberCount: 5, members: [] };
const roster: Roster = { group, members: [...members, member("eve", "member")] };

it.each([
  ["ann", "token", "rename add appoint", "bob cat dan eve"],
  ["bob", "token", "add", "dan eve"],
  ["dan", "token", "", ""],
  ["zoe", "token", "", ""],
  ["dan", "", "rename add appoint", "bob cat eve"],
])("%s with token '%s' may %s, and governs %s", (user, token, may, governed) => {
  const client = { ask: () => Promise.reject(new Error("nothing is asked")) };
  const signIn = { appId: 10001, user, token, binary: false };
  const rights = new GroupDesk(client, signIn, () => {}).rights(roster);
  const offered = (["rename", "add", "appoint"] as const).filter((one) => rights[one]);
  expect(offered.join(" ")).toBe(may);
  expect(roster.members.flatMap((one) => (rights.govern(one) ? one.userId : [])).join(" ")).toBe(governed);
});
