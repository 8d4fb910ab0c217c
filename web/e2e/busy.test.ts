// Goal: a server that has too much to do loses nothing, and the page says what happens. Method: another device of the
// same user uses up what the user may ask.

import { CommandNumber } from "@whaleshark/client";
import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage({ WHALESHARK_REQUESTS_PER_USER: "10" });
const { server } = stage;

it("messages that have to wait are tried again, shown as such, and sent once", async () => {
  const alice = await Person.signIn(stage, "alice");
  await alice.writeTo("bob");
  const phone = await WireUser.login(server.tcpPort, "alice");
  const busy = setInterval(() => {
    for (let i = 0; i < 10; i++) {
      phone.tell({ command: CommandNumber.CONVERSATION_PULL, data: {} });
    }
  }, 20);
  // Now and then one gets through before the phone asks again; not all of them.
  const texts = Array.from({ length: 6 }, (_, i) => `patience ${i + 1}`);
  try {
    await phone.next(CommandNumber.REFUSED);
    for (const text of texts) {
      await alice.say(text);
    }
    await alice.page.getByRole("img", { name: "Not sent yet, retrying" }).first().waitFor();
    await alice.screenshot("retrying");
  } finally {
    clearInterval(busy);
  }
  for (const text of texts) {
    await alice.seesTick(text, "Sent");
  }
  expect((await alice.texts()).sort()).toEqual(texts);
  phone.close();
  await alice.leave();
});
