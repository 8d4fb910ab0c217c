// Measures the chat: what a browser loads, when the first content is there, and the frames while 10,000 messages are
// scrolled through. A program and not a test: it fails only if it cannot measure. `npm run measure`; results go to
// docs/benchmarks.md with machine and date.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { it } from "vitest";
import { Person, Stage } from "../e2e/stage.ts";
import { WireUser } from "../e2e/wire.ts";

const DIST = join(import.meta.dirname, "../chat/dist");
const MESSAGES = 10_000;
/** Pixels a frame: some 190 messages a second. */
const SPEED = 120;
const ROUNDS = 5;
/** A frame that is shown when it is due; the clock of a browser is a little uneven. */
const ON_TIME = 17.5;

const stage = new Stage();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

it("what a browser loads", () => {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => {
    const content = readFileSync(join(parentPath, name));
    return { name, raw: content.length, gzip: gzipSync(content).length };
  });
  const sum = (of: typeof sizes) => of.reduce((total, { gzip }) => total + gzip, 0);
  const first = sizes.filter(({ name }) => /\.(html|js|css)$/.test(name) && name !== "worker.js");
  for (const { name, raw, gzip } of sizes) {
    say(`${name}: ${raw} bytes, ${gzip} gzipped`);
  }
  say(`until the first paint ${sum(first)} bytes gzipped, in all ${sum(sizes)}`);
});

it("the first content", async () => {
  for (const [how, visits] of [
    ["new", 1],
    ["again", 2],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const context = await stage.browser.newContext();
      const page = await context.newPage();
      for (let visit = 0; visit < visits; visit++) {
        await page.goto(stage.server.url);
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      }
      times.push(
        await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
      );
      await context.close();
    }
    times.sort((a, b) => a - b);
    say(`first contentful paint, ${how}: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
  }
});

it("frames while messages are scrolled through", { timeout: 300_000 }, async () => {
  const wire = await WireUser.login(stage.server.tcpPort, "writer");
  const texts = Array.from(
    { length: MESSAGES },
    (_, i) => `message ${i + 1}${i % 7 === 0 ? ", a longer one".repeat(9) : ""}`,
  );
  for (let from = 0; from < MESSAGES; from += 500) {
    await wire.sendMany("reader", texts.slice(from, from + 500));
  }
  const reader = await Person.signIn(stage, "reader", { viewport: { width: 1280, height: 800 } });
  await reader.open("writer");
  await reader.page.getByRole("button", { name: "To the newest message" }).click();
  await reader.sees(`message ${MESSAGES}`);
  const frames = await reader.page.getByRole("log").evaluate(async (box, speed) => {
    const isBeginning = () => box.querySelector(".edge")?.textContent?.startsWith("This is the beginning");
    const gaps: number[] = [];
    let before = await new Promise<number>(requestAnimationFrame);
    for (let end = before + 240_000; before < end && !(box.scrollTop <= 0 && isBeginning()); ) {
      box.scrollTop -= speed;
      const now = await new Promise<number>(requestAnimationFrame);
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  }, SPEED);
  const sorted = frames.toSorted((a, b) => a - b);
  const seconds = frames.reduce((sum, gap) => sum + gap, 0) / 1000;
  const onTime = frames.filter((gap) => gap <= ON_TIME).length / frames.length;
  say(
    `${MESSAGES} messages in ${seconds.toFixed(1)} s: ${(frames.length / seconds).toFixed(1)} frames a second, ` +
      `${(onTime * 100).toFixed(1)} % on time, p50 ${at(sorted, 0.5)}, p95 ${at(sorted, 0.95)}, ` +
      `p99 ${at(sorted, 0.99)}, longest ${at(sorted, 1)} ms`,
  );
  wire.close();
  await reader.leave();
});
