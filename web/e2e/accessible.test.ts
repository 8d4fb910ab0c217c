// Goal: the chat keeps to WCAG 2.2, levels A and AA, as far as a program can tell. Method: axe examines every page and
// every dialog, on a desktop and on a phone, light and dark, in both languages.

import type { Json } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { textsOf } from "../chat/src/texts/index.ts";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";
import { BODIES, WireUser } from "./wire.ts";

const stage = new Stage();

describe.each([
  { language: "en", colorScheme: "light", width: 1280 },
  { language: "en", colorScheme: "dark", width: 375 },
  { language: "zh", colorScheme: "dark", width: 1280 },
  { language: "zh", colorScheme: "light", width: 375 },
] as const)("$language, $colorScheme, $width wide", ({ language, colorScheme, width }) => {
  it("has nothing that axe finds wrong", async () => {
    const user = `ines-${language}-${width}`;
    const wire = await WireUser.login(stage.server.tcpPort, "jonas");
    await wire.sendMany(user, [...BODIES, "one", "two, see https://example.org/"]);
    const ines = await Person.arrive(stage, user, { colorScheme, viewport: { width, height: 720 } });
    const { page } = ines;
    const isFine = async (where: string) => expect(await violations(page), where).toEqual([]);
    await page.evaluate((chosen) => localStorage.setItem("whaleshark.language", chosen), language);
    await page.reload();
    await page.locator("summary").click();
    await isFine("the sign-in");
    await page.locator("input[name=user]").fill(user);
    await page.locator("button[type=submit]").click();
    await ines.online();
    await ines.row("jonas").waitFor();
    await isFine("the list");

    // What the header of the list opens: a new chat, a new group, the settings.
    for (const [i, button] of (await page.locator(".list > header button").all()).entries()) {
      await button.click();
      await page.locator("dialog[open]").waitFor();
      await isFine(`dialog ${i}`);
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
    }

    await ines.row("jonas").click();
    await ines.sees("two");
    await page.locator(".composer textarea").fill("**three** and `code`:\n```\nx = 1\n```\n> quoted");
    await page.keyboard.press("Enter");
    await ines.message("three").locator(".tick").waitFor();
    await isFine("a conversation");
    await page.keyboard.press("ArrowUp");
    await page.locator(".composer .reply").waitFor();
    await isFine("an edit");
    await page.keyboard.press("Escape");
    await page.locator(".composer .reply").waitFor({ state: "detached" });
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Enter");
    await page.locator(".at-point [role=menu]").waitFor();
    await isFine("the menu of a message");
    await page.locator(".at-point [role=menuitem]").first().click();
    await page.locator(".composer .reply").waitFor();
    await isFine("a reply");
    await page.locator(".composer .reply button").click();
    await ines.message("Order 17 is").click({ button: "right", position: { x: 40, y: 12 } });
    await page.locator(".at-point [role=menuitem]").nth(2).click();
    await page.locator("dialog .targets").waitFor();
    await isFine("to forward a message");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+/");
    await page.locator("dialog .keys").waitFor();
    await isFine("the keys");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.locator(".window > header .menu > button").click();
    await page.getByRole("menu").waitFor();
    await isFine("a menu");
    await page.keyboard.press("Escape");

    await page.goto(`${stage.server.url}/#/d/nobody`);
    await page.locator(".first").waitFor();
    await isFine("an empty conversation");

    await page.goto(`${stage.server.url}/#/d/jonas`);
    for (const text of ["three", "Order 17 is"]) {
      await ines.message(text).click({ button: "right", position: { x: 40, y: 12 } });
      await page.locator(".at-point [role=menuitem]").nth(4).click();
      await page.locator(".pins .line", { hasText: text }).waitFor();
    }
    await isFine("what is pinned");
    await ines.screenshot(`pinned-${language}-${width}`);
    await page.locator(".pins > button").last().click();
    await page.locator("dialog .pinned").waitFor();
    await isFine("all that is pinned");
    await ines.screenshot(`pins-${language}-${width}`);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });

    await ines.message("three").click({ button: "right", position: { x: 40, y: 12 } });
    await page.locator(".at-point [role=menuitem]").nth(1).click();
    await page.locator(".signs").waitFor();
    await isFine("what to react with");
    await ines.screenshot(`react-${language}-${width}`);
    await page.keyboard.press("Enter");
    await ines.message("three").locator(".chip").press("ArrowRight");
    await ines.message("three").locator(".who").waitFor();
    await isFine("a reaction");
    await ines.screenshot(`reaction-${language}-${width}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await ines.message("three").click({ button: "right", position: { x: 40, y: 12 } });
    await page.locator(".at-point [role=menuitem]").nth(5).click();
    await page.locator("dialog .people li").waitFor();
    await isFine("who has reacted");
    await ines.screenshot(`reactors-${language}-${width}`);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });

    await page.goto(`${stage.server.url}/#/`);
    await page.locator(".list > header button").nth(1).click();
    await page.locator("dialog input").first().fill("Choir");
    await page.locator("dialog input").last().fill("jonas, klara");
    await page.locator("dialog .primary").click();
    await page.locator(".composer textarea").fill("four");
    await page.keyboard.press("Enter");
    await ines.message("four").locator(".count").waitFor();
    await page.locator(".composer textarea").pressSequentially("@");
    await page.locator(".picker [role=option]").first().waitFor();
    await isFine("whom to mention");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.locator(".message:not(.unsent) .mention").waitFor();
    await isFine("a group");
    await ines.message("four").locator(".count").click();
    await page.locator("dialog .halves").waitFor();
    await isFine("its readers");
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.locator(".window > header .link").click();
    await page.locator("dialog .people li button").first().click();
    await page.locator("dialog .danger").waitFor();
    await isFine("a question");
    await page.keyboard.press("Escape");
    await page.locator("dialog .danger").waitFor({ state: "detached" });
    await isFine("its members");
    await page.keyboard.press("Escape");

    await page.goto(`${stage.server.url}/#/frames`);
    await page.getByText("LOGIN_ACK").waitFor();
    await isFine("the frames");
    wire.close();
    await ines.leave();
  }, 90_000);
});

