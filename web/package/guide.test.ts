// Goal: the guide in the package's README works as it is written. Method: its programs are saved under the names that
// it gives them, and run: in Node.js, in a browser, and as in React Native, where some of what Node.js has is missing.
// Only the server's address differs.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { CommandNumber } from "../client/src/wire.ts";
import { Stage } from "../e2e/stage.ts";
import { WireUser } from "../e2e/wire.ts";
import { Consumer } from "./consumer.ts";

const PATIENCE = 15_000;
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

const consumer = new Consumer();
/** Serves the project's folder. */
const site = createServer(({ url = "" }, answer) => {
  const { pathname } = new URL(url, "http://here");
  const file = pathname === "/" ? "/index.html" : pathname;
  try {
    const bytes = readFileSync(join(consumer.folder, file));
    answer.setHeader("content-type", TYPES[extname(file)] ?? "text/plain").end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise<void>((done) => site.listen(0, "localhost", done));
afterAll(() => site.close());
const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
const stage = new Stage({ WHALESHARK_ORIGINS: origin });
const { server } = stage;

/** Sends a message, and returns its key. */
async function send(from: WireUser, toId: string, messageBody: string): Promise<number> {
  const data = { messageId: messageBody, fromId: from.user, toId, messageBody };
  from.tell({ command: CommandNumber.MSG_P2P, data });
  const { data: ack } = await from.next(CommandNumber.MSG_ACK);
  return Number((ack as { messageKey: number }).messageKey);
}

/** Waits until a program has stored that it has a message. */
async function stored(file: string, cursor: RegExp, key: number): Promise<void> {
  const position = () => {
    try {
      return Number(cursor.exec(consumer.read(file))?.[1]);
    } catch {
      return 0;
    }
  };
  await expect.poll(position, { timeout: PATIENCE }).toBeGreaterThanOrEqual(key);
}

it("the bot answers and reads until Ctrl-C; started again it answers what it missed, and nothing twice", async () => {
  consumer.saveFromGuide("echo.mjs", server.webSocketUrl);
  const alice = await WireUser.login(server.tcpPort, "alice");
  const message = async () => (await alice.next(CommandNumber.MSG_P2P)).messageBody;

  const bot = consumer.start("echo.mjs");
  expect(await message()).toBe("I am listening");
  await send(alice, "echo", "one");
  const two = await send(alice, "echo", "two");
  expect([await message(), await message()]).toEqual(["one", "two"]);
  expect((await alice.next(CommandNumber.MSG_READ_RECEIPT)).fromId).toBe("echo");
  await stored("data/echo.json", /"cursor":(\d+)/, two);
  expect(await bot.end("SIGINT")).toBe(0);
  expect(bot.said).toBe("connecting\ncatching-up\nonline\nstopped\n");

  await send(alice, "echo", "three");
  const next = consumer.start("echo.mjs");
  expect([await message(), await message()].sort()).toEqual(["I am listening", "three"]);
  expect(await next.end("SIGINT")).toBe(0);
  alice.close();
});

async function visit(query: string): Promise<Page> {
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(`${origin}/${query}`);
  return page;
}

const lines = (page: Page) => page.locator("#messages li").allTextContents();

it("two pages without a build talk, and a page that is loaded again shows each message once", async () => {
  consumer.saveFromGuide("index.html", server.webSocketUrl);
  consumer.saveFromGuide("chat.js", server.webSocketUrl);
  const anna = await visit("?user=alice");
  const bob = await visit("?user=bob");
  await anna.locator("input").fill("hello");
  await anna.getByRole("button").click();
  await bob.locator("li", { hasText: "alice: hello" }).waitFor();
  await bob.locator("input").fill("hi");
  await bob.getByRole("button").click();
  await anna.locator("li", { hasText: "bob: hi" }).waitFor();
  await bob.reload();
  await anna.locator("input").fill("again");
  await anna.getByRole("button").click();
  await bob.locator("li", { hasText: "alice: again" }).waitFor();
  expect(await lines(bob)).toEqual(["alice: hello", "bob: hi", "alice: again"]);
  expect(await lines(anna)).toEqual(["alice: hello", "bob: hi", "alice: again"]);
});

/** What stands in for the packages of a phone, and takes away what React Native lacks. */
function pretendPhone(): void {
  consumer.write(
    "phone.mjs",
    `import WebSocket from "ws";
     Object.assign(globalThis, { WebSocket });
     for (const missing of ["TextDecoder", "crypto", "indexedDB", "document"]) {
       delete globalThis[missing];
     }`,
  );
  const install = (name: string, text: string) => {
    consumer.write(`node_modules/${name}/package.json`, '{ "type": "module", "exports": "./index.js" }');
    consumer.write(`node_modules/${name}/index.js`, text);
  };
  install(
    "react-native-get-random-values",
    `import { webcrypto } from "node:crypto";
     globalThis.crypto = { getRandomValues: (bytes) => webcrypto.getRandomValues(bytes) };`,
  );
  install(
    "@react-native-async-storage/async-storage",
    `import { existsSync, readFileSync, writeFileSync } from "node:fs";
     const FILE = "phone.json";
     const all = () => new Map(existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : []);
     const save = (items) => writeFileSync(FILE, JSON.stringify([...items]));
     export default {
       getItem: async (key) => all().get(key) ?? null,
       getAllKeys: async () => [...all().keys()],
       setItem: async (key, value) => save(all().set(key, value)),
       removeItem: async (key) => { const items = all(); items.delete(key); save(items); },
     };`,
  );
  install(
    "react-native",
    `const listeners = [];
     export const AppState = { currentState: "active", addEventListener: (_, listener) => listeners.push(listener) };
     export const Platform = { OS: "android" };
     export const change = (state) => {
       AppState.currentState = state;
       listeners.forEach((listener) => listener(state));
     };`,
  );
}

it("the client of a phone keeps its place in the phone's storage, and reads only what is seen", async () => {
  pretendPhone();
  consumer.saveFromGuide("connect.js", server.webSocketUrl);
  consumer.write(
    "app.mjs",
    `import { direct } from "@whaleshark/client";
     import { change } from "react-native";
     import { connect } from "./connect.js";
     const client = await connect("paula", "phone-1", (update) => {
       if (update.type === "arrived" && update.message.fromId !== "paula") {
         console.log(update.message.messageBody);
         client.displayed(update.peer, update.message.messageSequence);
         client.send(direct("carl"), "got " + update.message.messageBody);
       }
     });
     process.once("SIGTERM", () => {
       change("background");
       client.close();
     });`,
  );
  const carl = await WireUser.login(server.tcpPort, "carl");
  for (const text of ["first", "second"]) {
    const key = await send(carl, "paula", text);
    const app = consumer.start("--import", "./phone.mjs", "app.mjs");
    expect((await carl.next(CommandNumber.MSG_P2P)).messageBody).toBe(`got ${text}`);
    await stored("phone.json", /cursor","(\d+)/, key);
    expect(await app.end("SIGTERM")).toBe(0);
    expect(app.said).toBe(`${text}\n`);
  }
  carl.close();
  expect(JSON.parse(consumer.read("phone.json")).map(([key]: [string]) => key)).toEqual([
    "whaleshark/paula/phone-1/cursor",
  ]);

  consumer.write(
    "bare.mjs",
    'import { SyncedClient } from "@whaleshark/client";\nnew SyncedClient({ url: "ws://here/ws" });\n',
  );
  const bare = await consumer.run("--import", "./phone.mjs", "bare.mjs");
  expect(bare.said).toContain("import react-native-get-random-values first");
});
