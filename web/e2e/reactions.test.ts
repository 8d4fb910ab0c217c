// Goal: people react to messages and see who has, on all devices, by mouse, finger and keyboard, and nothing that is
// being read moves. Method: as in edit.test.ts.

import { CommandNumber } from "@whaleshark/client";
import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
/** Where no reaction in a group is pushed. */
const large = new Stage({ WHALESHARK_APP_DEFAULTS_REACTION_MEMBERS_AT_MOST: "0" });

/** The reactions to a message, as a screen reader names them. */
async function seesReactions(person: Person, text: string, names: readonly string[]): Promise<void> {
  const chips = () =>
    person
      .message(text)
      .locator(".chip")
      .evaluateAll((all) => all.map((chip) => chip.getAttribute("aria-label")));
  await expect.poll(chips).toEqual(names);
}

function chip(person: Person, text: string, name: string) {
  return person.message(text).getByRole("button", { name });
}

function picker({ page }: Person) {
  return page.getByRole("menu", { name: "React", exact: true });
}

/** Points at a message, and opens the picker beside it. */
async function openPicker(person: Person, text: string): Promise<void> {
  await person.message(text).hover();
  await person.message(text).locator(".action-bar").getByRole("button", { name: "React" }).click();
  await picker(person).waitFor();
}

