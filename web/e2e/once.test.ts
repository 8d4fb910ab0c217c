// Goal: at the real server everything is applied and said once. Method: the frames that the page sends are counted
// while its connection breaks, it is loaded again, and the same comes by push and by pull.

import { CommandNumber } from "@whaleshark/client";
import { expect, it } from "vitest";
import { isRecord } from "../client/src/schema.ts";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;

/** The data of all frames of a kind that a page sends from now on, over all its connections. */
function sent(person: Person, command: number): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  person.page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const frame: unknown = JSON.parse(String(payload));
      if (isRecord(frame) && frame.command === command && isRecord(frame.data)) {
        found.push(frame.data);
      }
    }),
  );
  return found;
}

it("a message is shown and acknowledged once, equal ones are kept, a recall is shown once", async () => {
  const alice = await WireUser.login(server.tcpPort, "alice");
  const bob = await Person.arrive(stage, "bob");
  const acks = sent(bob, CommandNumber.MSG_RECEIVE_ACK);
  await bob.page.getByLabel("User name").fill("bob");
  await bob.page.getByRole("button", { name: "Sign in" }).click();
  await bob.online();
  await alice.sendMany("bob", ["same", "same", "wrong chat"]);
  await bob.open("alice");
  await expect.poll(() => bob.texts()).toEqual(["same", "same", "wrong chat"]);
  const times = () =>
    bob.page.locator("[data-sequence] .meta time").evaluateAll((all) => all.map((one) => one.getAttribute("datetime")));
  const shown = await times();
  // Away while a message is recalled and another comes.
  await expect.poll(() => bob.storedCursor(), { timeout: 10_000 }).toBeGreaterThan(0);
  await bob.context.setOffline(true);
  await bob.offline();
  const data = { fromId: "alice", conversationType: 0, toId: "bob", messageSequence: 3 } as const;
  alice.tell({ command: CommandNumber.RECALL, data });
  await alice.next(CommandNumber.RECALL_ACK);
  await alice.sendMany("bob", ["same"]);
  await bob.context.setOffline(false);
  await expect.poll(() => bob.texts(), { timeout: 10_000 }).toEqual(["same", "same", "same"]);
  await alice.sendMany("bob", ["and on"]);
  await bob.sees("and on");
  expect(await bob.page.locator(".messages .recalled").count()).toBe(1);
  // What is stored is what is certain: after that a reload says nothing again.
  const cursor = await bob.storedCursor();
  await expect.poll(() => bob.storedCursor(), { timeout: 10_000 }).toBeGreaterThan(cursor);
  await bob.page.reload();
  await bob.online();
  await bob.sees("and on");
  expect((await times()).slice(0, 2), "what was shown before keeps its times").toEqual(shown.slice(0, 2));
  const ids = acks.map((ack) => String(ack.messageId));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...acks.map((ack) => Number(ack.messageSequence)))).toBe(5);
  alice.close();
  await bob.leave();
});

it("of a busy conversation one report of reading is under way at a time", async () => {
  const carol = await WireUser.login(server.tcpPort, "carol");
  // Everything fits in the window: what a burst moves out of it before it is rendered was not displayed.
  const dave = await Person.arrive(stage, "dave", { viewport: { width: 1000, height: 6000 } });
  const reads = sent(dave, CommandNumber.MSG_READ);
  const pulls = sent(dave, CommandNumber.CONVERSATION_PULL);
  await dave.page.getByLabel("User name").fill("dave");
  await dave.page.getByRole("button", { name: "Sign in" }).click();
  await dave.online();
  await carol.sendMany("dave", ["hello"]);
  await dave.open("carol");
  await dave.sees("hello");
  for (let i = 0; i < 60; i++) {
    await carol.sendMany("dave", [`line ${i}`]);
  }
  await dave.sees("line 59");
  await expect.poll(() => reads.at(-1)?.messageSequence, { timeout: 10_000 }).toBe(61);
  const positions = reads.map((read) => Number(read.messageSequence));
  expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  // Each but the first waits until the list has shown the one before it.
  expect(reads.length).toBeLessThanOrEqual(pulls.length + 1);
  carol.close();
  await dave.leave();
});

it("what happens elsewhere does not query the read counts of the open group again", async () => {
  const erin = await Person.arrive(stage, "erin");
  const queries = sent(erin, CommandNumber.GROUP_READ_COUNTS);
  const pulls = sent(erin, CommandNumber.CONVERSATION_PULL);
  await erin.page.getByLabel("User name").fill("erin");
  await erin.page.getByRole("button", { name: "Sign in" }).click();
  await erin.online();
  await erin.createGroup("Cove", "finn, gwen");
  await erin.say("low tide");
  await erin.page.getByRole("button", { name: "Read by 0 of 2" }).waitFor();
  const hugo = await WireUser.login(server.tcpPort, "hugo");
  // Each message is acknowledged, which a pull of the list confirms later than a query would come.
  const confirmed = async (text: string) => {
    const before = pulls.length;
    await hugo.sendMany("erin", [text]);
    await expect.poll(() => pulls.length, { timeout: 10_000 }).toBeGreaterThan(before);
  };
  await confirmed("settles what the group has caused");
  const queried = queries.length;
  for (const text of ["one", "two", "three"]) {
    await confirmed(text);
  }
  expect(queries.length).toBe(queried);
  hugo.close();
  await erin.leave();
});
