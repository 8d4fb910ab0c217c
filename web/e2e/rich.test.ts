// Goal: people answer, mention and forward, and see what other programs send. Method: people at the page, and a user on
// TCP who sends what the page does not.

import { CommandNumber, type Json } from "@whaleshark/client";
import { expect, it } from "vitest";
import { violations } from "./axe.ts";
import { faintTexts, isAllInView, Person, Stage } from "./stage.ts";
import { BODIES, WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

function flashed(person: Person) {
  return person.page.locator(".sought");
}

it("an answer shows what it answers, and leads there", async () => {
  const wire = await WireUser.login(server.tcpPort, "rita");
  await wire.sendMany("sven", ["the first of all", ...Array.from({ length: 300 }, (_, i) => `filler ${i}`), "lunch?"]);
  const sven = await Person.signIn(stage, "sven");
  await sven.open("rita");
  await sven.page.getByRole("button", { name: /^To the newest message/ }).click();
  await sven.page.getByRole("button", { name: "Mark all read" }).click();
  await sven.message("lunch?").hover();
  await sven.message("lunch?").locator(".action-bar").getByRole("button", { name: "Reply" }).click();
  await sven.composer.fill("at noon");
  // What is answered stays over a reload, as what is typed does.
  await sven.page.reload();
  const strip = sven.page.getByRole("group", { name: "Reply to rita" });
  await strip.getByText("lunch?").waitFor();
  await sven.screenshot("reply-strip");
  await sven.composer.press("Enter");
  await strip.waitFor({ state: "detached" });
  const said = (await wire.next(CommandNumber.MSG_P2P)).messageBody;
  expect(said).toEqual({
    kind: "text",
    text: "at noon",
    replyTo: { messageSequence: 302, fromId: "rita", text: "lunch?" },
  });

  const answered = sven.message("at noon").locator(".answered");
  await answered.getByText("lunch?").waitFor();
  await answered.click();
  await flashed(sven).getByText("lunch?").waitFor();

  // A message that is not loaded is loaded, with those around it.
  await wire.sendMany("sven", [
    { kind: "text", text: "as I said", replyTo: { messageSequence: 1, fromId: "rita", text: "the first of all" } },
  ]);
  expect(await sven.message("the first of all").count()).toBe(0);
  await sven.message("as I said").locator(".answered").click();
  await flashed(sven).getByText("the first of all").waitFor();
  expect(await sven.inSight("the first of all")).toBe(true);
  await sven.message("filler 17").first().waitFor();
  await sven.screenshot("jumped");
  await sven.page.getByRole("button", { name: /^To the newest message/ }).click();
  await sven.sees("as I said");

  // By the keyboard, from the menu of the message.
  await sven.composer.press("Shift+ArrowUp");
  await sven.page.keyboard.press("Enter");
  await sven.page.getByRole("menuitem", { name: "To the message of rita that this one answers" }).click();
  await flashed(sven).getByText("the first of all").waitFor();
  wire.close();
  await sven.leave();
});

it("an answer says when what it answers was recalled, or is not there; Escape ends it", async () => {
  const wire = await WireUser.login(server.tcpPort, "uwe");
  const vera = await Person.signIn(stage, "vera");
  await vera.createGroup("Deck", "uwe");
  await vera.say("before you came");
  await vera.say("a secret");
  await vera.message("a secret").locator(".count").waitFor();
  const xaver = await Person.signIn(stage, "xaver");
  await vera.page.getByRole("button", { name: "2 members" }).click();
  await vera.page.getByLabel("Add members").fill("xaver");
  await vera.page.getByRole("button", { name: "Add", exact: true }).click();
  await vera.page.getByRole("dialog").getByText("xaver").waitFor();
  await vera.page.keyboard.press("Escape");
  await xaver.open("Deck");

  await vera.message("a secret").click({ button: "right" });
  await vera.page.getByRole("menuitem", { name: "Reply" }).click();
  await vera.composer.fill("ah,");
  await vera.composer.press("Escape");
  await vera.page.getByRole("group", { name: "Reply to You" }).waitFor({ state: "detached" });
  expect(await vera.composer.inputValue()).toBe("ah,");
  await vera.message("a secret").click({ button: "right" });
  await vera.page.getByRole("menuitem", { name: "Reply" }).click();
  await vera.say("never mind");
  const answered = vera.message("never mind").locator(".answered");
  await answered.getByText("a secret").waitFor();
  // Whoever came later has the excerpt, and is told that there is no more.
  await xaver.message("never mind").locator(".answered").click();
  await xaver.page.getByText("This message is no longer here, or was sent before you joined.").waitFor();
  expect(await xaver.inSight("never mind")).toBe(true);
  await xaver.screenshot("answered-gone");

  await vera.message("a secret").first().click({ button: "right" });
  await vera.page.getByRole("menuitem", { name: "Recall" }).click();
  await vera.answer("Recall this message for everybody? Its text cannot be brought back.", "Recall");
  await answered.getByText("Recalled message").waitFor();
  await answered.click();
  await vera.page.locator(".recalled.sought").waitFor();
  wire.close();
  await vera.leave();
  await xaver.leave();
});

it("members are mentioned, and see it in the list until they have read it", async () => {
  const yara = await Person.signIn(stage, "yara");
  await yara.createGroup("Crew", "zeno, zelda, 李雷");
  const zelda = await Person.signIn(stage, "zelda");
  await zelda.row("Crew").waitFor();
  await yara.composer.pressSequentially("hi @ze");
  const picker = yara.page.getByRole("listbox", { name: "Mention a member" });
  await expect.poll(() => picker.getByRole("option").count()).toBe(2);
  await yara.screenshot("picker");
  await yara.page.keyboard.press("Escape");
  await picker.waitFor({ state: "detached" });
  await yara.composer.pressSequentially("l");
  await yara.page.keyboard.press("Enter");
  expect(await yara.composer.inputValue()).toBe("hi @zelda ");
  await yara.composer.pressSequentially("and @");
  await picker.getByRole("option", { name: "李雷" }).click();
  await yara.composer.pressSequentially("look, not me@zeno.example");
  await yara.page.keyboard.press("Enter");
  await expect.poll(() => yara.message("look").locator(".mention").allTextContents()).toEqual(["@zelda", "@李雷"]);
  await yara.say("and this");

  const mark = zelda.row("Crew").getByRole("img", { name: "Mentions you" });
  await mark.waitFor();
  await zelda.screenshot("mentioned");
  await zelda.page.reload();
  await mark.waitFor();
  await zelda.open("Crew");
  await expect.poll(() => zelda.message("look").locator(".own-name").allTextContents()).toEqual(["@zelda"]);
  await mark.waitFor({ state: "detached" });
  await zelda.screenshot("mention");

  // Many come while nobody looks: they are counted, are found in the list, and one gets to the first of them.
  const wire = await WireUser.login(server.tcpPort, "willem");
  const mention: Json = { kind: "text", text: "@zelda here", mentions: ["zelda"] };
  await wire.sendMany("zelda", [
    ...Array.from({ length: 60 }, (_, i) => `before ${i}`),
    mention,
    ...Array.from({ length: 60 }, (_, i) => `between ${i}`),
    mention,
  ]);
  await zelda.row("willem").getByRole("img", { name: "Mentions you 2 times" }).waitFor();
  const filter = zelda.page.getByRole("button", { name: "Mentions (2)" });
  await filter.click();
  await zelda.row("Crew").waitFor({ state: "detached" });
  await zelda.screenshot("mentions-only");
  expect(await violations(zelda.page)).toEqual([]);
  await zelda.open("willem");
  await zelda.page.getByRole("button", { name: "To the first of 2 mentions of you" }).click();
  await expect.poll(() => zelda.inSight("here")).toBe(true);
  await zelda.screenshot("to-mention");
  // From there to the next one, and there are no more.
  await zelda.page.getByRole("button", { name: "To the message that mentions you" }).click();
  await expect.poll(() => zelda.message("here").last().evaluate(isAllInView)).toBe(true);
  await zelda.page.getByRole("button", { name: /mentions? (of )?you$/ }).waitFor({ state: "detached" });
  await filter.click();
  await zelda.row("Crew").waitFor();
  wire.close();
  await yara.leave();
  await zelda.leave();
});

it("a message is forwarded to who is searched, and says whose it was", async () => {
  const wire = await WireUser.login(server.tcpPort, "abel");
  await wire.sendMany("berta", ["the tide is at nine"]);
  const berta = await Person.signIn(stage, "berta");
  await berta.writeTo("carl");
  await berta.say("wait");
  await berta.seesTick("wait", "Sent");
  await berta.open("abel");
  await berta.message("the tide").hover();
  await berta.message("the tide").locator(".action-bar").getByRole("button", { name: "Forward" }).click();
  const dialog = berta.page.getByRole("dialog", { name: "Forward to …" });
  expect(await dialog.getByRole("listitem").count()).toBe(2);
  await berta.page.keyboard.type("CAR");
  expect(await dialog.getByRole("listitem").first().textContent()).toContain("carl");
  await berta.screenshot("forward");
  await berta.page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await berta.page.getByText("Forwarded to carl").waitFor();
  await berta.page.getByRole("button", { name: "Open" }).click();
  await berta.message("the tide").getByText("Forwarded from abel").waitFor();
  await berta.seesTick("the tide", "Sent");
  wire.close();
  await berta.leave();
});

it.each([
  ["light", 1280],
  ["dark", 375],
] as const)("what programs send is shown, and nothing of it is fetched (%s, %s)", async (colorScheme, width) => {
  const wire = await WireUser.login(server.tcpPort, `robot-${width}`);
  const spoof: Json = { kind: "card", title: "a\u202eb", url: "javascript:alert(1)" };
  await wire.sendMany(`dora-${width}`, [...BODIES, spoof, "- **one**\n- two\n7. seven\n8. eight"]);
  const dora = await Person.signIn(stage, `dora-${width}`, { colorScheme, viewport: { width, height: 1150 } });
  const foreign: string[] = [];
  dora.page.on("request", (request) => {
    if (!request.url().startsWith(server.url)) {
      foreign.push(request.url());
    }
  });
  await dora.open(`robot-${width}`);
  await dora.sees("The topic is dives.");
  await dora.sees("Order 17 is shipped");
  await dora.page.getByRole("link", { name: "report.pdf" }).waitFor();
  await dora.page.getByText("123 kB").waitFor();
  await dora.sees("Noon or one?");
  await dora.sees("This version does not know messages of the kind poll.");
  await dora.page.getByText("new, paid").waitFor();
  await dora.page.getByText("Forwarded from zoe").waitFor();
  await dora.page.getByText("a‹U+202E›b").waitFor();
  expect(await dora.page.locator("a[href^=javascript]").count()).toBe(0);
  expect(await dora.message("seven").locator("ul li, ol[start='7'] li").allTextContents()).toEqual([
    "one",
    "two",
    "seven",
    "eight",
  ]);
  await dora.screenshot(`bodies-${width}`);
  expect(await dora.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  expect(await faintTexts(dora)).toEqual([]);
  expect(foreign.filter((url) => !url.startsWith("ws://"))).toEqual([]);
  wire.close();
  await dora.leave();
});
