// Goal: the moving picture of the README shows what receipts do. Method: it really happens, in three windows, and each
// step is a frame. `screenshots/receipts.png` is copied to docs/images/receipts.png by hand, once it was looked at.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Frame, movingPicture } from "./apng.ts";
import { Person, SCREENSHOTS, Stage } from "./stage.ts";

const HEIGHT = 460;
const LAPTOP = { viewport: { width: 640, height: HEIGHT } };
const PHONE = { viewport: { width: 340, height: HEIGHT } };
const SHOWN_MILLISECONDS = 4_000;
const TEXT = "Boat leaves at seven. Are you in?";
const stage = new Stage();

interface Window {
  readonly title: string;
  readonly picture: Buffer;
  readonly away: boolean;
}

/** What a window shows now. */
async function here(title: string, person: Person): Promise<Window> {
  return { title, picture: await person.page.screenshot(), away: false };
}

/** The windows side by side, above a line that says what happens. */
async function frame(says: string, windows: readonly Window[]): Promise<Frame> {
  const width = windows.reduce((sum, window) => sum + window.picture.readUInt32BE(16) + 16, 16);
  const page = await stage.browser.newPage({ viewport: { width, height: HEIGHT + 92 } });
  const figures = windows.map(
    ({ title, picture, away }) =>
      `<figure style="margin:0">
       <figcaption style="height:30px;color:#33505c">${title}${away ? ", away" : ""}</figcaption>
       <img style="display:block;border-radius:10px;opacity:${away ? 0.35 : 1}"
         src="data:image/png;base64,${picture.toString("base64")}"></figure>`,
  );
  await page.setContent(
    `<body style="margin:0;padding:8px 16px;background:#c9dae1;font:16px sans-serif">
     <div style="display:flex;gap:16px">${figures.join("")}</div>
     <p style="margin:10px 0;font-size:20px;font-weight:bold;color:#12323f">${says}</p></body>`,
  );
  const png = await page.screenshot();
  await page.close();
  return { png, milliseconds: SHOWN_MILLISECONDS };
}

/** They show the list, and nothing is open. */
async function devicesOfBob(): Promise<[Person, Person]> {
  const devices = [Person.signIn(stage, "bob", LAPTOP), Person.signIn(stage, "bob", PHONE)] as const;
  const [laptop, phone] = await Promise.all(devices);
  await Promise.all([laptop.row("alice").waitFor(), phone.row("alice").waitFor()]);
  return [laptop, phone];
}

/** How many frames a browser finds in a picture. */
async function framesIn(picture: Buffer): Promise<number> {
  const page = await stage.browser.newPage();
  await page.goto(stage.server.url); // decoders are for pages of a server alone
  const count = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const decoder = new ImageDecoder({ data: bytes, type: "image/png" });
    await Promise.all([decoder.completed, decoder.tracks.ready]);
    return decoder.tracks.selectedTrack?.frameCount ?? 0;
  }, picture.toString("base64"));
  await page.close();
  return count;
}

it("a message is sent and read, and the phone falls silent", { timeout: 60_000 }, async () => {
  const alice = await Person.signIn(stage, "alice", PHONE);
  const before = await Person.signIn(stage, "bob", LAPTOP);
  await before.writeTo("alice");
  await before.say("The tanks are filled.");
  await alice.open("bob");
  await before.seesTick("The tanks", "Read");
  await alice.say("Thank you!");
  await alice.seesTick("Thank you!", "Read");
  await before.leave();
  let [laptop, phone] = await devicesOfBob();
  const away = [await here("Bob's laptop", laptop), await here("Bob's phone", phone)].map((window) => ({
    ...window,
    away: true,
  }));
  await laptop.leave();
  await phone.leave();
  const frames: Frame[] = [];
  await alice.composer.fill(TEXT);
  frames.push(await frame("Alice writes. Bob is away.", [await here("Alice", alice), ...away]));
  await alice.composer.press("Enter");
  await alice.seesTick(TEXT, "Sent");
  frames.push(await frame("One tick: sent. The server has it on its disk.", [await here("Alice", alice), ...away]));

  [laptop, phone] = await devicesOfBob();
  await alice.seesTick(TEXT, "Delivered");
  for (const device of [laptop, phone]) {
    await device.row("alice").getByText("1", { exact: true }).waitFor();
  }
  const all = async () => [
    await here("Alice", alice),
    await here("Bob's laptop", laptop),
    await here("Bob's phone", phone),
  ];
  frames.push(await frame("Two ticks: delivered. Both devices of Bob count one unread message.", await all()));

  await laptop.open("alice");
  await alice.seesTick(TEXT, "Read");
  await phone.row("alice").getByText("1", { exact: true }).waitFor({ state: "detached" });
  frames.push(await frame("Bob reads it on his laptop. Alice sees it, and his phone falls silent.", await all()));

  await laptop.say("Of course.");
  await alice.seesTick(TEXT, "Read");
  await alice.sees("Of course.");
  await laptop.seesTick("Of course.", "Read");
  frames.push(await frame("The answer is read at once.", await all()));

  const picture = movingPicture(frames);
  writeFileSync(join(SCREENSHOTS, "receipts.png"), picture);
  expect(await framesIn(picture)).toBe(frames.length);
  expect(picture.length).toBeLessThan(800_000);
  for (const person of [alice, laptop, phone]) {
    await person.leave();
  }
});
