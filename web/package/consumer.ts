// A project that has installed the package, as it would come from a registry: packed, and unpacked again.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

export const WEB = join(import.meta.dirname, "..");
export const CLIENT = join(WEB, "client");
/** The address in the guide, of a server with default settings. */
const GUIDE_URL = "ws://127.0.0.1:19002/ws";

/** A program that runs, and what it has said. */
export class Program {
  said = "";
  readonly ended: Promise<number | null>;

  constructor(private readonly process: ChildProcess) {
    process.stdout?.on("data", (chunk) => this.hear(chunk));
    process.stderr?.on("data", (chunk) => this.hear(chunk));
    this.ended = new Promise((done) => process.once("close", done));
  }

  private hear(chunk: Buffer): void {
    this.said += chunk;
  }

  /** Sends a signal, and waits until it has ended. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended;
  }
}

export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "whaleshark-package-"));
  /** The paths in the package, as npm packs it. */
  readonly packed: readonly string[];
  /** The bytes of the package, compressed. */
  readonly size: number;
  private readonly programs: Program[] = [];

  /** To be made where the file's tests are: builds and installs the package, and `ws` beside it. */
  constructor() {
    afterAll(async () => {
      await Promise.all(this.programs.map((program) => program.end("SIGKILL")));
      rmSync(this.folder, { recursive: true, force: true });
    });
    const words = ["pack", "--json", "--pack-destination", this.folder];
    const said = execFileSync("npm", words, { cwd: CLIENT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const [pack] = JSON.parse(said.slice(said.indexOf("[\n"))) as [
      { filename: string; size: number; files: { path: string }[] },
    ];
    this.packed = pack.files.map(({ path }) => path);
    this.size = pack.size;
    const home = join(this.folder, "node_modules/@whaleshark/client");
    mkdirSync(home, { recursive: true });
    execFileSync("tar", ["xzf", join(this.folder, pack.filename), "-C", home, "--strip-components", "1"]);
    mkdirSync(join(this.folder, "node_modules/@types"));
    for (const beside of ["ws", "@types/ws", "@types/node"]) {
      symlinkSync(join(WEB, "node_modules", beside), join(this.folder, "node_modules", beside));
    }
    this.write("package.json", '{ "type": "module" }\n');
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Starts a program of the project in Node.js; it is killed after the file's tests. */
  start(...words: readonly string[]): Program {
    const child = spawn(process.execPath, words, { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    const program = new Program(child);
    this.programs.push(program);
    return program;
  }

  /** Runs a program until its end. */
  async run(...words: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
    const program = this.start(...words);
    const code = await program.ended;
    return { code, said: program.said };
  }

  /** Saves a program of the guide under the name that the guide gives it, for a server at another address. */
  saveFromGuide(name: string, url: string): void {
    this.write(name, snippet(readFileSync(join(CLIENT, "README.md"), "utf8"), name).replaceAll(GUIDE_URL, url));
  }
}

/** The block of code that follows the line with "as `NAME`:". */
function snippet(guide: string, name: string): string {
  const [, after] = guide.split(`as \`${name}\`:\n`);
  const [, code] = /^\n```[a-z]+\n([\s\S]*?\n)```\n/.exec(after ?? "") ?? [];
  if (!code) {
    throw new Error(`the guide has no program ${name}`);
  }
  return code;
}
