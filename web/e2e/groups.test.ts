// Goal: groups as people use them: who is in, who has read what, exactly. Method: as in messages.test.ts.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

const stage = new Stage();

it("a group's author sees how many have read, and who", async () => {
  const alice = await Person.signIn(stage, "alice");
  const bob = await Person.signIn(stage, "bob");
  const carol = await Person.signIn(stage, "carol", { colorScheme: "dark" });
  await alice.createGroup("Dive team", "bob, carol dave");
  await alice.say("Boat leaves at seven. Who is in?");
  await alice.message("Boat leaves").getByRole("button", { name: "read 0/3" }).waitFor();
  await bob.open("Dive team");
  await bob.sees("Boat leaves");
  await alice.message("Boat leaves").getByRole("button", { name: "read 1/3" }).waitFor();
  await bob.say("I am! Ready since five.");
  await carol.open("Dive team");
  await carol.say("Me too. I bring coffee.");
  await alice.sees("I bring coffee");
  await bob.message("I am!").getByRole("button", { name: "read 2/3" }).waitFor();
  await alice.message("Boat leaves").getByRole("button", { name: "read 2/3" }).click();
  await alice.page.getByRole("region", { name: "Read (2)" }).getByText("carol").waitFor();
  expect(await alice.page.getByRole("region", { name: "Read (2)" }).locator(".title").allTextContents()).toEqual([
    "bob",
    "carol",
  ]);
  expect(await alice.page.getByRole("region", { name: "Not yet (1)" }).locator(".title").allTextContents()).toEqual([
    "dave",
  ]);
  await alice.screenshot("group-readers");
  await alice.page.keyboard.press("Escape");
  await alice.page.getByRole("dialog").waitFor({ state: "detached" });
  await alice.screenshot("group");
  await carol.screenshot("group-dark");

  // The last one was away; the count is right however late they come, also after a reload.
  const dave = await Person.signIn(stage, "dave");
  await dave.open("Dive team");
  await alice.message("Boat leaves").getByRole("button", { name: "read 3/3" }).waitFor();
  await alice.page.reload();
  await alice.message("Boat leaves").getByRole("button", { name: "read 3/3" }).waitFor();
  for (const person of [alice, bob, carol, dave]) {
    await person.leave();
  }
});

it("members are added, removed, and a group renamed", async () => {
  const emma = await Person.signIn(stage, "emma");
  const finn = await Person.signIn(stage, "finn");
  await emma.createGroup("Band", "gwen");
  await emma.page.getByRole("button", { name: "2 members" }).click();
  await emma.page.getByLabel("Add members").fill(`finn ${"long".repeat(30)}`);
  await emma.page.getByRole("button", { name: "Add", exact: true }).click();
  await finn.row("Band").waitFor();
  await emma.page.getByLabel("Name of the group").fill("Jazz band");
  await emma.page.getByRole("button", { name: "Rename" }).click();
  await finn.row("Jazz band").waitFor();
  await emma.page.getByRole("button", { name: "Remove longlong" }).waitFor();
  await emma.screenshot("members");
  // However long a name is, all can be reached.
  expect(await emma.page.getByRole("dialog").evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await emma.page.getByRole("button", { name: "Remove longlong" }).click();
  await emma.page.getByRole("button", { name: "Remove longlong" }).waitFor({ state: "detached" });
  await emma.page.getByRole("button", { name: "Remove gwen" }).click();
  await emma.page.getByRole("button", { name: "Remove gwen" }).waitFor({ state: "detached" });
  await emma.page.keyboard.press("Escape");
  await emma.page.getByRole("button", { name: "2 members" }).waitFor();
  // A member may go by themselves.
  await finn.open("Jazz band");
  await finn.page.getByRole("button", { name: "2 members" }).click();
  await finn.page.getByRole("button", { name: "Leave" }).click();
  await emma.page.getByRole("button", { name: "1 member" }).waitFor();
  await emma.leave();
  await finn.leave();
});
