// Goal: a window opens at the first unread message, however many there are, and nothing counts as read that was not on
// the screen. Method: as in messages.test.ts; what is read is asked of the server, by another device of the reader.

import { CommandNumber, type ConversationItem } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";
import { WireUser } from "./wire.ts";

const stage = new Stage();
const { server } = stage;
const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);

/** What the server holds of a conversation, as its owner's own list says. */
async function onServer(owner: string, peer: string): Promise<ConversationItem> {
  const wire = await WireUser.login(server.tcpPort, owner);
  wire.tell({ command: CommandNumber.CONVERSATION_PULL, data: { lastSequence: 0, maxLimit: 500 } });
  const page = await wire.next(CommandNumber.CONVERSATION_PAGE);
  wire.close();
  const found = (page.dataList as ConversationItem[]).find((item) => item.toId === peer);
  if (!found) {
    throw new Error(`${owner} has no conversation with ${peer}`);
  }
  return found;
}

/** The highest line that is all in view. */
function lastInSight(person: Person): Promise<number> {
  return person.page.getByRole("log").evaluate((box) => {
    const bottom = box.getBoundingClientRect().bottom + 1;
    return Math.max(
      0,
      ...[...box.querySelectorAll<HTMLElement>("[data-sequence]")]
        .filter((row) => row.getBoundingClientRect().bottom <= bottom)
        .map((row) => Number(row.dataset.sequence)),
    );
  });
}

/** Waits until the server's read position is what was on the screen, and stays there. */
async function isRead(reader: string, writer: string, upTo: number): Promise<void> {
  await expect.poll(async () => (await onServer(reader, writer)).readSequence, { timeout: 8_000 }).toBe(upTo);
}

describe.each([1_500, 5_000])("of %i unread messages", (count) => {
  const writer = `writer-${count}`;
  const reader = `reader-${count}`;

  it("the first ones are shown below a divider; the screenful alone is read", { timeout: 60_000 }, async () => {
    const wire = await WireUser.login(server.tcpPort, writer);
    await wire.sendMany(reader, ["read already", ...lines(count)]);
    const person = await Person.signIn(stage, reader);
    await person.row(writer).waitFor();
    await person.open(writer);
    await person.page.getByText("New messages").waitFor();
    await expect.poll(() => person.inSight("read already")).toBe(true);
    await person.screenshot(`unread-${count}`);
    const seen = await lastInSight(person);
    expect(seen).toBeGreaterThan(5);
    expect(seen).toBeLessThan(60);
    await isRead(reader, writer, seen);
    expect((await onServer(reader, writer)).unreadCount).toBe(count + 1 - seen);

    // The way to the newest says how many lie between, and leaves them unread.
    const between = person.page.getByRole("button", { name: `To the newest message, ${count + 1 - seen} unread` });
    await between.click();
    await person.sees(`line ${count}`);
    await expect.poll(() => person.inSight(`line ${count}`)).toBe(true);
    await person.page.getByRole("button", { name: `${count + 1 - seen} unread above` }).waitFor();
    await person.screenshot(`unread-${count}-newest`);
    await wire.sendMany(reader, ["one more"]);
    await person.sees("one more");
    await expect.poll(async () => (await onServer(reader, writer)).unreadCount).toBe(count + 2 - seen);
    expect((await onServer(reader, writer)).readSequence).toBe(seen);

    // Back at the first unread message, on from there page by page, in one piece.
    await person.page.getByRole("button", { name: "unread above" }).click();
    await expect.poll(() => person.inSight(`line ${seen}`)).toBe(true);
    const log = person.page.getByRole("log");
    for (let i = 0; i < 4; i++) {
      await log.evaluate(async (box) => {
        const last = () => Number([...box.querySelectorAll<HTMLElement>("[data-sequence]")].at(-1)?.dataset.sequence);
        const before = last();
        // Page by page: a fast machine would go on to the end.
        for (let end = Date.now() + 10_000; last() === before && Date.now() < end; ) {
          box.scrollTop += box.clientHeight / 2;
          await new Promise(requestAnimationFrame);
        }
      });
    }
    const upTo = await lastInSight(person);
    expect(upTo).toBeGreaterThan(seen + 100);
    await isRead(reader, writer, upTo);
    const texts = await person.texts();
    // What is drawn is in one piece, and it is not all.
    const all = ["read already", ...lines(count)];
    const first = all.indexOf(texts[0] ?? "");
    expect(texts).toEqual(all.slice(first, first + texts.length));
    expect(texts.length).toBeLessThanOrEqual(200);

    // A button that says so reads all.
    await person.page.getByRole("button", { name: "To the newest message" }).click();
    await person.page.getByRole("button", { name: "Mark all read" }).click();
    await isRead(reader, writer, count + 2);
    await expect.poll(() => person.page.title()).toBe("Whale Shark");
    await person.page.getByRole("button", { name: "unread above" }).waitFor({ state: "detached" });
    wire.close();
    await person.leave();
  });
});

it("opening goes on where reading was left off, after a reload as well", async () => {
  const wire = await WireUser.login(server.tcpPort, "wanda");
  await wire.sendMany("rick", lines(700));
  const rick = await Person.signIn(stage, "rick");
  await rick.open("wanda");
  await rick.page.getByText("New messages").waitFor();
  const seen = await lastInSight(rick);
  await isRead("rick", "wanda", seen);
  await expect.poll(() => rick.storedCursor()).toBeGreaterThan(0);
  await rick.page.reload();
  await rick.page.getByText("New messages").waitFor();
  await expect.poll(() => rick.inSight(`line ${seen + 1}`)).toBe(true);
  const next = await lastInSight(rick);
  expect(next).toBeGreaterThan(seen);
  await isRead("rick", "wanda", next);
  wire.close();
  await rick.leave();
});

it("who scrolls over messages without having them on the screen has not read them", async () => {
  const wire = await WireUser.login(server.tcpPort, "xaver");
  await wire.sendMany("yuna", lines(200));
  const yuna = await Person.signIn(stage, "yuna");
  await yuna.open("xaver");
  await yuna.page.getByText("New messages").waitFor();
  const seen = await lastInSight(yuna);
  await isRead("yuna", "xaver", seen);
  // As one who drags the scroll bar.
  await yuna.page.getByRole("log").evaluate((box) => {
    box.scrollTop = box.scrollHeight;
  });
  await yuna.page.getByRole("button", { name: "unread above" }).waitFor();
  await wire.sendMany("yuna", ["the end"]);
  await expect.poll(async () => (await onServer("yuna", "xaver")).unreadCount).toBe(201 - seen);
  expect((await onServer("yuna", "xaver")).readSequence).toBe(seen);
  // Writing reads nothing either.
  await yuna.say("an answer");
  await yuna.seesTick("an answer", "Sent");
  expect((await onServer("yuna", "xaver")).readSequence).toBe(seen);
  // The menu of the conversation has the button too.
  await yuna.page.getByRole("button", { name: "Conversation menu" }).click();
  await yuna.page.getByRole("menuitem", { name: "Mark all read" }).click();
  await isRead("yuna", "xaver", 202);
  wire.close();
  await yuna.leave();
});
