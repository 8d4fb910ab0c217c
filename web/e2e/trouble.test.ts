// Goal: nothing is lost or doubled when things go wrong: absence, reloads, a killed server. Method: as in
// messages.test.ts; the server is killed as kill -9 does, and started again on the same folder and ports.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

it("after an absence all of 1,300 messages are there, though the inbox keeps 1,024", { timeout: 60_000 }, async () => {
  const here = await Person.signIn(stage, "alice");
  await here.writeTo("bob");
  await here.say("see you after the holidays");
  await here.seesTick("see you after", "Sent");
  await here.context.setOffline(true);
  await here.page.goto("about:blank");
  const bob = await WireUser.login(server.tcpPort, "bob");
  await bob.sendMany(
    "alice",
    Array.from({ length: 1300 }, (_, i) => `message ${i + 1}`),
  );
  await here.context.setOffline(false);
  await here.page.goto(server.url);
  await here.online();
  await here.row("bob").getByRole("img", { name: "1300 unread" }).waitFor();
  expect(await here.page.title()).toBe("(1300) Whale Shark");
  await here.open("bob");
  await here.page.getByText("New messages").waitFor();
  await here.page.getByRole("button", { name: "To the newest message" }).click();
  await here.sees("message 1300");
  await here.page.getByRole("button", { name: "Mark all read" }).click();
  await expect.poll(() => here.page.title()).toBe("Whale Shark");
  // Scrolled up to the beginning, every message is there once, in order.
  const { texts, drawnAtMost } = await here.allTexts();
  expect(texts).toEqual(["see you after the holidays", ...Array.from({ length: 1300 }, (_, i) => `message ${i + 1}`)]);
  // The page holds a few screens of them, however many are loaded.
  expect(drawnAtMost).toBeLessThanOrEqual(200);
  await here.screenshot("history");
  bob.close();
  await here.leave();
});

it("the server is killed while someone types, and comes back", async () => {
  const carol = await Person.signIn(stage, "carol");
  const dave = await Person.signIn(stage, "dave");
  await carol.writeTo("dave");
  await carol.say("before");
  await dave.open("carol");
  await dave.sees("before");
  await carol.composer.fill("I was just typi");
  await server.kill();
  await carol.offline();
  await dave.offline();
  await carol.composer.pressSequentially("ng this");
  await carol.composer.press("Enter");
  await carol.say("and this");
  await carol.message("I was just typing this").getByRole("img", { name: "Waiting for a connection" }).waitFor();
  await carol.composer.fill("not sent yet");
  await carol.screenshot("offline");
  await server.start();
  await carol.online();
  await dave.sees("and this");
  await carol.seesTick("and this", "Read");
  const all = ["before", "I was just typing this", "and this"];
  expect(await dave.texts()).toEqual(all);
  expect(await carol.texts()).toEqual(all);
  expect(await carol.composer.inputValue()).toBe("not sent yet");
  await carol.leave();
  await dave.leave();
});

it("a reload keeps the window, the text being typed, and what waits to be sent", async () => {
  const erik = await Person.signIn(stage, "erik");
  await erik.writeTo("fred");
  await erik.say("sent before the reload");
  await erik.seesTick("sent before", "Sent");
  await server.kill();
  await erik.offline();
  await erik.say("waiting over the reload");
  await erik.message("waiting over").getByRole("img", { name: "Waiting for a connection" }).waitFor();
  await erik.composer.fill("half a sent");
  await server.start();
  await erik.page.reload();
  await erik.online();
  await erik.page.getByRole("region", { name: "fred", exact: true }).waitFor();
  await erik.seesTick("waiting over the reload", "Sent");
  expect(await erik.composer.inputValue()).toBe("half a sent");
  expect(await erik.texts()).toEqual(["sent before the reload", "waiting over the reload"]);
  await erik.leave();
});

it("a page that is loaded again goes on after the last message that it had", async () => {
  const ines = await Person.signIn(stage, "ines");
  const jens = await WireUser.login(server.tcpPort, "jens");
  await jens.sendMany("ines", ["one"]);
  await ines.row("jens").getByRole("img", { name: "1 unread" }).waitFor();
  await expect.poll(() => ines.storedCursor()).toBeGreaterThan(0);
  const cursor = await ines.storedCursor();
  await ines.page.goto("about:blank");
  await jens.sendMany("ines", ["two"]);
  await ines.page.goto(`${server.url}/#/frames`);
  await ines.online();
  const frames = ines.page.getByRole("region", { name: "Frames" }).getByRole("group");
  await frames.filter({ hasText: "INBOX_PULL" }).getByText(`{"lastSequence":${cursor}`).waitFor();
  const page = frames.filter({ hasText: "INBOX_PAGE" });
  await page.locator("summary").click();
  await page.getByText('"messageBody": "two"').waitFor();
  expect(await page.textContent()).not.toContain('"messageBody": "one"');
  jens.close();
  await ines.leave();
});

it("what came while the window was open and the connection away is caught up, in order", async () => {
  const gabi = await Person.signIn(stage, "gabi");
  const hans = await WireUser.login(server.tcpPort, "hans");
  await hans.sendMany("gabi", ["one"]);
  await gabi.open("hans");
  await gabi.sees("one");
  await server.kill();
  await gabi.offline();
  hans.close();
  await server.start();
  const again = await WireUser.login(server.tcpPort, "hans");
  await again.sendMany("gabi", ["two", "three"]);
  await gabi.sees("three");
  expect(await gabi.texts()).toEqual(["one", "two", "three"]);
  again.close();
  await gabi.leave();
});
