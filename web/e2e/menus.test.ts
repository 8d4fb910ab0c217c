// Goal: a message and a conversation have their menus where people look for them: at the right button, under a long
// press, and on the keyboard. Method: as in messages.test.ts; a finger is made of touch events of the browser itself.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

/** A finger on an element for a while. */
async function press(person: Person, at: { x: number; y: number }, milliseconds: number): Promise<void> {
  const finger = await person.context.newCDPSession(person.page);
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
  await person.page.waitForTimeout(milliseconds);
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await finger.detach();
}

it("a right click opens them, in view, and they give the focus back", async () => {
  const wire = await WireUser.login(server.tcpPort, "bela");
  await wire.sendMany("anka", ["look at https://example.org/"]);
  const anka = await Person.signIn(stage, "anka");
  await anka.open("bela");
  await anka.message("look at").click({ button: "right", position: { x: 20, y: 12 } });
  const menu = anka.page.getByRole("menu", { name: "Message menu" });
  await menu.waitFor();
  expect(await menu.getByRole("menuitem").allTextContents()).toEqual([
    "Reply",
    "React",
    "Forward",
    "Copy",
    "Pin for everybody",
  ]);
  await anka.page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  // A link keeps the menu of the browser.
  await anka.message("look at").getByRole("link").click({ button: "right" });
  expect(await menu.count()).toBe(0);

  const before = await anka.composer.boundingBox();
  await anka.row("bela").click({ button: "right" });
  const ofRow = anka.page.getByRole("menu", { name: "Conversation menu" });
  await ofRow.waitFor();
  await anka.screenshot("context-menu");
  // It lies over the page, and moves nothing.
  expect(await anka.composer.boundingBox()).toEqual(before);
  await ofRow.getByRole("menuitem", { name: "Pin to top" }).click();
  await anka.row("bela").getByRole("img", { name: "Pinned" }).waitFor();
  // At an edge of the page it stays in view, and a click elsewhere closes it.
  await anka.page.setViewportSize({ width: 1000, height: 240 });
  await anka.row("bela").click({ button: "right", position: { x: 300, y: 50 } });
  const box = await ofRow.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(240);
  await anka.page.getByRole("textbox", { name: "Write to" }).click();
  await ofRow.waitFor({ state: "detached" });
  wire.close();
  await anka.leave();
});

