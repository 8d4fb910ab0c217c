// Goal: every command has help and refuses what it does not know, in one line; without Node.js everything but the web
// chat works, and the server says why there is none. Method: the launcher itself, in a copy of the project whose web
// chat is not built, on a path without Node.js.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const MODULES = readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, "pom.xml")));
const TOOLS = ["bash", "dirname", "find", "readlink", "sed", "env", "mvn", "cat"];
// Each command, and the options that it cannot do without.
const COMMANDS: readonly [string, string][] = [
  ["serve", ""],
  ["chat", "--user alice --to bob"],
  ["backup", "--to nowhere"],
  ["restore", "--from nowhere"],
  ["doctor", ""],
  ["move", "--from nowhere --to cluster.yaml"],
  ["token", ""],
  ["bench", ""],
  ["bench p2p", ""],
  ["bench limits", ""],
];
const folder = mkdtempSync(join(tmpdir(), "whaleshark-launcher-"));
let launched: ChildProcess | undefined;

afterEach(async () => {
  if (launched && launched.exitCode === null) {
    const ended = new Promise((done) => launched?.once("exit", done));
    launched.kill("SIGKILL");
    await ended;
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(join(folder, "web"));
  mkdirSync(join(folder, "target"));
  mkdirSync(join(folder, "bin"));
  copyFileSync(join(ROOT, "whaleshark"), join(folder, "whaleshark"));
  copyFileSync(join(ROOT, "pom.xml"), join(folder, "pom.xml"));
  for (const module of MODULES) {
    symlinkSync(join(ROOT, module), join(folder, module));
  }
  for (const tool of TOOLS) {
    symlinkSync(find(tool) ?? `/missing/${tool}`, join(folder, "bin", tool));
  }
  writeFileSync(join(folder, "target/built"), ""); // the server is built, the web chat is not
});

/** What the launcher is started with. */
function environment(settings: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { WHALESHARK_JAVA_HOME: home, JAVA_HOME, HOME, TMPDIR } = process.env;
  return { PATH: join(folder, "bin"), JAVA_HOME: home ?? JAVA_HOME, HOME, TMPDIR, ...settings };
}

function launch(...words: string[]) {
  return spawnSync(join(folder, "bin/bash"), [join(folder, "whaleshark"), ...words], {
    env: environment({ WHALESHARK_WEB: "" }),
    encoding: "utf8",
    timeout: 20_000,
  });
}

/** Where a program is on this machine's path. */
function find(tool: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(":")
    .map((at) => join(at, tool))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

it.each(COMMANDS)("%s has help, and refuses what it does not know in one line", (command, needed) => {
  const help = launch(...command.split(" "), "--help");
  expect(help.stdout).toMatch(new RegExp(`^Usage: (\\./)?whaleshark ${command}`));
  expect(help.stderr).toBe("");
  expect(help.status).toBe(0);
  const refused = launch(...`${command} ${needed}`.trim().split(" "), "--wat");
  expect(refused.stderr).toMatch(/^whaleshark: .*--wat.* \(see \.\/whaleshark .*--help\)\n$/);
  expect(refused.stdout).toBe("");
  expect(refused.status).toBe(2);
});

it("the server starts without Node.js, and says that there is no web chat", async () => {
  const words = ["serve", "--data", join(folder, "data"), "--tcp-port", "0", "--ws-port=0"];
  launched = spawn(join(folder, "bin/bash"), [join(folder, "whaleshark"), ...words], {
    env: environment({ WHALESHARK_HTTP_PORT: "0" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  launched.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  launched.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  await expect.poll(() => said, { timeout: 20_000 }).toContain("Login");
  expect(said).toMatch(/^Node\.js 20\.19 and npm are not installed: the web chat is not built\.$/m);
  expect(said).toMatch(/Web chat {3}none: it needs Node\.js/);
  const [, http] = /HTTP\s+(http:\S+)/.exec(said) ?? [];
  expect((await fetch(`${http}/v1/client-config`)).status).toBe(200);
});
