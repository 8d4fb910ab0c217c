// A browser, and people at it.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { ServerProcess } from "./server.ts";

const CHROMIUM = process.env.WHALESHARK_CHROMIUM ?? "/usr/bin/chromium";
export const SCREENSHOTS = join(import.meta.dirname, "../screenshots");
const PATIENCE = 10_000;

/** A server, and a browser for those who come to it: there while the tests of a file run. */
export class Stage {
  readonly server: ServerProcess;
  private started: Browser | undefined;
  // the browser leaves files here now and then, which is no fault of the product's
  private readonly browserFiles = mkdtempSync(join(tmpdir(), "whaleshark-browser-"));

  /** To be made where the file's tests are. */
  constructor(settings?: Readonly<Record<string, string>>) {
    this.server = new ServerProcess(settings);
    beforeAll(async () => {
      [this.started] = await Promise.all([startBrowser(this.browserFiles), this.server.start()]);
    });
    afterAll(async () => {
      await this.started?.close();
      await this.server.stop();
      rmSync(this.browserFiles, { recursive: true, maxRetries: 10 });
    });
  }

  get browser(): Browser {
    if (!this.started) {
      throw new Error("the browser is there from the first test on");
    }
    return this.started;
  }
}

/** Starts the browser, on a profile of its own that is new and empty. Its temporary files go to the folder. */
export function startBrowser(temporary: string): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return chromium.launch({
    executablePath: CHROMIUM,
    env: { ...process.env, TMPDIR: temporary },
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** One person in one browser window. Everything is found by what a person, or a screen reader, sees. */
export class Person {
  private constructor(
    readonly user: string,
    readonly context: BrowserContext,
    readonly page: Page,
    /** What the page complained of: script errors and refusals by the content security policy. */
    readonly complaints: string[],
  ) {}

  static async signIn(stage: Stage, user: string, options: BrowserContextOptions = {}): Promise<Person> {
    const person = await Person.arrive(stage, user, options);
    await person.page.getByLabel("User name").fill(user);
    await person.page.getByRole("button", { name: "Sign in" }).click();
    await person.online();
    return person;
  }

  /** At the sign-in page. */
  static async arrive(stage: Stage, user: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await stage.browser.newContext({
      viewport: { width: 1000, height: 680 },
      locale: "en-GB",
      ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (/content security policy/i.test(message.text())) {
        complaints.push(message.text());
      }
    });
    await page.goto(stage.server.url);
    return new Person(user, context, page, complaints);
  }

  /** Waits until the page says that it is connected. */
  async online(): Promise<void> {
    await this.page.locator('.banner[data-state="online"]').waitFor({ state: "attached" });
  }

  /** Waits until the page says that there is no network, or no server. */
  async offline(): Promise<void> {
    await this.page.getByText(/^(You are offline|The server cannot be reached)/).waitFor();
  }

  async open(title: string): Promise<void> {
    await this.row(title).click();
    await this.page.getByRole("region", { name: title, exact: true }).waitFor();
  }

  /** Begins to write to somebody. */
  async writeTo(user: string): Promise<void> {
    await this.page.getByRole("button", { name: "New chat" }).click();
    await this.page.getByLabel("Who do you want to write to?").fill(user);
    await this.page.getByRole("button", { name: "Start chat" }).click();
    await this.page.getByRole("region", { name: user, exact: true }).waitFor();
  }

  async createGroup(name: string, members: string): Promise<void> {
    await this.page.getByRole("button", { name: "New group" }).click();
    await this.page.getByLabel("Name of the group").fill(name);
    await this.page.getByLabel("Members").fill(members);
    await this.page.getByRole("button", { name: "Create group" }).click();
    await this.page.getByRole("region", { name, exact: true }).waitFor();
  }

  /** Answers the question before what cannot be undone. */
  async answer(question: string, button: string): Promise<void> {
    await this.page.getByRole("dialog", { name: question }).getByRole("button", { name: button, exact: true }).click();
  }

  get composer() {
    return this.page.getByRole("textbox", { name: "Write to" });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** A conversation's line in the list. */
  row(title: string) {
    return this.page
      .getByRole("navigation")
      .getByRole("link")
      .filter({ has: this.page.locator(".title", { hasText: new RegExp(`^${title}$`) }) });
  }

  /** A message in the window. */
  message(text: string) {
    return this.page.getByRole("article").filter({ has: this.page.locator(".text", { hasText: text }) });
  }

  async sees(text: string): Promise<void> {
    await this.message(text).waitFor();
  }

  /** Waits for the tick of an own message: Sent, Delivered, Read. */
  async seesTick(text: string, tick: string): Promise<void> {
    await this.message(text).getByRole("img", { name: tick, exact: true }).waitFor();
  }

  /** Whether the first message with a text is in view, all of it. */
  inSight(text: string): Promise<boolean> {
    return this.message(text).first().evaluate(isAllInView);
  }

  /** The texts that are drawn. */
  async texts(): Promise<string[]> {
    return this.page.locator(".messages .text").allTextContents();
  }

  /** All texts up to the beginning of the conversation, in their order, and how many were drawn at most. */
  allTexts(): Promise<{ texts: string[]; drawnAtMost: number }> {
    return this.page.getByRole("log").evaluate(async (box) => {
      const found = new Map<number, string>();
      let drawnAtMost = 0;
      const isBeginning = () => box.querySelector(".edge")?.textContent?.startsWith("This is the beginning");
      for (let end = Date.now() + 25_000; Date.now() < end; ) {
        const rows = [...box.querySelectorAll<HTMLElement>("[data-sequence]")];
        for (const row of rows) {
          found.set(Number(row.dataset.sequence), row.querySelector(".text")?.textContent ?? "");
        }
        drawnAtMost = Math.max(drawnAtMost, rows.length);
        if (isBeginning()) {
          break;
        }
        box.scrollTop = 0;
        await new Promise(requestAnimationFrame);
      }
      const texts = [...found].sort(([a], [b]) => a - b).map(([, text]) => text);
      return { texts, drawnAtMost };
    });
  }

  /** Nobody looks at this window, or somebody does again. */
  async look(at: boolean): Promise<void> {
    await this.page.evaluate((visible) => {
      Object.defineProperty(document, "visibilityState", {
        configurable: true,
        get: () => (visible ? "visible" : "hidden"),
      });
      document.hasFocus = () => visible;
      document.dispatchEvent(new Event("visibilitychange"));
    }, at);
  }

  /** The inbox sequence that the browser has in its IndexedDB; 0 if there is none. */
  storedCursor(): Promise<number> {
    return this.page.evaluate(async () => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const [kept] = await indexedDB.databases();
      const database = await done(indexedDB.open(kept?.name ?? ""));
      const cursor = await done<number | undefined>(
        database.transaction("numbers").objectStore("numbers").get("cursor"),
      );
      database.close();
      return cursor ?? 0;
    });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  async leave(): Promise<void> {
    expect(this.complaints).toEqual([]);
    await this.context.close();
  }
}

/** Whether nothing of an element within the messages is cut off. Runs in the page. */
export function isAllInView(element: Element): boolean {
  const box = element.closest(".scroll")?.getBoundingClientRect();
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return box !== undefined && top >= box.top && bottom <= box.bottom && left >= box.left && right <= box.right;
}

/** The texts in view whose contrast is below what WCAG AA asks for: 4.5 to 1, and 3 to 1 where they are large. */
export function faintTexts(person: Person): Promise<string[]> {
  return person.page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (color: string): number[] => {
      canvas?.clearRect(0, 0, 1, 1);
      if (canvas) {
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])];
    };
    const luminance = (color: number[]): number => {
      const [r = 0, g = 0, b = 0] = color.map((c) =>
        c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element | null): number[] => {
      for (let at = element; at; at = at.parentElement) {
        const color = rgba(getComputedStyle(at).backgroundColor);
        if ((color[3] ?? 0) > 250) {
          return color;
        }
      }
      return rgba("white");
    };
    const faint: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      const text = texts.currentNode.nodeValue?.trim();
      const inactive =
        element?.closest(":disabled, dialog:not([open])") ||
        (document.querySelector("dialog[open]") && !element?.closest("dialog"));
      if (!element || !text || inactive || !element.checkVisibility({ opacityProperty: true })) {
        continue;
      }
      const style = getComputedStyle(element);
      const [a, b] = [luminance(rgba(style.color)), luminance(behind(element))];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (large ? 3 : 4.5)) {
        faint.push(`${text}: ${contrast.toFixed(2)}`);
      }
    }
    return faint;
  });
}
