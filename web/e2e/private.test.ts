// Goal: a user who switches receipts off is not seen to read, and sees nobody read, until both are back. Method: as in
// messages.test.ts, with a server whose apps leave it to their users.

import { expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

const stage = new Stage({ WHALESHARK_APP_DEFAULTS_RECEIPTS: "by-user" });

async function switchReceipts(person: Person, to: "On" | "Off"): Promise<void> {
  await person.page.getByRole("button", { name: "Settings" }).click();
  const dialog = person.page.getByRole("dialog", { name: "Settings" });
  await dialog.getByLabel("Read receipts").selectOption({ label: to });
  const hint = dialog.getByText("From now on, others do not see what you read");
  await hint.waitFor({ state: to === "Off" ? "visible" : "detached" });
  await person.page.keyboard.press("Escape");
}

it("nobody sees what is read while receipts are off, and what is read afterwards is seen again", async () => {
  const ann = await Person.signIn(stage, "ann");
  const ben = await Person.signIn(stage, "ben");
  await ann.writeTo("ben");
  await ann.say("one");
  await ben.open("ann");
  await ann.seesTick("one", "Read");
  await switchReceipts(ben, "Off");
  await ann.say("two");
  await ben.sees("two");
  await ben.say("three");
  await ann.sees("three");
  await ann.say("four");
  await ben.sees("four");
  await ann.seesTick("two", "Sent"); // as if ben were away
  await ann.seesTick("four", "Sent");
  await ben.row("ann").locator(".badge").waitFor({ state: "detached" }); // ben's own count goes on
  await ben.screenshot("receipts-off");
  expect(await ben.message("three").getByRole("img", { name: "Read", exact: true }).count()).toBe(0);
  await switchReceipts(ben, "On");
  await ben.seesTick("three", "Read");
  await ann.say("five");
  await ann.seesTick("five", "Read");
  expect([...ann.complaints, ...ben.complaints]).toEqual([]);
  await ann.leave();
  await ben.leave();
});

it("the settings of another page follow the switch", async () => {
  const kim = await Person.signIn(stage, "kim");
  const again = await Person.signIn(stage, "kim");
  await again.page.getByRole("button", { name: "Settings" }).click();
  const shown = again.page.getByRole("dialog", { name: "Settings" }).getByLabel("Read receipts");
  await expect.poll(() => shown.inputValue()).toBe("on");
  await switchReceipts(kim, "Off");
  await expect.poll(() => shown.inputValue()).toBe("off");
  await kim.leave();
  await again.leave();
});
