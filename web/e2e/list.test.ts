// Goal: the list of conversations can be walked on the keyboard, and nothing that happens covers it. Method: as in
// messages.test.ts.

import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

it("all rows are one stop of Tab, and arrows, Home and End go from one to the next", async () => {
  for (const friend of ["anton", "berta", "carla"]) {
    const wire = await WireUser.login(server.tcpPort, friend);
    await wire.sendMany("dora", ["hi"]);
    wire.close();
  }
  const dora = await Person.signIn(stage, "dora", { viewport: { width: 1280, height: 720 } });
  await dora.row("carla").waitFor();
  const { keyboard } = dora.page;
  const focused = () => dora.page.evaluate(() => document.querySelector("nav a:focus .title")?.textContent ?? "");
  await keyboard.press("Control+k");
  await keyboard.press("Tab");
  expect(await focused()).toBe("carla");
  await keyboard.press("Tab");
  expect(await focused()).toBe("");
  await keyboard.press("Shift+Tab");
  expect(await focused()).toBe("carla");
  const led: string[] = [];
  for (const key of ["ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "ArrowDown"]) {
    await keyboard.press(key);
    led.push(await focused());
  }
  expect(led).toEqual(["berta", "anton", "carla", "anton", "carla", "berta"]);
  await dora.screenshot("list-focused");
  expect(await violations(dora.page)).toEqual([]);
  // Tab comes back to where it was; in the search, Home and End stay in the text.
  await keyboard.press("Shift+Tab");
  await keyboard.press("End");
  expect(await dora.page.getByRole("searchbox").evaluate((field) => field === document.activeElement)).toBe(true);
  await keyboard.press("Tab");
  expect(await focused()).toBe("berta");
  // The open conversation follows, and what a search leaves is reached.
  await keyboard.press("Enter");
  await dora.sees("hi");
  await keyboard.press("Control+k");
  await keyboard.type("ant");
  await keyboard.press("Tab");
  expect(await focused()).toBe("anton");
  await dora.leave();
});

it("on a phone what has happened is told below the list, and covers none of it", async () => {
  for (let i = 0; i < 12; i++) {
    const wire = await WireUser.login(server.tcpPort, `friend-${i}`);
    await wire.sendMany("emil", ["hi"]);
    wire.close();
  }
  const emil = await Person.signIn(stage, "emil", { viewport: { width: 375, height: 667 }, colorScheme: "dark" });
  const { page } = emil;
  const bottomOf = async (what: ReturnType<typeof emil.row>) => {
    await what.scrollIntoViewIfNeeded();
    const box = await what.boundingBox();
    return Math.floor((box?.y ?? 0) + (box?.height ?? 0)); // a list scrolls to whole pixels
  };
  await emil.row("friend-5").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Hide conversation" }).click();
  await emil.row("friend-5").waitFor({ state: "detached" });
  const last = page.getByRole("button", { name: "Hidden conversations (1)" });
  expect(await bottomOf(last)).toBeLessThanOrEqual((await page.locator(".toast").boundingBox())?.y ?? 0);
  await emil.screenshot("undo-375-dark");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).click();
  await emil.row("friend-5").waitFor();
  await emil.context.setOffline(true);
  await emil.offline();
  expect(await bottomOf(emil.row("friend-0"))).toBeLessThanOrEqual(
    (await page.locator(".banner").boundingBox())?.y ?? 0,
  );
  await emil.screenshot("offline-375-dark");
  expect(await violations(page)).toEqual([]);
  await emil.leave();
});