it("a long press opens them on a phone, and a short one does not", async () => {
  const wire = await WireUser.login(server.tcpPort, "dana");
  await wire.sendMany("cem", ["hold me"]);
  const cem = await Person.signIn(stage, "cem", { viewport: { width: 375, height: 700 }, hasTouch: true });
  await cem.row("dana").waitFor();
  const middle = async (what: { boundingBox(): Promise<{ x: number; y: number; height: number } | null> }) => {
    const box = await what.boundingBox();
    return { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };
  await press(cem, await middle(cem.row("dana")), 800);
  await cem.page.getByRole("menu", { name: "Conversation menu" }).waitFor();
  // The finger that opened it did not open the conversation.
  expect(await cem.page.getByRole("region", { name: "dana", exact: true }).count()).toBe(0);
  await cem.page.getByRole("menuitem", { name: "Mute" }).click();
  await cem.row("dana").getByRole("img", { name: "Muted" }).waitFor();
  await cem.row("dana").tap();
  await cem.sees("hold me");
  const bubble = cem.message("hold me").locator(".bubble");
  await press(cem, await middle(bubble), 50);
  expect(await cem.page.getByRole("menu").count()).toBe(0);
  await press(cem, await middle(bubble), 800);
  await cem.page.getByRole("menuitem", { name: "Copy" }).waitFor();
  await cem.screenshot("long-press");
  wire.close();
  await cem.leave();
});

it("all messages are one stop of Tab, and arrows go from one to the next", async () => {
  const wire = await WireUser.login(server.tcpPort, "fritz");
  await wire.sendMany(
    "ella",
    Array.from({ length: 40 }, (_, i) => `line ${i + 1}`),
  );
  const ella = await Person.signIn(stage, "ella");
  await ella.createGroup("Crew", "fritz");
  await ella.say("in a group");
  await ella.message("in a group").getByRole("button", { name: "Read by 0 of 1" }).waitFor();
  const { keyboard } = ella.page;
  const focused = () => ella.page.evaluate(() => document.activeElement?.getAttribute("role") ?? "");
  await keyboard.press("Shift+Tab");
  expect(await focused()).toBe("log");
  await keyboard.press("Shift+Tab");
  expect(await ella.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Conversation menu");

  // From conversation to conversation, and from an empty composer into the messages.
  await keyboard.press("Alt+ArrowDown");
  await ella.page.getByRole("region", { name: "fritz", exact: true }).waitFor();
  await keyboard.press("Alt+ArrowUp");
  await ella.page.getByRole("region", { name: "Crew", exact: true }).waitFor();
  await keyboard.press("Alt+ArrowUp");
  expect(await ella.page.getByRole("group", { name: "Editing" }).count()).toBe(0);
  await keyboard.press("Alt+ArrowDown");
  await ella.page.getByRole("region", { name: "fritz", exact: true }).waitFor();
  await ella.say("mine");
  await ella.seesTick("mine", "Sent");
  await keyboard.press("Shift+ArrowUp");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await ella.page.getByRole("menuitem", { name: "Recall" }).waitFor();
  await ella.screenshot("message-menu");
  await keyboard.press("Escape");
  await ella.page.getByRole("menu").waitFor({ state: "detached" });
  for (let i = 0; i < 30; i++) {
    await keyboard.press("ArrowUp");
  }
  await expect.poll(() => ella.inSight("line 11")).toBe(true);
  await ella.screenshot("message-focused");
  await keyboard.press("Escape");
  await keyboard.type("back");
  expect(await ella.composer.inputValue()).toBe("back");
  await keyboard.press("Control+/");
  await ella.page.getByRole("dialog", { name: "Keyboard" }).getByText("Previous or next conversation").waitFor();
  await ella.screenshot("keyboard");
  wire.close();
  await ella.leave();
});

it("a bar beside a message answers and copies it, and typing goes on where it stopped", async () => {
  const hilde = await Person.signIn(stage, "hilde");
  const gerd = await Person.signIn(stage, "gerd");
  await gerd.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await gerd.createGroup("Harbour", "hilde");
  await gerd.say("Who has the key?");
  await hilde.open("Harbour");
  await hilde.say("I do.\nIt hangs behind the door.");
  await gerd.sees("I do.");
  const bar = gerd.message("I do.").locator(".action-bar");
  expect(await bar.evaluate((it) => getComputedStyle(it).opacity)).toBe("0");
  await gerd.composer.fill("Good,");
  await gerd.message("I do.").hover();
  await expect.poll(() => bar.evaluate((it) => getComputedStyle(it).opacity)).toBe("1");
  await gerd.screenshot("action-bar");
  await bar.getByRole("button", { name: "Reply" }).click();
  await gerd.page.keyboard.type(" I come by.");
  await gerd.page.keyboard.press("Enter");
  await gerd.message("Good, I come by.").locator(".answered").getByText("It hangs behind the door.").waitFor();
  await gerd.message("Who has").hover();
  await gerd.message("Who has").getByRole("button", { name: "Copy" }).click();
  expect(await gerd.page.evaluate(() => navigator.clipboard.readText())).toBe("Who has the key?");
  await gerd.message("Who has").getByRole("button", { name: "Message menu" }).click();
  expect(await gerd.page.getByRole("menuitem").allTextContents()).toEqual([
    "Reply",
    "React",
    "Forward",
    "Copy",
    "Pin for everybody",
    "Read by …",
    "Edit",
    "Recall",
  ]);
  await gerd.page.keyboard.press("Escape");
  await hilde.leave();
  await gerd.leave();
});

it("what was hidden by mistake comes back, in its window if that was open", async () => {
  const wire = await WireUser.login(server.tcpPort, "jule");
  await wire.sendMany("igor", ["do not lose me"]);
  const igor = await Person.signIn(stage, "igor");
  await igor.open("jule");
  await igor.page.getByRole("button", { name: "Conversation menu" }).click();
  await igor.page.getByRole("menuitem", { name: "Hide conversation" }).click();
  await igor.row("jule").waitFor({ state: "detached" });
  const notice = igor.page.getByRole("alert").getByText("jule is hidden");
  await notice.waitFor();
  await igor.screenshot("undo");
  await igor.page.getByRole("button", { name: "Undo" }).click();
  await igor.row("jule").waitFor();
  await igor.sees("do not lose me");
  expect(await notice.count()).toBe(0);

  // From its row in the list; the window that is open stays.
  await igor.writeTo("karl");
  await igor.row("jule").click({ button: "right" });
  await igor.page.getByRole("menuitem", { name: "Hide conversation" }).click();
  await igor.page.getByRole("button", { name: "Undo" }).click();
  await igor.row("jule").waitFor();
  await igor.page.getByRole("region", { name: "karl", exact: true }).waitFor();
  wire.close();
  await igor.leave();
});
