// Goal: people see that somebody is writing to them, and do not when they have stopped. Method: as in messages.test.ts.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

/** Longer than it holds that somebody writes; milliseconds. */
const PATIENCE = 10_000;

const stage = new Stage();

const writing = (on: Person) => on.page.locator(".window .typing");
const inRow = (on: Person, title: string, text: string) => on.row(title).getByText(text).waitFor();

async function seesWriting(on: Person, text: string): Promise<void> {
  await expect.poll(() => writing(on).textContent(), { timeout: PATIENCE }).toBe(text);
}

async function noneWrites(on: Person): Promise<void> {
  await seesWriting(on, "");
}

it("two windows: who writes is seen in the window and in the list, until it is sent or deleted", async () => {
  const ann = await Person.signIn(stage, "ann");
  const ben = await Person.signIn(stage, "ben");
  await ann.writeTo("ben");
  await ann.say("hello");
  await ben.open("ann");
  await ben.sees("hello");
  const before = await ben.page.locator("h2").boundingBox();
  await ann.composer.pressSequentially("how are you");
  await ben.page.getByRole("status").filter({ hasText: "ann is writing…" }).waitFor();
  await inRow(ben, "ann", "ann is writing…");
  expect(await ben.page.locator("h2").boundingBox()).toEqual(before);
  await ben.screenshot("typing");
  expect(await writing(ann).textContent()).toBe("");
  await ann.composer.press("Enter");
  await ben.sees("how are you");
  await noneWrites(ben);
  await inRow(ben, "ann", "how are you");

  await ben.composer.pressSequentially("no");
  await seesWriting(ann, "ben is writing…");
  await ben.composer.fill("");
  await noneWrites(ann);
  await ann.leave();
  await ben.leave();
});

it("in a group two are named, more are counted, in the language of the one who reads", async () => {
  const names = ["dan", "eve", "fay"];
  const cat = await Person.signIn(stage, "cat");
  await cat.createGroup("Typists", names.join(", "));
  const others: Person[] = [];
  for (const name of names) {
    const person = await Person.signIn(stage, name);
    await person.open("Typists");
    others.push(person);
  }
  const [dan, eve, fay] = others;
  const writesTo = async (person: Person | undefined, text: string) => {
    await person?.composer.pressSequentially("hm");
    await seesWriting(cat, text);
  };
  await writesTo(dan, "dan is writing…");
  await writesTo(eve, "dan and eve are writing…");
  await writesTo(fay, "3 people are writing…");
  await cat.page.getByRole("button", { name: "4 members" }).waitFor();
  await noneWrites(cat); // nobody goes on writing: it is forgotten
  for (const person of [cat, ...others]) {
    await person.leave();
  }
});
