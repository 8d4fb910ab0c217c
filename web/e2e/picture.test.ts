// Goal: the picture of the README shows what the chat is. Method: a few people talk; two windows are put side by side.
// `screenshots/chat.png` is copied to docs/images/chat.png by hand, when it has been looked at.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Person, SCREENSHOTS, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const SIZE = { width: 820, height: 600 };
const stage = new Stage();
const { server } = stage;

it("a group in two windows, light and dark, with read counts and who has read", async () => {
  const alice = await Person.signIn(stage, "alice", { viewport: SIZE });
  const bob = await Person.signIn(stage, "bob", { viewport: SIZE, colorScheme: "dark" });
  const others = await Promise.all(["erik", "Marta Nilsen"].map((user) => WireUser.login(server.tcpPort, user)));
  for (const wire of others) {
    await wire.sendMany("alice", ["Did the spare regulator arrive?"]);
    await wire.sendMany("bob", ["Which pier is it tomorrow?", "And when?"]);
  }
  await bob.writeTo("alice");
  await bob.say("Lunch after the dive?");
  await alice.open("bob");
  await alice.say("Always. My treat this time.");
  await bob.seesTick("Lunch after", "Read");
  await alice.createGroup("Dive team", "bob, carol, dave, emma");
  await alice.say("Boat leaves at seven. Who is in?");
  await bob.open("Dive team");
  await bob.say("I am! Tanks are filled and on the pier.");
  const carol = await Person.signIn(stage, "carol");
  await carol.open("Dive team");
  await carol.say("Me too. I bring coffee.");
  await alice.sees("I bring coffee");
  await alice.say("Perfect. Last week a whale shark swam right below us, so charge your cameras.");
  await alice.message("Boat leaves").getByRole("button", { name: "Read by 2 of 4" }).waitFor();
  await alice.message("Perfect").getByRole("button", { name: "Read by 2 of 4" }).waitFor();
  await bob.message("I am!").getByRole("button", { name: "Read by 2 of 4" }).click();
  await bob.page.getByRole("region", { name: "Read (2)" }).waitFor();
  await bob.screenshot("chat-right");
  await alice.screenshot("chat-left");

  const page = await stage.browser.newPage({ viewport: { width: SIZE.width * 2 + 48, height: SIZE.height + 32 } });
  const picture = (name: string) => readFileSync(join(SCREENSHOTS, `${name}.png`)).toString("base64");
  await page.setContent(
    `<body style="margin:0;padding:16px;display:flex;gap:16px;background:#c9dae1">${["chat-left", "chat-right"]
      .map((name) => `<img style="border-radius:12px" src="data:image/png;base64,${picture(name)}">`)
      .join("")}</body>`,
  );
  const file = join(SCREENSHOTS, "chat.png");
  await page.screenshot({ path: file });
  expect(statSync(file).size).toBeLessThan(300_000);
  for (const wire of others) {
    wire.close();
  }
  for (const person of [alice, bob, carol]) {
    await person.leave();
  }
});
