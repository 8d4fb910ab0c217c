// Goal: what people do with messages all day, in real browsers at a real server. Method: two or three persons in
// windows of their own; everything is found by what they see. Screenshots are for people to look at.

import { CommandNumber } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { faintTexts, Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage({ WHALESHARK_APP_DEFAULTS_RECALL_WINDOW: "3s" });
const { server } = stage;

describe("the five steps of a read receipt", () => {
  it("go from the sender to the reader and back, on all devices", async () => {
    const alice = await Person.signIn(stage, "alice");
    const elsewhere = await Person.signIn(stage, "alice", { colorScheme: "dark" });
    const bob = await Person.signIn(stage, "bob", { colorScheme: "dark" });

    // 1. The sender sends.
    await alice.writeTo("bob");
    await alice.say("Have you seen the whale shark?");
    await alice.seesTick("Have you seen", "Delivered");
    await alice.page.getByRole("log").getByText("Today", { exact: true }).waitFor();
    await alice.screenshot("step-1-sent");
    // Nobody has looked at it yet: it is unread, in the list and in the title.
    await bob.row("alice").getByRole("img", { name: "1 unread" }).waitFor();
    expect(await bob.page.title()).toBe("(1) Whale Shark");
    // 2. The receiver gets it, and reads it.
    await bob.screenshot("step-2-received");
    await bob.open("alice");
    await bob.sees("Have you seen");
    // 3. The receiver's state is new: nothing is unread.
    await expect.poll(() => bob.page.title()).toBe("Whale Shark");
    expect(await bob.row("alice").getByRole("img", { name: "unread" }).count()).toBe(0);
    await bob.screenshot("step-3-read");
    // 4. and 5. All devices of the sender learn of it, and show it.
    await alice.seesTick("Have you seen", "Read");
    await elsewhere.open("bob");
    await elsewhere.seesTick("Have you seen", "Read");
    await bob.say("Yes! It swam right below our boat.\nTwelve metres, at least.");
    await alice.sees("Twelve metres");
    await elsewhere.sees("Twelve metres");
    await bob.seesTick("Twelve metres", "Read");
    await alice.screenshot("step-4-sender");
    await elsewhere.screenshot("step-5-senders-other-device");
    for (const person of [alice, elsewhere, bob]) {
      await person.leave();
    }
  });
});

describe("two devices of one user", () => {
  it("stay in step: sending, reading, muting, pinning, hiding", async () => {
    const one = await Person.signIn(stage, "dora");
    const two = await Person.signIn(stage, "dora");
    const emil = await Person.signIn(stage, "emil");
    await one.writeTo("emil");
    await one.say("from the first device");
    await two.open("emil");
    await two.sees("from the first device");
    await two.say("from the second device");
    await one.sees("from the second device");
    expect(await one.texts()).toEqual(await two.texts());

    // What one device reads falls silent on the other.
    await one.look(false);
    await two.look(false);
    await emil.open("dora");
    await emil.say("an answer");
    await one.row("emil").getByRole("img", { name: "1 unread" }).waitFor();
    await two.row("emil").getByRole("img", { name: "1 unread" }).waitFor();
    await two.look(true);
    await one.row("emil").getByRole("img", { name: "1 unread" }).waitFor({ state: "detached" });
    await emil.seesTick("an answer", "Read");

    for (const [item, mark] of [
      ["Mute", "Muted"],
      ["Pin to top", "Pinned"],
    ] as const) {
      await one.page.getByRole("button", { name: "Conversation menu" }).click();
      await one.page.getByRole("menuitem", { name: item }).click();
      await two.row("emil").getByRole("img", { name: mark }).waitFor();
    }
    await one.page.getByRole("button", { name: "Conversation menu" }).click();
    await one.page.getByRole("menuitem", { name: "Hide conversation" }).click();
    await two.row("emil").waitFor({ state: "detached" });
    await one.row("emil").waitFor({ state: "detached" });
    for (const person of [one, two, emil]) {
      await person.leave();
    }
  });

  it("in one browser are devices of their own, and keep their place over a reload", async () => {
    const one = await Person.signIn(stage, "frida");
    const tab = await one.context.newPage();
    await tab.goto(server.url);
    await tab.getByLabel("User name").fill("frida");
    await tab.getByRole("button", { name: "Sign in" }).click();
    await tab.locator('.banner[data-state="online"]').waitFor({ state: "attached" });
    await one.page.reload();
    await one.online();
    // Neither has taken the other's place.
    expect(await tab.locator(".banner").getAttribute("data-state")).toBe("online");
    await one.leave();
  });
});

describe("a message", () => {
  it("can be recalled for a while, then no more", async () => {
    const gina = await Person.signIn(stage, "gina");
    const hugo = await Person.signIn(stage, "hugo");
    await gina.writeTo("hugo");
    await gina.say("wrong chat, sorry");
    await hugo.open("gina");
    await hugo.sees("wrong chat");
    const recall = async (text: string) => {
      await gina.message(text).hover();
      await gina.message(text).getByRole("button", { name: "Message menu" }).click();
      await gina.page.getByRole("menuitem", { name: "Recall" }).click();
      await gina.answer("Recall this message for everybody?", "Recall");
    };
    await recall("wrong chat");
    await gina.page.locator(".messages").getByText("You recalled a message").waitFor();
    await hugo.page.locator(".messages").getByText("gina recalled a message").waitFor();
    expect(await hugo.texts()).toEqual([]);
    await gina.say("this one stays");
    await gina.seesTick("this one stays", "Read");
    // The app's window is 3 s in this test.
    await expect
      .poll(
        async () => {
          if ((await gina.message("this one stays").count()) === 0) {
            return "recalled";
          }
          const age = await gina.page.evaluate(
            () => Date.now() - Date.parse(document.querySelector(".message time")?.getAttribute("datetime") ?? ""),
          );
          return age > 3_200 ? "too old" : "young";
        },
        { timeout: 10_000 },
      )
      .toBe("too old");
    await recall("this one stays");
    await gina.page.getByText("It is too late to recall this message.").waitFor();
    expect(await hugo.texts()).toEqual(["this one stays"]);
    await gina.leave();
    await hugo.leave();
  });

  it("is text and nothing else", async () => {
    const ivan = await Person.signIn(stage, "ivan");
    await ivan.writeTo("jana");
    const text = `<img src=x onerror="document.title='taken'"> & <script>document.title='taken'</script>`;
    await ivan.say(text);
    await ivan.seesTick("<img src=x", "Sent");
    expect(await ivan.texts()).toEqual([text]);
    expect(await ivan.page.locator(".messages img, .messages script").count()).toBe(0);
    expect(await ivan.page.title()).toBe("Whale Shark");
    // Neither does it become more within a mark.
    await ivan.say("**<img src=x>** `<b>code</b>`\n> <script>x</script>\n```html\n<iframe src=/></iframe>\n```");
    const marked = ivan.message("<iframe");
    expect(await marked.locator("strong").textContent()).toBe("<img src=x>");
    expect(await marked.locator("code").textContent()).toBe("<b>code</b>");
    expect(await marked.locator("blockquote").textContent()).toBe("<script>x</script>");
    expect(await marked.locator("pre").textContent()).toBe("<iframe src=/></iframe>");
    expect(await ivan.page.locator(".messages").locator("img, script, iframe, b").count()).toBe(0);
    await ivan.leave();
  });

  it("may have marks and code, and its line in the list has the words alone", async () => {
    for (const [colorScheme, width] of [
      ["light", 1280],
      ["dark", 375],
    ] as const) {
      const lars = await Person.signIn(stage, "lars", { colorScheme, viewport: { width, height: 800 } });
      const code =
        "```ts\nconst boat = await dives.find((dive) => dive.pier === 7 && dive.hour === 19);\nboat.leave();\n```";
      await lars.writeTo(`mia-${width}`);
      await lars.say(`> Which pier?\n**Seven**, not ~~eight~~. *Do not be late*, and run \`dive --now\`:\n${code}`);
      await lars.seesTick("Seven", "Sent");
      expect(await lars.message("Seven").locator("strong, s, em, code, pre, blockquote").count()).toBe(6);
      expect(await lars.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await faintTexts(lars)).toEqual([]);
      await lars.say("七点**出发**，不要迟到");
      await lars.seesTick("不要迟到", "Sent");
      await lars.screenshot(`marks-${width}`);
      if (width < 720) {
        await lars.page.getByRole("button", { name: "Back to conversations" }).click();
      }
      await lars.row(`mia-${width}`).getByText("七点出发，不要迟到", { exact: true }).waitFor();
      await lars.leave();
    }
  });

  it("leads where its links say, in a window of its own that knows nothing of this one", async () => {
    const mara = await Person.signIn(stage, "mara");
    await mara.writeTo("nils");
    await mara.say("Tides: https://example.org/tides?port=3. Not javascript:alert(1)");
    await mara.seesTick("Tides", "Sent");
    const links = mara.message("Tides").getByRole("link");
    expect(await links.allTextContents()).toEqual(["https://example.org/tides?port=3"]);
    expect(await links.getAttribute("href")).toBe("https://example.org/tides?port=3");
    expect(await links.getAttribute("target")).toBe("_blank");
    expect(await links.getAttribute("rel")).toBe("noopener noreferrer");
    await mara.leave();
  });

  it("is in view for who writes it, however far up they were", async () => {
    const wire = await WireUser.login(server.tcpPort, "olga");
    await wire.sendMany(
      "paul",
      Array.from({ length: 60 }, (_, i) => `line ${i + 1}`),
    );
    const paul = await Person.signIn(stage, "paul");
    await paul.open("olga");
    const log = paul.page.getByRole("log");
    const gap = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
    await paul.sees("line 60");
    // Opened where reading was left off.
    await paul.page.getByText("New messages").waitFor();
    await expect.poll(gap).toBeGreaterThan(500);
    await paul.say("an answer from far above");
    await paul.seesTick("an answer", "Sent");
    await expect.poll(gap).toBeLessThan(5);
    wire.close();
    await paul.leave();
  });

  it("that came while nobody looked is new and unread when somebody does", async () => {
    const wire = await WireUser.login(server.tcpPort, "tess");
    await wire.sendMany("udo", ["seen at once"]);
    const udo = await Person.signIn(stage, "udo");
    await udo.open("tess");
    await udo.sees("seen at once");
    await expect.poll(() => udo.page.title()).toBe("Whale Shark");
    await udo.look(false);
    await wire.sendMany(
      "udo",
      Array.from({ length: 260 }, (_, i) => `line ${i + 1}`),
    );
    await expect.poll(() => udo.page.title()).toBe("(260) Whale Shark");
    await udo.look(true);
    // More than the page holds; only what fits on the screen is read, from where they left off.
    await udo.page.getByText("New messages").waitFor();
    await expect.poll(() => udo.page.title()).not.toBe("(260) Whale Shark");
    expect(await udo.page.title()).not.toBe("Whale Shark");
    expect(await udo.inSight("line 1")).toBe(true);
    await udo.screenshot("new-messages");
    await udo.page.getByRole("button", { name: "To the newest message" }).click();
    await udo.page.getByRole("button", { name: "Mark all read" }).click();
    await expect.poll(() => udo.page.title()).toBe("Whale Shark");
    wire.close();
    await udo.leave();
  });

  it("that was unread when the page was loaded again is where reading goes on", async () => {
    const wire = await WireUser.login(server.tcpPort, "xenia");
    const yann = await Person.signIn(stage, "yann");
    await wire.sendMany(
      "yann",
      Array.from({ length: 120 }, (_, i) => `line ${i + 1}`),
    );
    await expect.poll(() => yann.page.title()).toBe("(120) Whale Shark");
    // What the inbox has told is not told again: after the reload all comes from history, page by page.
    await expect.poll(() => yann.storedCursor()).toBeGreaterThan(0);
    await yann.page.reload();
    await yann.open("xenia");
    await yann.page.getByText("New messages").waitFor();
    await expect.poll(() => yann.inSight("line 1")).toBe(true);
    await expect.poll(() => yann.page.title()).not.toBe("(120) Whale Shark");
    expect(await yann.page.title()).not.toBe("Whale Shark");
    wire.close();
    await yann.leave();
  });

  it("stays where it is while older ones are put above it", async () => {
    const wire = await WireUser.login(server.tcpPort, "vera");
    await wire.sendMany(
      "walt",
      Array.from({ length: 500 }, (_, i) => `line ${i + 1}`),
    );
    const walt = await Person.signIn(stage, "walt");
    await walt.open("vera");
    await walt.page.getByRole("button", { name: "Conversation menu" }).click();
    await walt.page.getByRole("menuitem", { name: "Mark all read" }).click();
    await expect.poll(() => walt.page.title()).toBe("Whale Shark");
    // The server has the read first, or the page begins at an unread message when it is loaded.
    let read = 0;
    while (read !== 500) {
      read = Number((await wire.next(CommandNumber.MSG_READ_RECEIPT)).messageSequence);
    }
    // The cursor is stored first, or the page pulls all of them again when it is loaded.
    await expect.poll(() => walt.storedCursor(), { timeout: 10_000 }).toBeGreaterThan(0);
    await walt.page.reload();
    await walt.sees("line 500");
    const log = walt.page.getByRole("log");
    // Now the page has the newest pages of history alone, and asks for the next near its top.
    const place = await log.evaluate(async (box) => {
      const rows = () => [...box.querySelectorAll<HTMLElement>("[data-sequence]")];
      const first = () => Number(rows()[0]?.dataset.sequence);
      const before = first();
      box.scrollTop = 200;
      const row = rows().find((r) => r.getBoundingClientRect().top >= box.getBoundingClientRect().top);
      const from = row?.getBoundingClientRect().top ?? 0;
      const end = Date.now() + 5_000;
      while (first() === before && Date.now() < end) {
        await new Promise(requestAnimationFrame);
      }
      return { grown: before - first(), moved: (row?.getBoundingClientRect().top ?? 0) - from };
    });
    expect(place.grown).toBeGreaterThan(0);
    expect(Math.abs(place.moved)).toBeLessThan(3);
    wire.close();
    await walt.leave();
  });

  it("that is not sent yet stands in the list as a draft", async () => {
    const quin = await Person.signIn(stage, "quin");
    for (const [user, text] of [
      ["rita", "hello Rita"],
      ["sven", "hello Sven"],
    ] as const) {
      await quin.writeTo(user);
      await quin.say(text);
      await quin.seesTick(text, "Sent");
    }
    await quin.composer.fill("half a thought");
    await quin.open("rita");
    await quin.row("sven").getByText("Draft:").waitFor();
    await quin.row("sven").getByText("half a thought").waitFor();
    await quin.open("sven");
    expect(await quin.composer.inputValue()).toBe("half a thought");
    expect(await quin.row("sven").textContent()).not.toContain("Draft");
    await quin.leave();
  });

  it("that the server refuses says why, and can be tried again or given up", async () => {
    const kira = await Person.signIn(stage, "kira");
    await kira.createGroup("Reef", "liam");
    await kira.say("hello");
    const liam = await Person.signIn(stage, "liam");
    await liam.open("Reef");
    await liam.context.setOffline(true);
    await liam.offline();
    await liam.say("am I still in?");
    await kira.page.getByRole("button", { name: "2 members" }).click();
    await kira.page.getByRole("button", { name: "Remove liam" }).click();
    await kira.answer("Remove liam from this group?", "Remove");
    await kira.page.getByRole("button", { name: "Remove liam" }).waitFor({ state: "detached" });
    await liam.context.setOffline(false);
    await liam.page.getByText("Not sent:").waitFor();
    expect(await liam.page.getByRole("alert").count()).toBe(0);
    await liam.screenshot("refused");
    await liam.page.reload();
    await liam.online();
    await liam.page.getByText("Not sent:").waitFor();
    await kira.page.getByLabel("Add members").fill("liam");
    await kira.page.getByRole("button", { name: "Add", exact: true }).click();
    await kira.page.getByRole("button", { name: "Remove liam" }).waitFor();
    await liam.page.getByRole("button", { name: "Try again" }).click();
    await kira.page.keyboard.press("Escape");
    await kira.sees("am I still in?");
    await liam.page.getByText("Not sent:").waitFor({ state: "detached" });
    await kira.leave();
    await liam.leave();
  });
});
