// Goal: people are called as the app's directory says, as far as the app lets it be seen. Method: a real server whose
// backend fills the directory, users with tokens, and a browser.

import { createHash, createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";

const KEY = Buffer.from("a key of these tests, 32 bytes __");
const ADMIN_KEY = "let-me-administer";
const KNOWN = 10001;
const ALL = 10002;
const stage = new Stage({
  WHALESHARK_OPEN_LOGIN: "false",
  WHALESHARK_APP_DEFAULTS_TOKEN_KEYS: `test=hs256:${KEY.toString("base64url")}`,
  WHALESHARK_APP_DEFAULTS_ADMIN_KEY_SHA256: createHash("sha256").update(ADMIN_KEY).digest("hex"),
  WHALESHARK_APPS_10002_DIRECTORY: "all",
  WHALESHARK_APPS_10002_DIRECTORY_REQUIRED: "true",
});

function token(sub: string, app: number): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + 600;
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode({ sub, app, exp })}`;
  return `${signed}.${createHmac("sha256", KEY).update(signed).digest("base64url")}`;
}

async function backend(app: number, path: string, body: object, method = "PUT"): Promise<void> {
  const answer = await fetch(`${stage.server.url}/v1/apps/${app}${path}`, {
    method,
    headers: { Authorization: `Bearer ${ADMIN_KEY}` },
    body: JSON.stringify(body),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

async function signIn(user: string, app: number): Promise<Person> {
  const person = await Person.arrive(stage, user);
  const { page } = person;
  await page.getByText("More options").click();
  await page.getByLabel("App", { exact: true }).fill(String(app));
  await page.getByLabel("User name").fill(user);
  await page.getByLabel("Token").fill(token(user, app));
  await page.getByRole("button", { name: "Sign in" }).click();
  await person.online();
  return person;
}

async function say(app: number, fromId: string, to: object, messageBody: unknown): Promise<void> {
  await backend(app, "/messages", { messageId: `m${Math.random()}`, fromId, ...to, messageBody }, "POST");
}

it("list, header, bubbles, mentions and members call people by their names", async () => {
  await backend(KNOWN, "/users/u-1001", { name: "李小龙" });
  await backend(KNOWN, "/users/u-1002", { name: "Marta Nilsen" });
  await backend(KNOWN, "/users/u-1003", { name: "Dr. \u200fיוסי" });
  await backend(KNOWN, "/groups/g", { groupName: "Dive team", ownerId: "u-1001", members: ["u-1002", "u-1003", "me"] });
  await say(KNOWN, "u-1001", { toId: "me" }, "早上好");
  await say(KNOWN, "u-1002", { groupId: "g" }, "The boat leaves at seven.");
  await say(
    KNOWN,
    "u-1003",
    { groupId: "g" },
    { kind: "text", text: "@me and @u-1001 too?", mentions: ["me", "u-1001"] },
  );
  const me = await signIn("me", KNOWN);
  await me.row("李小龙").waitFor();
  await me.open("李小龙");
  await me.open("Dive team");
  await me.message("The boat leaves").getByText("Marta Nilsen").waitFor();
  await me.message("and").locator(".mention", { hasText: "@李小龙" }).waitFor();
  expect(await me.page.locator(".message .avatar:not(.none)").allInnerTexts()).toEqual(["MN", "Dי"]);
  await me.page.getByRole("button", { name: "4 members" }).click();
  const dialog = me.page.getByRole("dialog");
  await dialog.getByText("Marta Nilsen").waitFor();
  expect(await dialog.locator(".avatar").first().innerText()).toBe("M");
  const colours = await dialog
    .locator(".avatar")
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  expect(new Set(colours).size).toBe(4);
  await me.screenshot("directory-members");
  await me.page.keyboard.press("Escape");
  await me.screenshot("directory-names");
  await me.leave();
});

it("where nobody searches, those whom one knows are offered", async () => {
  const me = await signIn("me", KNOWN);
  const { page } = me;
  await me.row("李小龙").waitFor();
  for (const [width, colorScheme] of [
    [1280, "light"],
    [375, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 667 });
    await page.emulateMedia({ colorScheme });
    await page.getByRole("button", { name: "New group" }).click();
    await page.getByLabel("Name of the group").fill("Night dive");
    await page.getByLabel("Members").focus();
    // The one to whom one writes, then the members of the group.
    await page.getByRole("option", { name: "Marta Nilsen" }).waitFor();
    expect(await page.getByRole("option").locator("bdi").allTextContents()).toContain("李小龙");
    await me.screenshot(`known-people-${width}-${colorScheme}`);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name of the group").fill("Night dive");
  await page.getByLabel("Members").fill("nil");
  await page.getByRole("option", { name: "Marta Nilsen" }).click();
  await page.getByLabel("Members").fill("u-10");
  expect(await page.getByRole("option", { name: "Marta Nilsen" }).count()).toBe(0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByLabel("Members").fill("somebody-else");
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("button", { name: "4 members" }).waitFor();
  await me.leave();
});

it("who may search finds people by name for a chat and a group; a message to nobody says so", async () => {
  await backend(ALL, "/users/u-1", { name: "Anna Berg" });
  await backend(ALL, "/users/u-2", { name: "Anton Dahl" });
  await backend(ALL, "/users/u-3", { name: "Bea" });
  const anna = await signIn("u-1", ALL);
  const { page } = anna;
  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByLabel("Who do you want to write to?").fill("AN");
  await page.getByRole("option", { name: "Anton Dahl" }).click();
  await page.getByRole("region", { name: "Anton Dahl", exact: true }).waitFor();
  await anna.say("hello");
  await anna.seesTick("hello", "Sent");

  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name of the group").fill("Team");
  await page.getByLabel("Members").fill("ant");
  await page.getByRole("option", { name: "Anton Dahl" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByLabel("Members").fill("be");
  await page.getByRole("option", { name: "Bea" }).waitFor();
  await anna.screenshot("directory-picker");
  await page.getByRole("option", { name: "Bea" }).click();
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("button", { name: "3 members" }).waitFor();

  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name of the group").fill("Words of a name");
  await page.getByLabel("Members").fill("u-2 u-3");
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("alert").getByText("Nobody in the directory has the user name").waitFor();
  await page.getByLabel("Members").fill("u-2, u-3");
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByRole("region", { name: "Words of a name" }).waitFor();

  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByLabel("Who do you want to write to?").fill("u-9");
  await page.getByRole("button", { name: "Start chat" }).click();
  await page.getByRole("alert").getByText("Nobody in the directory has the user name").waitFor();
  await page.getByRole("button", { name: "Start chat" }).click(); // the app may have users whom it has not entered
  await page.getByRole("region", { name: "u-9", exact: true }).waitFor();
  await anna.say("is anybody there?");
  await page.getByText("there is nobody with this user name").waitFor();
  await anna.leave();
});
