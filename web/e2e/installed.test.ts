// Goal: the chat can be installed, and opens without a network and while the server is away; a new build takes the
// place of the old one, and nothing but the files of the build is kept. Method: as in messages.test.ts; the server is
// killed as kill -9 does; a second build is a changed copy of the first.

import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { Person, Stage } from "./stage.ts";

const build = mkdtempSync(join(tmpdir(), "whaleshark-build-"));
cpSync(join(import.meta.dirname, "../chat/dist"), build, { recursive: true });
afterAll(() => rmSync(build, { recursive: true, force: true }));
const stage = new Stage({ WHALESHARK_WEB: build });
const { server } = stage;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** What the service worker keeps, by cache. */
function kept(person: Person): Promise<Record<string, string[]>> {
  return person.page.evaluate(async () => {
    const found: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      found[name] = requests.map(({ url }) => new URL(url).pathname).sort();
    }
    return found;
  });
}

/** Waits until the worker has kept its files. */
async function isKept(person: Person): Promise<void> {
  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(async () => Object.keys(await kept(person)).length).toBe(1);
}

it("a browser offers to install it", async () => {
  const anna = await Person.arrive(stage, "anna");
  const devtools = await anna.context.newCDPSession(anna.page);
  const { url, errors } = await devtools.send("Page.getAppManifest");
  expect(url).toBe(`${server.url}/manifest.webmanifest`);
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A window that forgets everything cannot install; nothing else may be wrong.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual([]);
  for (const size of [192, 512]) {
    const drawn = await anna.page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, `/icon-${size}.png`);
    expect(drawn).toEqual([size, size]);
  }
  await anna.leave();
});

it("keeps the files of the build and nothing else", async () => {
  const berta = await Person.signIn(stage, "berta");
  await isKept(berta);
  await berta.writeTo("carl");
  await berta.say("a secret");
  await berta.seesTick("a secret", "Sent");
  await berta.page.goto(`${server.url}/docs`);
  await berta.page.goto(server.url);
  await berta.online();
  const [files] = Object.values(await kept(berta));
  const assets = files?.filter((file) => file.startsWith("/assets/")) ?? [];
  expect(assets).toHaveLength(3);
  const icons = ["/icon-192.png", "/icon-512.png", "/icon-maskable-512.png", "/logo.svg"];
  expect(files).toEqual(["/", "/manifest.webmanifest", ...assets, ...icons].sort());
  await berta.leave();
});

it("opens while the server is away, and goes on when it is back", { timeout: 60_000 }, async () => {
  const dora = await Person.signIn(stage, "dora");
  await isKept(dora);
  await server.kill();
  await dora.page.goto("about:blank");
  await dora.page.goto(server.url);
  await dora.page.getByText("The server cannot be reached").waitFor();
  // This tab alone is signed in, so nothing is kept to be read, and nothing says that there is none.
  expect(await dora.page.getByText("No conversations yet").count()).toBe(0);
  await server.start();
  await dora.online();
  // The documents of the server are not the chat's to keep.
  await server.kill();
  await expect(dora.page.goto(`${server.url}/docs`)).rejects.toThrow("ERR_CONNECTION_REFUSED");
  await server.start();
  await dora.leave();
});

it("what was loaded can be read while the server is away", { timeout: 90_000 }, async () => {
  const fritz = await Person.arrive(stage, "fritz");
  const { page } = fritz;
  await page.getByLabel("User name").fill("fritz");
  await page.getByLabel("Stay signed in on this browser").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await fritz.online();
  await isKept(fritz);
  const gerda = await Person.signIn(stage, "gerda");
  await gerda.writeTo("fritz");
  await gerda.say("the ferry leaves at nine");
  await gerda.say("a slip of the tongue");
  await fritz.open("gerda");
  await fritz.say("see you there");
  await gerda.seesTick("a slip of the tongue", "Read");
  await page.goto(`${server.url}/#/`);
  await gerda.say("bring a coat");
  await fritz.row("gerda").getByRole("img", { name: "1 unread" }).waitFor();
  // What is kept is written within a second of the last change.
  await page.waitForTimeout(1_500);

  await page.goto("about:blank");
  await server.kill();
  await page.goto(server.url);
  await fritz.row("gerda").getByRole("img", { name: "1 unread" }).waitFor();
  await page.getByText("The server cannot be reached").waitFor();
  await fritz.open("gerda");
  await page.getByText("New messages").waitFor();
  const said = ["the ferry leaves at nine", "a slip of the tongue", "see you there", "bring a coat"];
  expect(await fritz.texts()).toEqual(said);
  await fritz.say("written on the pier");
  await fritz.message("written on the pier").getByRole("img", { name: "Waiting for a connection" }).waitFor();
  await fritz.screenshot("read-offline");

  // Nothing was read at the server; what is recalled there meanwhile makes way for what it tells.
  await page.goto("about:blank");
  await server.start();
  await gerda.online();
  await gerda.seesTick("bring a coat", "Delivered");
  await gerda.message("a slip of the tongue").click({ button: "right" });
  await gerda.page.getByRole("menuitem", { name: "Recall" }).click();
  await gerda.answer("Recall this message for everybody?", "Recall");
  await gerda.page.locator(".messages").getByText("You recalled a message").waitFor();
  await page.goto(`${server.url}/#/d/gerda`);
  await fritz.online();
  await page.locator(".messages").getByText("gerda recalled a message").waitFor();
  await gerda.sees("written on the pier");
  await gerda.seesTick("bring a coat", "Read");
  const left = said.filter((text) => text !== "a slip of the tongue");
  await expect.poll(() => fritz.texts()).toEqual([...left, "written on the pier"]);

  // Who signs out leaves nothing behind.
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("User name").waitFor();
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));
  await expect.poll(async () => (await names()).filter((name) => name.includes("archive"))).toEqual([]);
  await fritz.leave();
  await gerda.leave();
});

it(
  "a new build is there at once, and replaces what is kept",
  {
    timeout: 60_000,
  },
  async () => {
    const emma = await Person.arrive(stage, "emma");
    await isKept(emma);
    const [old] = Object.keys(await kept(emma));
    const [worker, page] = ["worker.js", "index.html"].map((name) => readFileSync(join(build, name), "utf8"));
    const newPage = (page ?? "").replace("<title>", "<title>New ");
    const newWorker = (worker ?? "").replace(/"version":"\w+"/, '"version":"other"');
    expect(newWorker).toContain(digest(page ?? ""));
    const serve = async (served: string) => {
      writeFileSync(join(build, "index.html"), newPage);
      writeFileSync(join(build, "worker.js"), served);
      await server.kill();
      await server.start();
      await emma.page.reload();
    };
    // A page that does not belong to the worker is shown and not kept: its own worker will come.
    await serve(newWorker);
    expect(await emma.page.title()).toBe("New Whale Shark");
    const updated = emma.page.evaluate(async () =>
      (await navigator.serviceWorker.ready).update().then(() => "updated"),
    );
    await updated.catch(() => "refused");
    expect(Object.keys(await kept(emma))).toContain(old);
    await serve(newWorker.replace(digest(page ?? ""), digest(newPage)));
    await expect
      .poll(async () => Object.keys(await kept(emma)), { timeout: 10_000 })
      .toEqual(["whaleshark-shell-other"]);
    await emma.leave();
  },
);
