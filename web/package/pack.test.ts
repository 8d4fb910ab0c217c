// Goal: what npm would publish is small, complete and usable: by Node.js, by TypeScript and by a bundler, without
// anything but itself. Method: a project with the packed package alone.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { build, type Rollup } from "vite";
import { expect, it } from "vitest";
import { CLIENT, Consumer, WEB } from "./consumer.ts";

/** What npm downloads once: more than half of it are source maps. */
const BYTES_AT_MOST = 150_000;
/** What a page loads of the client that does everything, not compressed. */
const BUNDLED_AT_MOST = 60_000;

const consumer = new Consumer();
const manifest = JSON.parse(readFileSync(join(CLIENT, "package.json"), "utf8"));

it("holds its documents and what was built, and nothing else", () => {
  const built = consumer.packed.filter((path) => path.startsWith("dist/"));
  const others = consumer.packed.filter((path) => !path.startsWith("dist/"));
  expect(others.sort()).toEqual(["LICENSE", "README.md", "README.zh-CN.md", "package.json"]);
  const sources = readdirSync(join(CLIENT, "src")).map((file) => `dist/${parse(file).name}`);
  const expected = sources.flatMap((name) => [`${name}.d.ts`, `${name}.js`, `${name}.js.map`]);
  expect(built.sort()).toEqual(expected.sort());
  expect(consumer.size).toBeLessThan(BYTES_AT_MOST);
});

it("has no dependencies, the project's licence, and a semantic version", () => {
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
  expect(consumer.read("node_modules/@whaleshark/client/LICENSE")).toBe(readFileSync(join(WEB, "../LICENSE"), "utf8"));
  expect(manifest.license).toBe("Apache-2.0");
  expect(manifest.version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});

it("loads in Node.js as it is, and only what is public can be imported", async () => {
  consumer.write(
    "load.mjs",
    `import * as client from "@whaleshark/client";
     import { FileStore } from "@whaleshark/client/node";
     console.log(typeof client.SyncedClient, typeof FileStore);
     await import("@whaleshark/client/dist/wire.js").catch((e) => console.log(e.code));`,
  );
  expect(await consumer.run("load.mjs")).toEqual({
    code: 0,
    said: "function function\nERR_PACKAGE_PATH_NOT_EXPORTED\n",
  });
});

const TYPED = `
import { direct, MemoryStore, type Store, SyncedClient, type Update } from "@whaleshark/client";
import { FileStore } from "@whaleshark/client/node";

const store: Store = Math.random() < 2 ? await FileStore.open("x") : new MemoryStore();
const onUpdate = (update: Update) => {
  if (update.type === "arrived") {
    const text: string = update.message.messageId;
    return text;
  }
  // @ts-expect-error: there is no such update
  return update.type === "missing";
};
const client = new SyncedClient({ url: "ws://here/ws", appId: 1, user: "a", imei: "i", store, onUpdate });
client.send(direct("bob"), { text: "hi" });
// @ts-expect-error: a message is JSON
client.send(direct("bob"), () => {});
`;

/** What the compiler says of a program in the project, without a look at anything outside it. */
function compiled(file: string, settings: readonly string[]): string {
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"];
  const words = [...strict, "--target", "ES2022", ...settings, file];
  return spawnSync(join(WEB, "node_modules/.bin/tsc"), words, { cwd: consumer.folder, encoding: "utf8" }).stdout;
}

it.each([
  ["node16", "node16", "ES2022"],
  ["bundler", "esnext", "ES2022"],
  ["bundler", "esnext", "ES2022,DOM"],
])("its types resolve with moduleResolution %s, module %s and lib %s", (moduleResolution, module, lib) => {
  consumer.write("typed.ts", TYPED);
  const settings = ["--module", module, "--moduleResolution", moduleResolution, "--lib", lib, "--types", ""];
  expect(compiled("typed.ts", settings)).toBe("");
});

it.each(["WebSocket", "import WebSocket from 'ws'"])("its types accept the class of %s", (given) => {
  const imported = given.startsWith("import") ? given : "";
  consumer.write(
    "given.ts",
    `import type { SyncOptions } from "@whaleshark/client";
     ${imported}
     export const options: Pick<SyncOptions, "webSocket"> = { webSocket: WebSocket };`,
  );
  const settings = ["--module", "node16", "--lib", imported ? "ES2023" : "ES2023,DOM", "--types", imported && "node"];
  expect(compiled("given.ts", settings)).toBe("");
});

/** What a bundler makes of a program in the project. */
async function bundled(program: string): Promise<string> {
  consumer.write("entry.js", program);
  const made = await build({
    root: consumer.folder,
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry: "entry.js", formats: ["es"] } },
  });
  const [result] = Array.isArray(made) ? made : [made as Rollup.RollupOutput];
  return (result?.output ?? []).map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
}

it("is bundled for a page without settings, and what is not used is left out", async () => {
  const all = await bundled('import { SyncedClient } from "@whaleshark/client";\nglobalThis.client = SyncedClient;\n');
  expect(all).toContain("getRandomValues");
  expect(all).not.toContain("node:");
  expect(all.length).toBeLessThan(BUNDLED_AT_MOST);
  const little = await bundled('import { direct } from "@whaleshark/client";\nglobalThis.to = direct("bob");\n');
  expect(little).not.toContain("WebSocket");
});
