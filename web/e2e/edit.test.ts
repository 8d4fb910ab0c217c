// Goal: people edit what they said, on all their devices, and nothing that they type is lost. Method: two persons in
// windows of their own, one of them with two devices; everything is found by what they see.

import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

const stage = new Stage();
/** Where nobody may edit. */
const strict = new Stage({ WHALESHARK_APP_DEFAULTS_EDIT_WINDOW: "0s" });
const { server } = stage;

/** The composer while a message is edited. */
function editor({ page }: Person) {
  return page.getByRole("textbox", { name: "Editing" });
}

/** What is edited, above the composer. */
function strip({ page }: Person) {
  return page.getByRole("group", { name: "Editing" });
}

/** The mark of an edited message. */
function mark(person: Person, text: string) {
  return person.message(text).locator("time.edited");
}

/** Writes who does it, chosen from the members. */
async function mention({ page }: Person, field: Locator, member: string): Promise<void> {
  await field.fill("");
  await field.pressSequentially(`@${member.slice(0, 3)}`);
  await page.getByRole("option", { name: member }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type("does");
  await page.keyboard.press("Enter");
}

async function choose(person: Person, text: string, item: string): Promise<void> {
  await person.message(text).click({ button: "right" });
  await person.page.getByRole("menuitem", { name: item }).click();
}

it("an edit is there on all devices, in its place, with its answers, and counts nothing", async () => {
  const anna = await Person.signIn(stage, "anna");
  const elsewhere = await Person.signIn(stage, "anna");
  const boris = await Person.signIn(stage, "boris");
  await anna.writeTo("boris");
  await anna.say("see you at noone");
  await anna.say("bring a towel");
  await boris.row("anna").getByRole("img", { name: "2 unread" }).waitFor();
  await elsewhere.open("boris");
  await elsewhere.sees("see you at noone");
  await anna.composer.fill("a draft");
  await choose(anna, "see you at noone", "Edit");
  await strip(anna).getByText("see you at noone").waitFor();
  expect(await editor(anna).inputValue()).toBe("see you at noone");
  await anna.screenshot("editing");
  await editor(anna).fill("see you at noon");
  await editor(anna).press("Enter");
  await strip(anna).waitFor({ state: "detached" });
  expect(await anna.composer.inputValue()).toBe("a draft");
  for (const person of [anna, elsewhere]) {
    await mark(person, "see you at noon").waitFor();
    expect(await person.texts()).toEqual(["see you at noon", "bring a towel"]);
  }
  expect(await mark(anna, "see you at noon").getAttribute("title")).toMatch(/^Edited on .*\d{4} at \d\d:\d\d:\d\d$/);
  expect(await anna.message("see you at noon").getAttribute("aria-label")).toMatch(/^You, \d\d:\d\d, edited$/);
  // It is not news: nothing more is unread.
  await boris.row("anna").getByRole("img", { name: "2 unread" }).waitFor();
  await boris.open("anna");
  await mark(boris, "see you at noon").waitFor();

  // What answers it shows what it says now, and leads there.
  await choose(boris, "see you at noon", "Reply");
  await boris.say("fine");
  await anna.message("fine").locator(".answered").getByText("see you at noon").waitFor();
  await choose(anna, "see you at noon", "Edit");
  await editor(anna).fill("see you at one");
  await editor(anna).press("Enter");
  const answered = boris.message("fine").locator(".answered");
  await answered.getByText("see you at one").waitFor();
  await answered.click();
  await boris.page.locator(".sought").getByText("see you at one").waitFor();

  // The list shows what the newest message says.
  await boris.say("not quite");
  await boris.sees("not quite");
  await boris.page.locator(".messages .unsent").waitFor({ state: "detached" });
  await boris.composer.press("ArrowUp");
  await editor(boris).fill("all right");
  await editor(boris).press("Enter");
  await anna.row("boris").getByText("all right").waitFor();
  await elsewhere.row("boris").getByText("all right").waitFor();
  await anna.page.reload();
  await anna.online();
  await anna.row("boris").getByText("all right").waitFor();
  await mark(anna, "see you at one").waitFor();
  await anna.screenshot("edited");
  for (const person of [anna, elsewhere, boris]) {
    await person.leave();
  }
});

it("by the keyboard: arrow up begins it, Escape ends it, and nothing is saved that says nothing new", async () => {
  const clara = await Person.signIn(stage, "clara");
  const { keyboard } = clara.page;
  await clara.writeTo("dirk");
  await clara.say("first");
  await clara.say("second");
  await clara.seesTick("second", "Sent");
  await clara.composer.press("ArrowUp");
  await strip(clara).getByText("second").waitFor();
  await keyboard.type(", in two lines");
  await keyboard.press("Escape");
  await strip(clara).waitFor({ state: "detached" });
  expect(await clara.composer.inputValue()).toBe("");
  // What is as it was is not saved.
  await keyboard.press("ArrowUp");
  await strip(clara).waitFor();
  await keyboard.press("Enter");
  await strip(clara).waitFor({ state: "detached" });
  // Nor is nothing.
  await keyboard.press("ArrowUp");
  await editor(clara).fill(" ");
  await keyboard.press("Enter");
  await clara.page.getByRole("alert").getByText("A message cannot be left without text.").waitFor();
  await strip(clara).waitFor();
  // What was begun is there after a reload, and the draft after it.
  await editor(clara).fill("second thoughts");
  await clara.page.reload();
  await clara.online();
  await strip(clara).getByText("second").waitFor();
  expect(await editor(clara).inputValue()).toBe("second thoughts");
  // To edit another one, or answer it, asks first.
  await choose(clara, "first", "Edit");
  await clara.answer("Discard what you have changed of the other message?", "Cancel");
  expect(await editor(clara).inputValue()).toBe("second thoughts");
  await editor(clara).press("Enter");
  await mark(clara, "second thoughts").waitFor();
  expect(await clara.texts()).toEqual(["first", "second thoughts"]);
  expect(await clara.page.locator("time.edited").count()).toBe(1);
  // The messages are reached all the same.
  await clara.composer.press("Shift+ArrowUp");
  await keyboard.press("Enter");
  await clara.page.getByRole("menuitem", { name: "Edit" }).waitFor();
  await clara.leave();
});

it("a group's answer keeps what it answers, and mentions whom it mentions now", async () => {
  const emil = await Person.signIn(stage, "emil");
  await emil.createGroup("Crew", "fritz, greta");
  const greta = await Person.signIn(stage, "greta");
  await greta.open("Crew");
  await emil.say("who cooks?");
  await greta.sees("who cooks?");
  await choose(emil, "who cooks?", "Reply");
  await mention(emil, emil.composer, "fritz");
  await expect.poll(() => greta.message("does").locator(".mention").allTextContents()).toEqual(["@fritz"]);
  await choose(emil, "does", "Edit");
  await mention(emil, editor(emil), "greta");
  await expect.poll(() => greta.message("does").locator(".own-name").allTextContents()).toEqual(["@greta"]);
  await greta.message("does").locator(".answered").getByText("who cooks?").waitFor();
  await mark(greta, "does").waitFor();
  await emil.leave();
  await greta.leave();
});

it("a device that was away sees it once, and a recall after it", async () => {
  const hans = await Person.signIn(stage, "hans");
  const ida = await Person.signIn(stage, "ida");
  await hans.writeTo("ida");
  await hans.say("the boat is green");
  await hans.say("and small");
  await ida.open("hans");
  await ida.sees("and small");
  await expect.poll(() => ida.storedCursor(), { timeout: 10_000 }).toBeGreaterThan(0);
  await ida.context.setOffline(true);
  await ida.offline();
  for (const text of ["the boat is grey", "the boat is blue"]) {
    await choose(hans, "the boat is", "Edit");
    await editor(hans).fill(text);
    await editor(hans).press("Enter");
    await mark(hans, text).waitFor();
  }
  await ida.context.setOffline(false);
  await expect.poll(() => ida.texts(), { timeout: 10_000 }).toEqual(["the boat is blue", "and small"]);
  expect(await ida.page.locator("time.edited").count()).toBe(1);
  await ida.page.reload();
  await ida.online();
  await mark(ida, "the boat is blue").waitFor();
  await choose(hans, "the boat is blue", "Recall");
  await hans.answer("Recall this message for everybody?", "Recall");
  await ida.page.locator(".messages").getByText("hans recalled a message").waitFor();
  await expect.poll(() => ida.texts()).toEqual(["and small"]);
  expect(await ida.page.locator("time.edited").count()).toBe(0);
  await hans.leave();
  await ida.leave();
});

it("one that fails says why, and keeps what was typed", { timeout: 60_000 }, async () => {
  const karl = await Person.signIn(stage, "karl");
  const elsewhere = await Person.signIn(stage, "karl");
  await karl.writeTo("lena");
  await karl.say("an old story");
  await karl.seesTick("an old story", "Sent");
  await karl.composer.press("ArrowUp");
  await editor(karl).fill("a new story");
  await server.kill();
  await karl.offline();
  await editor(karl).press("Enter");
  await karl.page.getByRole("alert").getByText("This failed").waitFor();
  expect(await editor(karl).inputValue()).toBe("a new story");
  await server.start();
  await karl.online();
  await editor(karl).press("Enter");
  await mark(karl, "a new story").waitFor();
  await strip(karl).waitFor({ state: "detached" });

  await karl.composer.press("ArrowUp");
  await editor(karl).fill("no story");
  await elsewhere.online();
  await elsewhere.open("lena");
  await choose(elsewhere, "a new story", "Recall");
  await elsewhere.answer("Recall this message for everybody?", "Recall");
  await karl.page.locator(".messages").getByText("You recalled a message").waitFor();
  await editor(karl).press("Enter");
  await karl.page.getByRole("alert").getByText("This failed: this message was recalled").waitFor();
  expect(await editor(karl).inputValue()).toBe("no story");
  await karl.leave();
  await elsewhere.leave();
});

it("where the time is over, it is refused", async () => {
  const mona = await Person.signIn(strict, "mona");
  await mona.writeTo("nick");
  await mona.say("for ever");
  await mona.seesTick("for ever", "Sent");
  await choose(mona, "for ever", "Edit");
  await editor(mona).fill("for a while");
  await mona.page.getByRole("button", { name: "Save" }).click();
  await mona.page.getByRole("alert").getByText("This failed: the time to edit this message is over").waitFor();
  await mona.page.getByRole("button", { name: "Cancel" }).click();
  await strip(mona).waitFor({ state: "detached" });
  expect(await mona.texts()).toEqual(["for ever"]);
  // What has been refused is not offered again, in the menu and by the key.
  await mona.message("for ever").getByRole("button", { name: "Message menu" }).click();
  await mona.page.getByRole("menuitem", { name: "Recall" }).waitFor();
  expect(await mona.page.getByRole("menuitem", { name: "Edit" }).count()).toBe(0);
  await mona.page.keyboard.press("Escape");
  await mona.composer.press("ArrowUp");
  expect(await strip(mona).count()).toBe(0);
  await mona.leave();
});
