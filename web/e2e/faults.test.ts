// Goal: what strangers stumbled over stays mended. Method: as in messages.test.ts; each test does what they did.

import { randomUUID } from "node:crypto";
import { CommandNumber, type Json } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

/** Sends one message, whatever its body is. */
async function sendBody(wire: WireUser, toId: string, messageBody: Json): Promise<void> {
  const messageId = randomUUID();
  wire.tell({ command: CommandNumber.MSG_P2P, data: { messageId, fromId: wire.user, toId, messageBody } });
  const ack = await wire.next(CommandNumber.MSG_ACK);
  expect(ack.ok).toBe(true);
}

describe("names", () => {
  it("of every script may sign in, and not write to themselves", async () => {
    const zoe = await Person.signIn(stage, "Zoë-李.🐋");
    await zoe.page.getByRole("button", { name: "New chat" }).click();
    const field = zoe.page.getByLabel("Who do you want to write to?");
    await field.fill(" Zoë-李.🐋 ");
    await zoe.page.getByRole("button", { name: "Start chat" }).click();
    expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toContain("your own user name");
    await field.fill("Zoë-李.🐋!");
    await zoe.page.getByRole("button", { name: "Start chat" }).click();
    await zoe.composer.waitFor();
    await zoe.leave();
  });

  it("with hidden characters show them, and turn nothing beside them", async () => {
    const twin = await WireUser.login(server.tcpPort, "ali\u200bce");
    const hebrew = await WireUser.login(server.tcpPort, "יוסי");
    await expect(WireUser.login(server.tcpPort, "\u202eecila")).rejects.toThrow("bidirectional control");
    for (const wire of [twin, hebrew]) {
      await sendBody(wire, "vic", "who am I? \u202etxet denrut");
    }
    const vic = await Person.signIn(stage, "vic");
    await vic.row("ali‹U\\+200B›ce").waitFor();
    await vic.open("יוסי");
    await vic.message("who am I? ‹U+202E›txet denrut").waitFor();
    await vic.screenshot("hidden-characters");
    for (const wire of [twin, hebrew]) {
      wire.close();
    }
    await vic.leave();
  });
});

it("a message of any JSON is shown decently, and none is an empty bubble", async () => {
  const wire = await WireUser.login(server.tcpPort, "machine");
  await sendBody(wire, "wim", "");
  await sendBody(wire, "wim", { type: "card", title: "Dive at seven", seats: 4 });
  await sendBody(wire, "wim", ["a", "b"]);
  const wim = await Person.signIn(stage, "wim");
  await wim.open("machine");
  await wim.message("Empty message").waitFor();
  await wim.page.getByRole("term").getByText("title").waitFor();
  await wim.page.getByRole("definition").getByText("Dive at seven").waitFor();
  expect(await wim.page.getByRole("log").textContent()).not.toContain("{");
  await wim.screenshot("any-json");
  wire.close();
  await wim.leave();
});

it("a pending message gives its row its own time, and comes first", async () => {
  const wire = await WireUser.login(server.tcpPort, "later");
  const xena = await Person.signIn(stage, "xena");
  await xena.writeTo("first");
  await xena.say("some time ago");
  await xena.seesTick("some time ago", "Sent");
  await wire.sendMany("xena", ["newer"]);
  await xena.row("later").waitFor();
  await xena.context.setOffline(true);
  await xena.offline();
  // The clock goes on a minute, as on a journey.
  await xena.page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 60_000;
  });
  await xena.say("from the tunnel");
  await xena.row("first").getByText("from the tunnel").waitFor();
  const rows = xena.page.getByRole("navigation").getByRole("link");
  await expect.poll(() => rows.first().textContent()).toContain("first");
  const said = await xena.message("from the tunnel").locator("time").textContent();
  expect(await xena.row("first").locator("time").textContent()).toBe(said);
  wire.close();
  await xena.leave();
});

