// Goal: groups as people use them: who is in, who has read what, exactly. Method: as in messages.test.ts.

import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";

const stage = new Stage();

it("a group's author sees how many have read, and who", async () => {
  const alice = await Person.signIn(stage, "alice");
  const bob = await Person.signIn(stage, "bob");
  const carol = await Person.signIn(stage, "carol", { colorScheme: "dark" });
  await alice.createGroup("Dive team", "bob, carol dave");
  await alice.say("Boat leaves at seven. Who is in?");
  await alice.message("Boat leaves").getByRole("button", { name: "Read by 0 of 3" }).waitFor();
  await bob.open("Dive team");
  await bob.sees("Boat leaves");
  await alice.message("Boat leaves").getByRole("button", { name: "Read by 1 of 3" }).waitFor();
  await bob.say("I am! Ready since five.");
  await carol.open("Dive team");
  await carol.say("Me too. I bring coffee.");
  await alice.sees("I bring coffee");
  await bob.message("I am!").getByRole("button", { name: "Read by 2 of 3" }).waitFor();
  await alice.message("Boat leaves").getByRole("button", { name: "Read by 2 of 3" }).click();
  await alice.page.getByRole("region", { name: "Read (2)" }).getByText("carol").waitFor();
  expect(await alice.page.getByRole("region", { name: "Read (2)" }).locator(".title").allTextContents()).toEqual([
    "bob",
    "carol",
  ]);
  expect(await alice.page.getByRole("region", { name: "Not yet (1)" }).locator(".title").allTextContents()).toEqual([
    "dave",
  ]);
  await expect.poll(() => alice.message("Boat leaves").locator(".count .avatar").allTextContents()).toEqual(["b", "c"]);
  await alice.screenshot("group-readers");
  await alice.page.keyboard.press("Escape");
  await alice.page.getByRole("dialog").waitFor({ state: "detached" });
  await alice.screenshot("group");
  await carol.screenshot("group-dark");

  // The last one was away; the count is right however late they come, also after a reload.
  const dave = await Person.signIn(stage, "dave");
  await dave.open("Dive team");
  await alice.message("Boat leaves").getByRole("button", { name: "Read by all 3" }).waitFor();
  await alice.page.reload();
  await alice.message("Boat leaves").getByRole("button", { name: "Read by all 3" }).waitFor();
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
  await emma.answer("Remove longlong", "Remove");
  await emma.page.getByRole("button", { name: "Remove longlong" }).waitFor({ state: "detached" });
  await emma.page.getByRole("button", { name: "Remove gwen" }).click();
  await emma.answer("Remove gwen", "Remove");
  await emma.page.getByRole("button", { name: "Remove gwen" }).waitFor({ state: "detached" });
  await emma.page.keyboard.press("Escape");
  await emma.page.getByRole("button", { name: "2 members" }).waitFor();
  // A member may go by themselves.
  await finn.open("Jazz band");
  await finn.page.getByRole("button", { name: "2 members" }).click();
  // A slip of the finger changes nothing.
  await finn.page.getByRole("button", { name: "Leave" }).click();
  await finn.answer("Leave this group?", "Cancel");
  await finn.page.getByRole("dialog", { name: "Leave this group?" }).waitFor({ state: "detached" });
  expect(await finn.page.getByRole("button", { name: "Leave" }).evaluate((b) => b === document.activeElement)).toBe(
    true,
  );
  await finn.page.getByRole("button", { name: "Leave" }).click();
  await finn.answer("Leave this group?", "Leave");
  await emma.page.getByRole("button", { name: "1 member" }).waitFor();
  // Then there is nothing left to do: the dialog is gone, and so is the composer.
  await finn.page.getByText("You are no longer a member of this group").waitFor();
  await finn.page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await finn.composer.count()).toBe(0);
  await emma.leave();
  await finn.leave();
});

