// Goal: without Node.js everything but the web chat works, and the server says why there is none. Method: the launcher
// itself, in a copy of the project whose web chat is not built, on a path without Node.js.

import { type ChildProcess, spawn } from "node:child_process";
import {
  accessSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const TOOLS = ["bash", "dirname", "find", "mkdir", "readlink", "sed", "touch", "env", "mvn", "cat"];
const folder = mkdtempSync(join(tmpdir(), "whaleshark-launcher-"));
let launched: ChildProcess | undefined;

afterEach(async () => {
  if (launched && launched.exitCode === null) {
    const ended = new Promise((done) => launched?.once("exit", done));
    launched.kill("SIGKILL");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

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

it("the server starts without Node.js, and says that there is no web chat", async () => {
  mkdirSync(join(folder, "web"));
  mkdirSync(join(folder, "target"));
  mkdirSync(join(folder, "bin"));
  copyFileSync(join(ROOT, "whaleshark"), join(folder, "whaleshark"));
  copyFileSync(join(ROOT, "pom.xml"), join(folder, "pom.xml"));
  for (const module of ["server", "client", "bench", "bench-micro"]) {
    symlinkSync(join(ROOT, module), join(folder, module));
  }
  for (const tool of TOOLS) {
    symlinkSync(find(tool) ?? `/missing/${tool}`, join(folder, "bin", tool));
  }
  writeFileSync(join(folder, "target/built"), ""); // the server is built, the web chat is not

  const { WHALESHARK_JAVA_HOME: home, JAVA_HOME } = process.env;
  launched = spawn(join(folder, "bin/bash"), [join(folder, "whaleshark"), "serve"], {
    env: {
      PATH: join(folder, "bin"),
      JAVA_HOME: home ?? JAVA_HOME,
      WHALESHARK_DATA: join(folder, "data"),
      WHALESHARK_TCP_PORT: "0",
      WHALESHARK_WS_PORT: "0",
      WHALESHARK_HTTP_PORT: "0",
    },
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
  expect(said).toMatch(/^Node\.js 20\.19 and npm are not here: the web chat is not built\.$/m);
  expect(said).toMatch(/Web chat {3}none: it needs Node\.js/);
  const [, http] = /HTTP\s+(http:\S+)/.exec(said) ?? [];
  expect((await fetch(`${http}/v1/client-config`)).status).toBe(200);
});