it("a file that is dropped does not take the page away, and the page says that it takes none", async () => {
  const yara = await Person.signIn(stage, "yara");
  await yara.writeTo("zoran");
  await yara.composer.fill("half a thought");
  const kept = await yara.page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "photo.png", { type: "image/png" }));
    return ["dragover", "drop"].map((type) =>
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })),
    );
  });
  // An event whose default is prevented returns false: the browser would open the file otherwise.
  expect(kept).toEqual([false, false]);
  const notice = yara.page.getByRole("alert").getByText("Files cannot be sent here.");
  await notice.waitFor();
  // What is typed is not covered.
  const box = await notice.boundingBox();
  const typed = await yara.composer.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(typed?.y ?? 0);
  await yara.screenshot("notice");
  await yara.leave();
});

it("one may press Enter before the server has answered", async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/v1/client-config", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(server.url);
  await page.getByLabel("User name").waitFor();
  await page.keyboard.type("quick");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Signing in" }).waitFor();
  answer();
  await page.locator('.banner[data-state="online"]').waitFor({ state: "attached" });
  await context.close();
});

it("a search is over when a result is opened", async () => {
  const ada = await Person.signIn(stage, "ada");
  for (const user of ["bert", "cara"]) {
    await ada.writeTo(user);
    await ada.say("hello");
    await ada.seesTick("hello", "Sent");
  }
  await ada.page.getByRole("searchbox").fill("ber");
  await ada.row("cara").waitFor({ state: "detached" });
  await ada.row("bert").click();
  await ada.row("cara").waitFor();
  expect(await ada.page.getByRole("searchbox").inputValue()).toBe("");
  await ada.leave();
});

it("in Chinese a speaker is followed by a colon of full width", async () => {
  const lin = await Person.arrive(stage, "lin", { locale: "zh-CN", viewport: { width: 1280, height: 800 } });
  await lin.page.getByLabel("用户名").fill("lin");
  await lin.page.getByRole("button", { name: "登录" }).click();
  await lin.online();
  await lin.page.getByRole("button", { name: "新群组" }).click();
  await lin.page.getByLabel("群名称").fill("潜水队");
  await lin.page.getByLabel("成员").fill("李小龙");
  await lin.page.getByRole("button", { name: "创建群组" }).click();
  await lin.page.getByRole("textbox", { name: "发消息给 潜水队" }).fill("七点出发");
  await lin.page.keyboard.press("Enter");
  await lin.row("潜水队").getByText("你：七点出发").waitFor();
  await lin.screenshot("chinese-group");
  await lin.leave();
});

it("on a wide screen what belongs together stands together, and all headers are of one height", async () => {
  const wire = await WireUser.login(server.tcpPort, "far");
  await wire.sendMany("gus", ["are you there?"]);
  for (const [colorScheme, width] of [
    ["light", 1920],
    ["dark", 1280],
    ["light", 375],
  ] as const) {
    const gus = await Person.signIn(stage, "gus", { colorScheme, viewport: { width, height: 800 } });
    await gus.open("far");
    await gus.say("yes");
    await gus.message("are you there?").waitFor();
    const bubbles = await gus.page.locator(".bubble").evaluateAll((all) => all.map((b) => b.getBoundingClientRect()));
    const left = Math.min(...bubbles.map((b) => b.x));
    const right = Math.max(...bubbles.map((b) => b.x + b.width));
    expect(right - left).toBeLessThanOrEqual(920);
    const direct = await gus.page.locator("header:visible").evaluateAll((all) => all.map((h) => h.clientHeight));
    expect(new Set(direct).size).toBe(1);
    await gus.screenshot(`wide-${width}-${colorScheme}`);
    if (width < 720) {
      await gus.page.getByRole("button", { name: "Back to conversations" }).click();
    }
    await gus.createGroup(`Group ${width}`, "far");
    await gus.page.getByRole("button", { name: "2 members" }).waitFor();
    const group = await gus.page.locator("header:visible").evaluateAll((all) => all.map((h) => h.clientHeight));
    expect(new Set([...direct, ...group]).size).toBe(1);
    await gus.leave();
  }
  wire.close();
});
