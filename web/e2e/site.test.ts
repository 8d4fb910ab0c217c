// Goal: the documents are read, searched and changed to the other language from a disk, on a phone and on a desktop,
// light and dark, and nothing is asked of anybody. Method: the site as it is built, opened by its files.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { SCREENSHOTS, startBrowser } from "./stage.ts";

const folder = mkdtempSync(join(tmpdir(), "whaleshark-site-"));
const site = join(folder, "site");
let browser: Browser;

beforeAll(async () => {
  const configFile = resolve(import.meta.dirname, "../site/vite.config.ts");
  await build({ configFile, logLevel: "warn", build: { outDir: site, emptyOutDir: true } });
  browser = await startBrowser(folder);
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

/** Shows a page to a reader, who complains of errors of scripts and of what is not asked of the disk. */
async function read(path: string, options: BrowserContextOptions, reader: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) {
      complaints.push(request.url());
    }
  });
  page.on("requestfailed", (request) => {
    // axe itself reads style sheets again, which a browser does not let it do on a disk.
    if (request.resourceType() !== "xhr") {
      complaints.push(`not there: ${request.url()}`);
    }
  });
  await page.goto(String(pathToFileURL(join(site, path))));
  await reader(page);
  expect(complaints).toEqual([]);
  await context.close();
}

async function find(page: Page, query: string, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(query);
  await page.locator(".found").getByRole("link", { name: title }).first().click();
}

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 375, height: 800 };

describe.each([
  { colorScheme: "light", viewport: DESKTOP },
  { colorScheme: "dark", viewport: PHONE },
  { colorScheme: "dark", viewport: DESKTOP },
  { colorScheme: "light", viewport: PHONE },
] as const)("$colorScheme, $viewport.width wide", (options) => {
  const { colorScheme, viewport } = options;

  it.each([
    ["index.html", "receipts"],
    ["docs/zh-CN/push.html", "已读回执"],
    ["docs/adr/0001-inbox-as-a-view.html", "inbox"],
  ])("%s has nothing that axe finds wrong, and is not wider than the screen", (path, query) =>
    read(path, options, async (page) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await page.screenshot({
        path: join(SCREENSHOTS, `${path.replaceAll("/", "-")}-${viewport.width}-${colorScheme}.png`),
      });
      await page.getByRole("searchbox").fill(query);
      await page.locator(".found li").first().waitFor();
      expect(await violations(page), "what is found").toEqual([]);
      await page.keyboard.press("Escape");
      await page.locator(".found").waitFor({ state: "hidden" });
      if (viewport === PHONE) {
        await page.locator("header button").click();
        expect(await violations(page), "the menu").toEqual([]);
      }
    }));
});

it("a search leads to the place, and the language changes on the same page", () =>
  read("index.html", { viewport: DESKTOP }, async (page) => {
    await find(page, "inbox", "The wire protocol › Inbox");
    await page.waitForURL(/docs\/protocol\.html#inbox$/);
    await page.getByRole("heading", { name: "Inbox", exact: true }).waitFor();
    await page.getByRole("link", { name: "中文", exact: true }).click();
    await page.waitForURL(/docs\/zh-CN\/protocol\.html$/);
    await find(page, "已读回执", "Whale Shark");
    await page.waitForURL(/README\.zh-CN\.html/);
  }));

it("arrows go through what is found, and Enter opens it", () =>
  read("docs/adr.html", { viewport: DESKTOP }, async (page) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("nosuchthing");
    await page.getByText("Nothing found").waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("inbox");
    await page.locator(".found li").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/docs\/protocol\.html#inbox$/);
  }));

it("without scripts everything but the search is there", () =>
  read("docs/protocol.html", { viewport: PHONE, javaScriptEnabled: false }, async (page) => {
    expect(await page.getByRole("searchbox").isVisible()).toBe(false);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("link", { name: "Webhooks", exact: true }).click();
    await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
    await page.getByRole("button", { name: "On this page" }).click();
    await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Events" }).click();
    await page.waitForURL(/#events$/);
  }));