describe.each([
  { language: "en", colorScheme: "light", width: 375 },
  { language: "zh", colorScheme: "dark", width: 1280 },
] as const)("$language, $colorScheme, $width wide, when something has happened,", ({
  language,
  colorScheme,
  width,
}) => {
  it("has nothing that axe finds wrong", async () => {
    const user = `mona-${language}`;
    const texts = textsOf(language);
    const mention: Json = { kind: "text", text: `@${user}?`, mentions: [user] };
    const wire = await WireUser.login(stage.server.tcpPort, "kurt");
    await wire.sendMany(user, [...Array.from({ length: 60 }, (_, i) => `line ${i}.`), mention, mention, "the end"]);
    const mona = await Person.arrive(stage, user, { colorScheme, viewport: { width, height: 720 } });
    const { page } = mona;
    const isFine = async (where: string) => expect(await violations(page), where).toEqual([]);
    await page.evaluate((chosen) => localStorage.setItem("whaleshark.language", chosen), language);
    await page.reload();
    await page.locator("input[name=user]").fill(user);
    await page.locator("button[type=submit]").click();
    await mona.online();
    await page.locator(".list .mentions").click();
    await mona.row("kurt").locator(".mentioned").waitFor();
    await isFine("mentions in the list");

    await mona.row("kurt").click();
    await page.locator(".to-newest.above").waitFor();
    await page.locator(".messages .unread").waitFor();
    await isFine("unread messages, and a mention further on");
    await mona.screenshot(`mention-below-${language}-${width}`);
    await page.locator(".to-newest:not(.above)").click();
    await page.locator(".unread-above").waitFor();
    await isFine("unread messages above");

    await page.goto(`${stage.server.url}/#/d/${"sven".repeat(50)}`);
    await page.locator(".composer textarea").fill("to a name that no one can have");
    await page.keyboard.press("Enter");
    await page.locator(".unsent.failed").waitFor();
    await isFine("a message that the server refused");
    await mona.screenshot(`refused-${language}-${width}`);

    await page.goto(`${stage.server.url}/#/d/kurt`);
    await page.locator(".window > header .menu > button").click();
    await page.getByRole("menuitem", { name: texts.deleteConversation }).click();
    await page.getByRole("button", { name: texts.undo }).waitFor();
    await isFine("a notice of what can be undone");
    await page.getByRole("button", { name: texts.showHidden(1) }).click();
    await mona.row("kurt").waitFor();
    await isFine("a hidden row");

    await mona.context.setOffline(true);
    await page.locator('.banner[data-state="offline"]').waitFor();
    await isFine("no network");
    await mona.screenshot(`offline-${language}-${width}`);
    wire.close();
    await mona.leave();
  }, 60_000);
});
