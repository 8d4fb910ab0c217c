// Goal: whoever glances at the chat sees what was read, and nothing is lost by a slip. Method: as in messages.test.ts.

import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { Person, Stage } from "./stage.ts";

const stage = new Stage();

/** The mean luminance of each picture, 0 to 1, as WCAG defines it. */
async function luminancesOf(pictures: readonly Buffer[]): Promise<number[]> {
  const page = await stage.browser.newPage();
  const found = await page.evaluate(
    async (all) => {
      const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
      const luminanceOf = async (picture: string) => {
        const bitmap = await createImageBitmap(await (await fetch(picture)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        canvas?.drawImage(bitmap, 0, 0);
        const pixels = canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
        let sum = 0;
        for (let i = 0; i < pixels.length; i += 4) {
          const [r = 0, g = 0, b = 0] = pixels.subarray(i, i + 3);
          sum += 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        }
        return sum / (pixels.length / 4);
      };
      return Promise.all(all.map(luminanceOf));
    },
    pictures.map((png) => `data:image/png;base64,${png.toString("base64")}`),
  );
  await page.close();
  return found;
}

it.each([
  "light",
  "dark",
] as const)("%s: delivered and read differ in lightness, in window and list", async (scheme) => {
  const uma = await Person.signIn(stage, `uma-${scheme}`, { colorScheme: scheme });
  const vera = await Person.signIn(stage, `vera-${scheme}`);
  await uma.writeTo(vera.user);
  await uma.say("see you at the pier");
  const pictures: Buffer[] = [];
  const look = async (tick: string) => {
    for (const place of [uma.message("see you"), uma.row(vera.user)]) {
      pictures.push(await place.getByRole("img", { name: tick, exact: true }).screenshot());
    }
  };
  await look("Delivered");
  await vera.open(uma.user);
  await look("Read");
  await uma.screenshot(`receipts-${scheme}`);
  const [inWindow = 0, inList = 0, ...read] = await luminancesOf(pictures);
  for (const [i, delivered] of [inWindow, inList].entries()) {
    const both = [delivered, read[i] ?? 0];
    expect((Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)).toBeGreaterThan(2);
  }
  await uma.leave();
  await vera.leave();
});

it("a row of the list counts the readers of a group's last message, live and after a reload", async () => {
  const ada = await Person.signIn(stage, "ada");
  await ada.createGroup("Reef", "ben, cleo");
  await ada.say("tide at six");
  const counted = (sentence: string, on = ada) =>
    on.row("Reef").getByRole("img", { name: sentence, exact: true }).waitFor();
  await counted("Read by 0 of 2");
  const elsewhere = await Person.signIn(stage, "ada");
  // Nobody looks at the group's window from here on.
  await ada.page.keyboard.press("Escape");
  await ada.page.getByText("Choose a conversation").waitFor();
  const ben = await Person.signIn(stage, "ben");
  await ben.open("Reef");
  await counted("Read by 1 of 2");
  await ada.context.setOffline(true);
  await ada.offline();
  const cleo = await Person.signIn(stage, "cleo");
  await cleo.open("Reef");
  await counted("Read by all 2", elsewhere);
  await ada.context.setOffline(false);
  await counted("Read by all 2");
  await ada.page.reload();
  await counted("Read by all 2");
  for (const person of [ada, elsewhere, ben, cleo]) {
    await person.leave();
  }
}, 60_000);

it("who is new is shown how to see a receipt, and what the marks mean", async () => {
  for (const [locale, colorScheme, width] of [
    ["en-GB", "light", 1280],
    ["zh-CN", "dark", 375],
  ] as const) {
    const user = `nils-${locale}`;
    const nils = await Person.arrive(stage, user, { locale, colorScheme, viewport: { width, height: 720 } });
    const english = locale === "en-GB";
    await nils.page.getByLabel(english ? "User name" : "用户名").fill(user);
    await nils.page.getByRole("checkbox", { name: english ? "Stay signed in" : "保持登录" }).check();
    await nils.page.getByRole("button", { name: english ? "Sign in" : "登录", exact: true }).click();
    await nils.online();
    const [second] = await Promise.all([
      nils.context.waitForEvent("page"),
      nils.page.getByRole("link", { name: english ? "Open a second window" : "打开第二个窗口" }).click(),
    ]);
    // It belongs to nobody yet, although the browser keeps its user signed in, and signing out there changes nothing.
    const name = second.getByLabel(english ? "User name" : "用户名");
    await name.waitFor();
    expect(await name.inputValue()).toBe("");
    await name.fill(`${user}-2`);
    await name.press("Enter");
    await second.locator('.banner[data-state="online"]').waitFor({ state: "attached" });
    await second.reload();
    await second.getByRole("heading", { name: `${user}-2` }).waitFor();
    await second.getByRole("button", { name: english ? "Settings" : "设置" }).click();
    await second.getByRole("button", { name: english ? "Sign out" : "退出登录" }).click();
    await name.waitFor();
    await second.close();
    await nils.page.reload();
    await nils.online();
    await nils.page.getByRole("heading", { name: user, exact: true }).waitFor();
    const guide = english ? "See a receipt in one minute" : "一分钟看懂已读回执";
    await nils.page.getByRole("region", { name: guide }).waitFor();
    await nils.screenshot(`empty-${locale}`);
    expect(await violations(nils.page)).toEqual([]);
    await nils.page.goto(`${stage.server.url}/#/d/olga`);
    await nils.page.getByText(english ? "The server has stored your message." : "服务器已保存你的消息。").waitFor();
    await nils.screenshot(`first-${locale}`);
    await nils.page.locator(".composer textarea").fill("hi");
    await nils.page.keyboard.press("Enter");
    await nils.sees("hi");
    expect(await nils.page.locator(".first").count()).toBe(0);
    await nils.leave();
  }
});

it("a message that was not sent is discarded only after a question", async () => {
  // The server refuses a name that is too long.
  const rolf = await Person.signIn(stage, "rolf");
  await rolf.page.goto(`${stage.server.url}/#/d/${"sven".repeat(50)}`);
  await rolf.composer.fill("to a name that no one can have");
  await rolf.page.keyboard.press("Enter");
  await rolf.page.getByRole("button", { name: "Discard" }).click();
  await rolf.answer("Discard this message?", "Cancel");
  await rolf.sees("to a name");
  // Its menu has the same, and copies.
  await rolf.message("to a name").click({ button: "right" });
  expect(await rolf.page.getByRole("menuitem").allTextContents()).toEqual(["Copy", "Try again", "Discard"]);
  await rolf.page.getByRole("menuitem", { name: "Discard" }).click();
  await rolf.answer("Discard this message?", "Discard");
  await rolf.message("to a name").waitFor({ state: "detached" });
  await rolf.leave();
});