it("who is removed is told so, keeps what was said, and cannot write until they are in again", async () => {
  const hana = await Person.signIn(stage, "hana");
  const ivo = await Person.signIn(stage, "ivo");
  await hana.createGroup("Tide", "ivo");
  await hana.say("low at noon");
  await ivo.open("Tide");
  await ivo.sees("low at noon");
  await hana.page.getByRole("button", { name: "2 members" }).click();
  await hana.page.getByRole("button", { name: "Remove ivo" }).click();
  await hana.answer("Remove ivo from this group?", "Remove");
  const line = ivo.page.getByRole("log").getByText("You are no longer a member of this group");
  await line.waitFor();
  await ivo.composer.waitFor({ state: "detached" });
  await ivo.sees("low at noon");
  await ivo.screenshot("removed");
  // So it is after a reload, and on a new device.
  await ivo.page.reload();
  await line.waitFor();
  expect(await ivo.composer.count()).toBe(0);
  const elsewhere = await Person.signIn(stage, "ivo");
  await elsewhere.open("Tide");
  await elsewhere.page.getByText("You are no longer a member of this group").waitFor();

  await hana.page.getByLabel("Add members").fill("ivo");
  await hana.page.getByRole("button", { name: "Add", exact: true }).click();
  await ivo.composer.waitFor();
  await line.waitFor({ state: "detached" });
  for (const person of [hana, ivo, elsewhere]) {
    await person.leave();
  }
});

it("a hidden group stays hidden on a new device, has its name there, and can be found and shown again", async () => {
  const jola = await Person.signIn(stage, "jola");
  const kim = await Person.signIn(stage, "kim");
  await jola.createGroup("Old harbour", "kim");
  await jola.say("closed for the winter");
  await kim.open("Old harbour");
  await kim.sees("closed for");
  await kim.page.getByRole("button", { name: "Conversation menu" }).click();
  await kim.page.getByRole("menuitem", { name: "Hide conversation" }).click();
  await kim.row("Old harbour").waitFor({ state: "detached" });

  const device = await Person.signIn(stage, "kim");
  await device.page.getByRole("button", { name: "Hidden conversations (1)" }).waitFor();
  expect(await device.row("Old harbour").count()).toBe(0);
  expect(await device.page.title()).toBe("Whale Shark");
  // The search offers it, not a new one.
  await device.page.getByRole("searchbox").fill("old");
  await device.row("Old harbour").getByText("Hidden").waitFor();
  await device.screenshot("hidden-found");
  await device.row("Old harbour").click();
  await device.sees("closed for");
  expect(await device.page.getByRole("searchbox").inputValue()).toBe("");
  await device.page.getByRole("button", { name: "Hidden conversations (1)" }).click();
  await device.row("Old harbour").waitFor();
  await device.page.getByRole("button", { name: "Conversation menu" }).click();
  await device.page.getByRole("menuitem", { name: "Show in the list again" }).click();
  await kim.row("Old harbour").waitFor();
  for (const person of [jola, kim, device]) {
    await person.leave();
  }
});

