// Goal: what is pinned is at hand for everybody in a conversation, leads to its message, and moves nothing that is
// being read. Method: as in edit.test.ts.

import { expect, it } from "vitest";
import { isAllInView, Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();

/** The line above the messages. */
function line({ page }: Person) {
  return page.getByRole("region", { name: "Pinned messages" });
}

/** What leads to a pinned message. */
function toPinned(person: Person) {
  return line(person).getByRole("button", { name: /^Pinned message / });
}

/** The list of all that is pinned. */
function list({ page }: Person) {
  return page.getByRole("dialog", { name: "Pinned messages" });
}

async function choose(person: Person, text: string, item: string): Promise<void> {
  await person.message(text).click({ button: "right" });
  await person.page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function follow(person: Person, text: string): Promise<void> {
  await toPinned(person).click();
  const sought = person.page.locator(".sought", { hasText: text });
  await sought.waitFor();
  expect(await sought.evaluate(isAllInView)).toBe(true);
}

/** How far below the top of the page a message is. */
async function heightOf(person: Person, text: string): Promise<number> {
  return person.message(text).evaluate((row) => row.getBoundingClientRect().top);
}

async function withLines(user: string, from: string, count: number): Promise<Person> {
  const wire = await WireUser.login(stage.server.tcpPort, from);
  await wire.sendMany(
    user,
    Array.from({ length: count }, (_, i) => `line ${i + 1}.`),
  );
  wire.close();
  const person = await Person.signIn(stage, user);
  await person.open(from);
  return person;
}

it("a pin is there on all devices, and leads to its message; what is being read stays where it is", async () => {
  const nora = await withLines("nora", "omar", 150);
  const elsewhere = await Person.signIn(stage, "nora");
  await elsewhere.open("omar");
  const omar = await Person.signIn(stage, "omar");
  await omar.open("nora");
  await omar.sees("line 150.");
  await nora.page.getByRole("button", { name: /^To the newest message/ }).click();
  await nora.sees("line 150.");
  await elsewhere.message("line 12.").scrollIntoViewIfNeeded();
  const [before, ofOmar] = [await heightOf(elsewhere, "line 12."), await heightOf(omar, "line 150.")];
  await choose(nora, "line 150.", "Pin for everybody");
  await nora.page.getByRole("alert").getByText("Pinned for everybody").waitFor();
  for (const person of [nora, elsewhere, omar]) {
    await line(person).getByText("line 150.").waitFor();
  }
  expect(await heightOf(elsewhere, "line 12.")).toBeCloseTo(before, 0);
  expect(await heightOf(omar, "line 150.")).toBeCloseTo(ofOmar, 0);
  await nora.screenshot("pinned");

  // Several: each click leads to the next older one, also where it must be loaded first.
  await choose(elsewhere, "line 12.", "Pin for everybody");
  await line(nora).getByText("1/2").waitFor();
  await nora.page.reload();
  await nora.online();
  await line(nora).getByText("line 12.").waitFor();
  await follow(nora, "line 12.");
  await line(nora).getByText("2/2").waitFor();
  await follow(nora, "line 150.");
  await line(nora).getByText("1/2").waitFor();

  // The list has all, leads there, and unpins.
  await line(omar).getByRole("button", { name: "Pinned messages" }).click();
  expect(await list(omar).locator(".line").allTextContents()).toEqual(["line 12.", "line 150."]);
  await omar.screenshot("pins");
  await list(omar).getByText("line 12.").click();
  await list(omar).waitFor({ state: "detached" });
  await omar.page.locator(".sought", { hasText: "line 12." }).waitFor();
  await line(omar).getByRole("button", { name: "Pinned messages" }).click();
  await list(omar).getByRole("button", { name: "Unpin: line 12." }).click();
  await list(omar).getByRole("button", { name: "Undo" }).click();
  await list(omar).getByRole("button", { name: "Unpin: line 12." }).click();
  await expect.poll(() => list(omar).locator(".line").allTextContents()).toEqual(["line 150."]);
  await omar.page.keyboard.press("Escape");
  for (const person of [nora, elsewhere]) {
    await line(person).getByText("line 150.").waitFor();
    expect(await line(person).getByText("/").count()).toBe(0);
  }
  // So does the menu of the message, which can be undone.
  await choose(nora, "line 150.", "Unpin");
  await line(omar).waitFor({ state: "detached" });
  await nora.page.getByRole("button", { name: "Undo" }).click();
  await line(omar).getByText("line 150.").waitFor();
  for (const person of [nora, elsewhere, omar]) {
    await person.leave();
  }
});

it("one that is edited says what it says now, and one that is recalled is gone at once", async () => {
  const paul = await Person.signIn(stage, "paul");
  const quin = await Person.signIn(stage, "quin");
  await paul.writeTo("quin");
  await paul.say("**noon** at the pier");
  await paul.seesTick("noon at the pier", "Delivered");
  await quin.open("paul");
  await choose(quin, "noon at the pier", "Pin for everybody");
  await line(paul).getByText("noon at the pier").waitFor();
  expect(await line(quin).locator(".author").textContent()).toBe("paul");
  expect(await line(paul).locator(".author").textContent()).toBe("You");
  await choose(paul, "noon at the pier", "Edit");
  const editor = paul.page.getByRole("textbox", { name: "Editing" });
  await editor.fill("one at the pier");
  await editor.press("Enter");
  for (const person of [paul, quin]) {
    await line(person).getByText("one at the pier").waitFor();
  }
  await choose(paul, "one at the pier", "Recall");
  await paul.answer("Recall this message for everybody?", "Recall");
  for (const person of [paul, quin]) {
    await line(person).waitFor({ state: "detached" });
    await person.leave();
  }
});

it("a device that was away sees what is pinned now", async () => {
  const rosa = await withLines("rosa", "sven", 3);
  await rosa.sees("line 3.");
  await choose(rosa, "line 1.", "Pin for everybody");
  await line(rosa).getByText("line 1.").waitFor();
  const sven = await Person.signIn(stage, "sven");
  await sven.open("rosa");
  await line(sven).getByText("line 1.").waitFor();
  await rosa.context.setOffline(true);
  await rosa.offline();
  await choose(sven, "line 3.", "Pin for everybody");
  await choose(sven, "line 1.", "Unpin");
  await line(sven).getByText("line 3.").waitFor();
  await line(rosa).getByText("line 1.").waitFor();
  await rosa.context.setOffline(false);
  await line(rosa).getByText("line 3.").waitFor();
  expect(await line(rosa).getByText("/").count()).toBe(0);
  await rosa.leave();
  await sven.leave();
});

it("in a group those who run it pin; others are told so, and not offered it again", async () => {
  const tara = await Person.signIn(stage, "tara");
  await tara.createGroup("Rowers", "ugo");
  await tara.say("boats are washed on Sunday");
  await tara.message("boats are washed").locator(".count").waitFor();
  const ugo = await Person.signIn(stage, "ugo");
  await ugo.open("Rowers");
  await choose(ugo, "boats are washed", "Pin for everybody");
  await ugo.page.getByRole("alert").getByText("in this group only its owner and admins pin messages").waitFor();
  await ugo.message("boats are washed").click({ button: "right" });
  await ugo.page.getByRole("menuitem", { name: "Copy" }).waitFor();
  expect(await ugo.page.getByRole("menuitem", { name: "Pin for everybody", exact: true }).count()).toBe(0);
  await ugo.page.keyboard.press("Escape");

  // By the keyboard alone.
  await tara.composer.press("Shift+ArrowUp");
  await tara.page.keyboard.press("Enter");
  await tara.page.getByRole("menuitem", { name: "Pin for everybody", exact: true }).focus();
  await tara.page.keyboard.press("Enter");
  await line(ugo).getByText("boats are washed").waitFor();
  await toPinned(tara).press("Enter");
  await tara.page.locator(".sought", { hasText: "boats are washed" }).waitFor();
  expect(await tara.page.evaluate(() => document.activeElement?.matches("article"))).toBe(true);

  // Who may not pin may not unpin either.
  await line(ugo).getByRole("button", { name: "Pinned messages" }).click();
  await list(ugo).getByText("boats are washed").waitFor();
  expect(await list(ugo).getByRole("button", { name: "Unpin" }).count()).toBe(0);
  await ugo.page.keyboard.press("Escape");
  await line(tara).getByRole("button", { name: "Pinned messages" }).click();
  await list(tara).getByRole("button", { name: "Unpin" }).press("Enter");
  await list(tara).getByText("Nothing is pinned here.").waitFor();
  await tara.page.keyboard.press("Escape");
  await line(ugo).waitFor({ state: "detached" });
  await tara.leave();
  await ugo.leave();
});
