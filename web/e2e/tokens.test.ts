// Goal: signing in with a token, where the server asks for one. Method: tokens that the test signs with the app's key.

import { createHmac } from "node:crypto";
import type { BrowserContextOptions } from "playwright-core";
import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";

const KEY = Buffer.from("a key of these tests, 32 bytes __");
const stage = new Stage({
  WHALESHARK_OPEN_LOGIN: "false",
  WHALESHARK_TOKEN_SKEW: "1ms",
  WHALESHARK_APPS_10001_TOKEN_KEYS: `test=hs256:${KEY.toString("base64url")}`,
});

function token(sub: string, seconds: number): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub, app: 10001, exp })}`;
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

async function signIn(user: string, withToken: string, options: BrowserContextOptions = {}): Promise<Person> {
  return submit(await Person.arrive(stage, user, options), user, withToken);
}

async function submit(person: Person, user: string, withToken: string): Promise<Person> {
  await person.page.getByText("This server requires a token.").waitFor();
  await person.page.getByLabel("User name").fill(user);
  await person.page.getByLabel("Token").fill(withToken);
  await person.page.getByRole("button", { name: "Sign in" }).click();
  return person;
}

it("a good token signs in, and makes groups of its user", async () => {
  const alice = await signIn("alice", token("alice", 600));
  await alice.online();
  await alice.createGroup("Owners", "bob");
  await alice.say("with a token");
  const bob = await signIn("bob", token("bob", 600));
  await bob.online();
  // Whoever has a token is not told to sign in as somebody else.
  const carl = await signIn("carl", token("carl", 600));
  await carl.online();
  await carl.page.getByRole("heading", { name: "Choose a conversation" }).waitFor();
  expect(await carl.page.getByRole("link", { name: "Open a second window" }).count()).toBe(0);
  await carl.leave();
  await bob.open("Owners");
  await bob.sees("with a token");
  // A member changes nothing.
  await bob.page.getByRole("button", { name: "2 members" }).click();
  const dialog = bob.page.getByRole("dialog");
  await dialog.waitFor();
  expect(await dialog.getByRole("textbox").count()).toBe(0);
  await dialog.getByRole("listitem").filter({ hasText: "alice" }).getByText("Owner").waitFor();
  for (const name of ["Remove", "Hand over", "Dissolve"]) {
    expect(await dialog.getByRole("button", { name }).count()).toBe(0);
  }
  await alice.leave();
  await bob.leave();
});

it("an admin adds, removes and mutes members, recalls what they say, and is offered nothing more", async () => {
  const owner = await signIn("olga", token("olga", 600), { viewport: { width: 1280, height: 720 } });
  await owner.online();
  await owner.createGroup("Crew", "adam, maya, nils");
  const adam = await signIn("adam", token("adam", 600), {
    colorScheme: "dark",
    viewport: { width: 375, height: 720 },
  });
  await adam.online();
  await owner.page.getByRole("button", { name: "4 members" }).click();
  await owner.page.getByRole("button", { name: "More for adam" }).click();
  await owner.screenshot("member-menu");
  expect(await violations(owner.page)).toEqual([]);
  await owner.page.getByRole("menuitem", { name: "Make admin" }).click();
  await owner.page.getByRole("listitem").filter({ hasText: "adam" }).getByText("Admin", { exact: true }).waitFor();

  await adam.open("Crew");
  await adam.page.getByRole("button", { name: "4 members" }).click();
  const dialog = adam.page.getByRole("dialog", { name: "Group members" });
  await dialog.getByRole("button", { name: "Remove nils" }).click();
  await adam.answer("Remove nils from this group?", "Remove");
  await dialog.getByRole("button", { name: "Remove nils" }).waitFor({ state: "detached" });
  await dialog.getByLabel("Add members").fill("pete");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("button", { name: "Remove pete" }).waitFor();
  await dialog.getByRole("button", { name: "More for maya" }).click();
  await adam.screenshot("member-menu-375-dark");
  expect(await dialog.getByRole("menuitem").allTextContents()).toEqual(["Mute"]);
  // Escape closes the menu, and not the dialog.
  await adam.page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "More for maya" }).click();
  await dialog.getByRole("menuitem", { name: "Mute" }).click();
  await dialog.getByRole("listitem").filter({ hasText: "maya" }).getByText("Muted", { exact: true }).waitFor();
  await adam.screenshot("admin-375-dark");
  expect(await violations(adam.page)).toEqual([]);
  for (const name of ["More for olga", "Rename", "Hand over", "Dissolve"]) {
    expect(await dialog.getByRole("button", { name }).count()).toBe(0);
  }
  // The owner sees it at once, and lets them speak.
  await owner.page.getByRole("listitem").filter({ hasText: "maya" }).getByText("Muted", { exact: true }).waitFor();
  await owner.page.getByRole("button", { name: "More for maya" }).click();
  await owner.page.getByRole("menuitem", { name: "Let speak again" }).click();
  await dialog.getByText("Muted", { exact: true }).waitFor({ state: "detached" });
  for (const person of [owner, adam]) {
    await person.page.keyboard.press("Escape");
    await person.page.getByRole("dialog").waitFor({ state: "detached" });
  }
  // They recall what others say, too; the line in a group does not pretend that its author did it.
  const maya = await signIn("maya", token("maya", 600));
  await maya.open("Crew");
  await maya.say("ahoy");
  await adam.message("ahoy").click({ button: "right" });
  await adam.page.getByRole("menuitem", { name: "Recall" }).click();
  await adam.answer("Recall this message for everybody?", "Recall");
  await maya.page.locator(".messages").getByText("A message of yours was recalled").waitFor();
  await owner.page.locator(".messages").getByText("A message of maya was recalled").waitFor();
  await owner.say("all hands");
  await maya.message("all hands").click({ button: "right" });
  await maya.page.getByRole("menuitem", { name: "Forward" }).waitFor();
  expect(await maya.page.getByRole("menuitem", { name: "Recall" }).count()).toBe(0);
  for (const person of [owner, adam, maya]) {
    await person.leave();
  }
});

it("a token of somebody else is refused, and the page says so", async () => {
  const eve = await signIn("alice", token("eve", 600));
  const told = eve.page.getByRole("alert").getByText("The server refused the sign-in: the token is missing, invalid");
  await told.waitFor();
  await eve.page.getByRole("button", { name: "Sign in" }).waitFor();
  await eve.screenshot("token-refused");
  await eve.leave();
});

it("a refusal that comes before the page has drawn is not missed", async () => {
  const eve = await Person.arrive(stage, "alice");
  // What waits for the next frame comes late, as on a busy machine.
  await eve.page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
  });
  await submit(eve, "alice", token("eve", 600));
  await eve.page.getByText("The server refused the sign-in").waitFor();
  await eve.leave();
});

it("when a token ends, the page asks for another, and goes on where it was", async () => {
  const carol = await signIn("carol", token("carol", 8));
  await carol.online();
  await carol.writeTo("dave");
  await carol.composer.fill("half a thought");
  await carol.page.getByText("Your session has expired. Sign in again.").waitFor();
  await carol.page.getByLabel("Token").fill(token("carol", 600));
  await carol.page.getByRole("button", { name: "Sign in" }).click();
  await carol.online();
  expect(await carol.composer.inputValue()).toBe("half a thought");
  await carol.leave();
});