it("an owner hands a group over and leaves, the next one dissolves it, and a member is offered neither", async () => {
  const lara = await Person.signIn(stage, "lara", { viewport: { width: 1280, height: 720 } });
  const milo = await Person.signIn(stage, "milo", { colorScheme: "dark", viewport: { width: 375, height: 720 } });
  await lara.createGroup("Reading circle", "milo, nadia");
  await milo.open("Reading circle");
  await milo.page.getByRole("button", { name: "3 members" }).click();
  const ofMilo = milo.page.getByRole("dialog", { name: "Group members" });
  await ofMilo.getByRole("button", { name: "Leave" }).waitFor();
  for (const name of ["Hand over", "Dissolve"]) {
    expect(await ofMilo.getByRole("button", { name }).count()).toBe(0);
  }
  await milo.page.keyboard.press("Escape");

  await lara.page.getByRole("button", { name: "3 members" }).click();
  const ofLara = lara.page.getByRole("dialog", { name: "Group members" });
  await ofLara.getByText("To leave, hand the group over first.").waitFor();
  expect(await ofLara.getByRole("button", { name: "Leave" }).count()).toBe(0);
  await lara.screenshot("owner");
  expect(await violations(lara.page)).toEqual([]);
  await ofLara.getByRole("button", { name: "Hand over" }).click();
  await ofLara.getByText("Choose who is to own this group.").waitFor();
  await lara.screenshot("hand-over");
  expect(await violations(lara.page)).toEqual([]);
  await ofLara.getByRole("button", { name: "Make owner: milo" }).click();
  await lara.answer("Make milo the owner of this group?", "Cancel");
  await ofLara.getByRole("button", { name: "Make owner: milo" }).click();
  await lara.answer("Make milo the owner of this group?", "Hand over");
  await ofLara.getByRole("listitem").filter({ hasText: "milo" }).getByText("Owner", { exact: true }).waitFor();
  await ofLara.getByRole("button", { name: "Leave" }).click();
  await lara.answer("Leave this group?", "Leave");
  await lara.page.getByText("You are no longer a member of this group").waitFor();

  const nadia = await Person.signIn(stage, "nadia");
  await nadia.open("Reading circle");
  await milo.page.getByRole("button", { name: "2 members" }).click();
  await ofMilo.getByRole("button", { name: "Hand over" }).click();
  await milo.screenshot("hand-over-375-dark");
  expect(await violations(milo.page)).toEqual([]);
  await ofMilo.getByRole("button", { name: "Dissolve" }).click();
  await milo.answer("Dissolve this group for everybody?", "Cancel");
  await ofMilo.getByRole("button", { name: "Dissolve" }).click();
  await milo.screenshot("dissolve-375-dark");
  await milo.answer("Dissolve this group for everybody?", "Dissolve");
  for (const person of [milo, nadia]) {
    await person.page.getByText("This group was dissolved. Its messages stay here.").waitFor();
    await person.composer.waitFor({ state: "detached" });
  }
  for (const person of [lara, milo, nadia]) {
    await person.leave();
  }
});

it("who is muted is told so in the place of the composer, until they may speak", async () => {
  const call = async (path: string, body: object) => {
    const answer = await fetch(`${stage.server.url}/v1/apps/10001/groups/quiet${path}`, {
      method: "PUT",
      body: JSON.stringify(body),
    });
    expect(answer.ok, await answer.text()).toBe(true);
  };
  await call("", { ownerId: "otto", groupName: "Quiet room", members: ["pia", "petra"] });
  for (const [user, language, colorScheme, width] of [
    ["pia", "en-GB", "light", 1280],
    ["petra", "zh-CN", "dark", 375],
  ] as const) {
    await call(`/members/${user}`, { role: "member", muted: true });
    const pia = await Person.arrive(stage, user, {
      locale: language,
      colorScheme,
      viewport: { width, height: 720 },
    });
    await pia.page.locator("input[name=user]").fill(user);
    await pia.page.locator("button[type=submit]").click();
    await pia.online();
    await pia.row("Quiet room").click();
    const composer = pia.page.locator(".composer textarea");
    await composer.fill("may I?");
    await composer.press("Enter");
    const english = language === "en-GB";
    await pia.page
      .getByRole("alert")
      .getByText(english ? "You are muted in this group" : "你在此群组中被禁言")
      .waitFor();
    expect(await composer.count()).toBe(0);
    await pia.screenshot(`muted-${width}-${colorScheme}`);
    expect(await violations(pia.page)).toEqual([]);
    // The focus has stayed where one writes.
    await pia.page.keyboard.press("Enter");
    await composer.fill("please");
    await composer.press("Enter");
    await composer.waitFor({ state: "detached" });
    await call(`/members/${user}`, { role: "member", muted: false });
    await composer.waitFor();
    await pia.leave();
  }
});