async function choose(person: Person, text: string, item: string): Promise<void> {
  await person.message(text).click({ button: "right" });
  await person.page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function heightOf(person: Person, text: string): Promise<number> {
  return person.message(text).evaluate((row) => row.getBoundingClientRect().top);
}

/** Reacts from a phone. */
async function react(wire: WireUser, toId: string, messageSequence: number, reaction: string): Promise<void> {
  const data = { conversationType: 0, toId, fromId: wire.user, messageSequence, reaction, isSet: true } as const;
  wire.tell({ command: CommandNumber.REACT, data });
  expect(await wire.next(CommandNumber.REACT_ACK)).toMatchObject({ ok: true });
}

async function isInView(person: Person, selector: string): Promise<boolean> {
  return person.page.locator(selector).evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
}

it("two people react, each device shows it, and a click on a chip joins in or takes back", async () => {
  const ada = await Person.signIn(stage, "ada");
  const bea = await Person.signIn(stage, "bea");
  await ada.writeTo("bea");
  await ada.say("we sail at noon");
  await bea.open("ada");
  await bea.sees("we sail at noon");
  const elsewhere = await Person.signIn(stage, "ada");
  await elsewhere.open("bea");
  await elsewhere.sees("we sail at noon");

  await openPicker(bea, "we sail at noon");
  expect(await picker(bea).getByRole("menuitemcheckbox").count()).toBe(42);
  await bea.screenshot("reaction-picker");
  await picker(bea).getByRole("menuitemcheckbox", { name: "thumbs up" }).click();
  await picker(bea).waitFor({ state: "detached" });
  await seesReactions(bea, "we sail at noon", ["thumbs up, 1, you"]);
  for (const device of [ada, elsewhere]) {
    await seesReactions(device, "we sail at noon", ["thumbs up, 1"]);
  }
  await chip(ada, "we sail at noon", "thumbs up, 1").click();
  for (const device of [ada, elsewhere, bea]) {
    await seesReactions(device, "we sail at noon", ["thumbs up, 2, you too"]);
  }
  await choose(ada, "we sail at noon", "React");
  await picker(ada).getByRole("menuitemcheckbox", { name: "rocket" }).click();
  await seesReactions(bea, "we sail at noon", ["thumbs up, 2, you too", "rocket, 1"]);
  await bea.screenshot("reactions");
  // The button that opens the picker closes it.
  await openPicker(bea, "we sail at noon");
  await bea.message("we sail at noon").locator(".action-bar").getByRole("button", { name: "React" }).click();
  await picker(bea).waitFor({ state: "detached" });
  // What is set is marked in the picker, and chosen again it is taken back.
  await openPicker(bea, "we sail at noon");
  expect(await picker(bea).getByRole("menuitemcheckbox", { checked: true }).count()).toBe(1);
  await picker(bea).getByRole("menuitemcheckbox", { name: "thumbs up" }).click();
  await chip(ada, "we sail at noon", "rocket").focus();
  await chip(elsewhere, "we sail at noon", "rocket").click();
  // Its chip is gone on both devices, and the focus is not.
  for (const device of [ada, elsewhere]) {
    await chip(device, "we sail at noon", "rocket").waitFor({ state: "detached" });
    expect(await device.page.evaluate(() => document.activeElement?.matches("article"))).toBe(true);
  }
  for (const device of [ada, elsewhere]) {
    await seesReactions(device, "we sail at noon", ["thumbs up, 1, you"]);
  }
  await seesReactions(bea, "we sail at noon", ["thumbs up, 1"]);
  await bea.page.reload();
  await bea.online();
  await seesReactions(bea, "we sail at noon", ["thumbs up, 1"]);
  for (const person of [ada, elsewhere, bea]) {
    await person.leave();
  }
});

it("who has reacted is told beside a chip and in a list, by the keyboard alone", async () => {
  const cleo = await Person.signIn(stage, "cleo");
  await cleo.createGroup("Divers", "dora, egon");
  await cleo.say("who is in?");
  await cleo.message("who is in?").locator(".count").waitFor();
  const dora = await Person.signIn(stage, "dora");
  await dora.open("Divers");
  const { keyboard } = dora.page;
  const focused = () => dora.page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await dora.sees("who is in?");
  await keyboard.press("Shift+ArrowUp");
  await keyboard.press("r");
  await picker(dora).waitFor();
  await expect.poll(focused).toBe("thumbs up");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowDown");
  expect(await focused()).toBe("OK");
  await keyboard.press("Escape");
  await picker(dora).waitFor({ state: "detached" });
  await keyboard.press("r");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await seesReactions(cleo, "who is in?", ["heart, 1"]);
  const egon = await Person.signIn(stage, "egon");
  await egon.open("Divers");
  await chip(egon, "who is in?", "heart, 1").click();
  await openPicker(egon, "who is in?");
  await picker(egon).getByRole("menuitemcheckbox", { name: "eyes" }).click();
  await seesReactions(dora, "who is in?", ["heart, 2, you too", "eyes, 1"]);

  await keyboard.press("ArrowRight");
  expect(await focused()).toBe("heart, 2, you too");
  await dora.page.getByRole("tooltip").getByText("You, egon").waitFor();
  await dora.screenshot("reaction-who");
  await keyboard.press("ArrowRight");
  expect(await focused()).toBe("eyes, 1");
  await dora.page
    .getByRole("tooltip")
    .getByText(/^egon$/)
    .waitFor();
  await keyboard.press("Enter");
  await seesReactions(egon, "who is in?", ["heart, 2, you too", "eyes, 2, you too"]);
  await keyboard.press("Escape");
  await dora.page.getByRole("tooltip").waitFor({ state: "detached" });
  await keyboard.press("Escape");
  expect(await dora.page.evaluate(() => document.activeElement?.matches("article"))).toBe(true);
  await keyboard.press("Enter");
  await dora.page.getByRole("menuitem", { name: "Reactions …" }).press("Enter");
  const list = dora.page.getByRole("dialog", { name: "Reactions" });
  await expect.poll(() => list.locator("li .title").allTextContents()).toEqual(["You", "egon"]);
  await list.getByRole("button", { name: "eyes, 2, you too" }).press("Enter");
  await list.getByRole("list", { name: "eyes" }).waitFor();
  await dora.screenshot("reactors");
  await keyboard.press("Escape");
  await list.waitFor({ state: "detached" });

  // A mouse learns it, too, and Escape ends it where it is.
  await chip(cleo, "who is in?", "heart, 2").hover();
  await cleo.page.getByRole("tooltip").getByText("dora, egon").waitFor();
  await cleo.page.keyboard.press("Escape");
  await cleo.page.getByRole("tooltip").waitFor({ state: "detached" });
  await cleo.sees("who is in?");
  for (const person of [cleo, dora, egon]) {
    await person.leave();
  }
});

it("reactions that come move nothing that is being read", async () => {
  const wire = await WireUser.login(stage.server.tcpPort, "fred");
  await wire.sendMany(
    "gina",
    Array.from({ length: 60 }, (_, i) => `line ${i + 1}.`),
  );
  const gina = await Person.signIn(stage, "gina");
  await gina.open("fred");
  await gina.sees("line 1.");
  // Line 20 is cut off at the upper edge, and 21 is the first that can be read.
  const scrolled = async () => {
    await gina.page.locator(".scroll").evaluate((box) => {
      const row = [...box.querySelectorAll<HTMLElement>("article")][19];
      box.scrollTop = (row?.offsetTop ?? 0) + 10;
    });
    return gina.inSight("line 21.");
  };
  await expect.poll(scrolled, { interval: 500 }).toBe(true);
  await expect.poll(scrolled, { interval: 500 }).toBe(true); // the window has come to where it begins
  const before = await heightOf(gina, "line 21.");
  for (const sequence of [3, 19, 20]) {
    await react(wire, "gina", sequence, "👍");
  }
  await seesReactions(gina, "line 20.", ["thumbs up, 1"]);
  await seesReactions(gina, "line 3.", ["thumbs up, 1"]);
  expect(await heightOf(gina, "line 21.")).toBeCloseTo(before, 0);
  // A message that fills the window stays where it is, too.
  await wire.sendMany("gina", [Array.from({ length: 60 }, (_, i) => `verse ${i + 1}`).join("\n"), "after it"]);
  await gina.page.getByRole("button", { name: /^To the newest message/ }).click();
  await gina.sees("after it");
  // Until the window has come to its end, it follows it.
  const scrolledUp = async () => {
    await gina.page.locator(".scroll").evaluate((box) => {
      box.scrollTop = box.scrollHeight - box.clientHeight - 300;
    });
    return !(await gina.inSight("after it"));
  };
  await expect.poll(scrolledUp, { interval: 500 }).toBe(true);
  await expect.poll(scrolledUp, { interval: 500 }).toBe(true);
  const inLong = await heightOf(gina, "verse 60");
  await react(wire, "gina", 61, "👍");
  await seesReactions(gina, "verse 60", ["thumbs up, 1"]);
  expect(await heightOf(gina, "verse 60")).toBeCloseTo(inLong, 0);
  // At the end, the end stays in sight.
  await gina.page.locator(".scroll").evaluate((box) => {
    box.scrollTop = box.scrollHeight;
  });
  await expect.poll(() => gina.inSight("after it")).toBe(true);
  await react(wire, "gina", 62, "🎉");
  await react(wire, "gina", 61, "🎉");
  await seesReactions(gina, "verse 60", ["thumbs up, 1", "party popper, 1"]);
  await seesReactions(gina, "after it", ["party popper, 1"]);
  await expect.poll(() => gina.inSight("after it")).toBe(true);
  wire.close();
  await gina.leave();
});

it("an edit keeps them, a recall takes them away, and a device that was away sees what is there now", async () => {
  const hugo = await Person.signIn(stage, "hugo");
  const iris = await Person.signIn(stage, "iris");
  await hugo.writeTo("iris");
  await hugo.say("one");
  await hugo.say("two");
  await hugo.seesTick("two", "Delivered");
  await iris.open("hugo");
  for (const text of ["one", "two"]) {
    await openPicker(iris, text);
    await picker(iris).getByRole("menuitemcheckbox", { name: "heart" }).click();
    await seesReactions(hugo, text, ["heart, 1"]);
  }
  await iris.context.setOffline(true);
  await iris.offline();
  await chip(hugo, "one", "heart").click();
  await choose(hugo, "one", "Edit");
  const editor = hugo.page.getByRole("textbox", { name: "Editing" });
  await editor.fill("one and a half");
  await editor.press("Enter");
  await seesReactions(hugo, "one and a half", ["heart, 2, you too"]);
  await choose(hugo, "two", "Recall");
  await hugo.answer("Recall this message for everybody?", "Recall");
  await expect.poll(() => hugo.page.locator(".chips").count()).toBe(1);
  await seesReactions(iris, "two", ["heart, 1, you"]);
  await iris.context.setOffline(false);
  await seesReactions(iris, "one and a half", ["heart, 2, you too"]);
  await expect.poll(() => iris.page.locator(".chips").count()).toBe(1);
  await hugo.leave();
  await iris.leave();
});

it("one that the server refuses is gone again, and the user is told why", async () => {
  const wire = await WireUser.login(stage.server.tcpPort, "jack");
  await wire.sendMany("kate", ["full"]);
  for (let i = 1; i <= 20; i++) {
    await react(wire, "kate", 1, `no. ${i}`);
  }
  const kate = await Person.signIn(stage, "kate");
  await kate.open("jack");
  await expect.poll(() => kate.message("full").locator(".chip").count()).toBe(20);
  await openPicker(kate, "full");
  await picker(kate).getByRole("menuitemcheckbox", { name: "heart" }).click();
  await kate.page.getByRole("alert").getByText("No other reactions can be added to this message.").waitFor();
  expect(await kate.message("full").locator(".chip").count()).toBe(20);
  await chip(kate, "full", "no. 20, 1").click();
  await kate.message("full").getByRole("button", { name: "no. 20, 2, you too" }).waitFor();
  wire.close();
  await kate.leave();
});

it("a long press leads to all of it on a phone, all in view", async () => {
  const wire = await WireUser.login(stage.server.tcpPort, "liam");
  await wire.sendMany("mona", ["hold me"]);
  await react(wire, "mona", 1, "👍");
  const mona = await Person.signIn(stage, "mona", { viewport: { width: 375, height: 700 }, hasTouch: true });
  await mona.row("liam").tap();
  await seesReactions(mona, "hold me", ["thumbs up, 1"]);
  await mona.message("hold me").getByRole("button", { name: "Message menu" }).tap();
  await mona.page.getByRole("menuitem", { name: "React", exact: true }).tap();
  await picker(mona).waitFor();
  expect(await isInView(mona, ".signs")).toBe(true);
  await mona.screenshot("reaction-picker-phone");
  await picker(mona).getByRole("menuitemcheckbox", { name: "party popper" }).tap();
  await seesReactions(mona, "hold me", ["thumbs up, 1", "party popper, 1, you"]);
  await chip(mona, "hold me", "thumbs up").tap();
  await seesReactions(mona, "hold me", ["thumbs up, 2, you too", "party popper, 1, you"]);
  expect(await mona.page.getByRole("tooltip").count()).toBe(0);
  await mona.screenshot("reactions-phone");
  wire.close();
  await mona.leave();
});

it("who has left a group sees who has reacted, and reacts no more", async () => {
  const nils = await Person.signIn(stage, "nils");
  await nils.createGroup("Choir", "olga");
  await nils.say("last song");
  const olga = await Person.signIn(stage, "olga");
  await olga.open("Choir");
  await openPicker(olga, "last song");
  await picker(olga).getByRole("menuitemcheckbox", { name: "clapping" }).click();
  await seesReactions(nils, "last song", ["clapping, 1"]);
  await olga.page.getByRole("button", { name: "2 members" }).click();
  await olga.page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await olga.answer("Leave this group? You can only come back if somebody adds you.", "Leave");
  await olga.page.getByText("You are no longer a member of this group.").waitFor();
  await seesReactions(olga, "last song", ["clapping, 1, you"]);
  await chip(olga, "last song", "clapping").click();
  await olga.page.getByRole("dialog", { name: "Reactions" }).getByText("You").waitFor();
  await olga.page.keyboard.press("Escape");
  await olga.message("last song").click({ button: "right" });
  await olga.page.getByRole("menuitem", { name: "Copy" }).waitFor();
  expect(await olga.page.getByRole("menuitem", { name: "React", exact: true }).count()).toBe(0);
  await seesReactions(nils, "last song", ["clapping, 1"]);
  await olga.leave();
  await nils.leave();
});

it("if the picker cannot be loaded, the user is told what helps", async () => {
  const rita = await Person.signIn(stage, "rita", { serviceWorkers: "block" });
  await rita.context.route(/ReactionViews/, (route) => route.abort());
  await rita.writeTo("sam");
  await rita.say("hello");
  await rita.seesTick("hello", "Sent");
  await choose(rita, "hello", "React");
  await rita.page.getByRole("alert").getByText("could not be loaded. Load the page again.").waitFor();
  await rita.leave();
});

it("in a group where nothing is pushed, who comes back to the window sees what is there now", async () => {
  const paul = await Person.signIn(large, "paul");
  await paul.createGroup("Crowd", "quin");
  await paul.say("how many are we?");
  await paul.message("how many are we?").locator(".count").waitFor();
  const quin = await Person.signIn(large, "quin");
  await quin.open("Crowd");
  await openPicker(quin, "how many are we?");
  await picker(quin).getByRole("menuitemcheckbox", { name: "plus" }).click();
  await seesReactions(quin, "how many are we?", ["plus, 1, you"]);
  await seesReactions(paul, "how many are we?", []);
  await paul.look(false);
  await paul.look(true);
  await seesReactions(paul, "how many are we?", ["plus, 1"]);
  await chip(paul, "how many are we?", "plus").click();
  await seesReactions(paul, "how many are we?", ["plus, 2, you too"]);
  await paul.leave();
  await quin.leave();
});
