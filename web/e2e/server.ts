// The real server, as it is built, on a data folder of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const START_PATIENCE = 30_000;

function java(): string {
  const home = process.env.WHALESHARK_JAVA_HOME ?? process.env.JAVA_HOME;
  return home ? join(home, "bin", "java") : "java";
}

export class ServerProcess {
  private readonly data = mkdtempSync(join(tmpdir(), "whaleshark-web-"));
  private process: ChildProcess | undefined;
  private ports = { tcp: 0, ws: 0, http: 0 };

  constructor(private readonly settings: Readonly<Record<string, string>> = {}) {}

  /** Starts it; after the first time on the same ports again. */
  async start(): Promise<void> {
    const app = join(ROOT, "server/target/app");
    const process_ = spawn(
      java(),
      [
        `@${join(ROOT, "launcher/jvm.options")}`,
        `-Djava.io.tmpdir=${tmpdir()}`,
        `@${join(ROOT, "launcher/server.options")}`,
        "-XX:+UseSerialGC",
        `-XX:AOTCache=${join(app, "start.aot")}`,
        "-cp",
        join(app, "lib", "*"),
        "io.whaleshark.server.Main",
        "serve",
      ],
      {
        env: {
          PATH: process.env.PATH,
          WHALESHARK_DATA: this.data,
          WHALESHARK_WEB: join(ROOT, "web/chat/dist"),
          WHALESHARK_TCP_PORT: String(this.ports.tcp),
          WHALESHARK_WS_PORT: String(this.ports.ws),
          WHALESHARK_HTTP_PORT: String(this.ports.http),
          ...this.settings,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.process = process_;
    this.ports = await new Promise((done, fail) => {
      let said = "";
      const late = setTimeout(() => fail(new Error(`the server does not start: ${said}`)), START_PATIENCE);
      const listen = (chunk: Buffer) => {
        said += chunk;
        const [, tcp, ws, http] =
          /TCP\s+\S+:(\d+)[\s\S]*ws:\/\/\S+:(\d+)\/ws[\s\S]*HTTP\s+http:\/\/\S+:(\d+)[\s\S]*Login/.exec(said) ?? [];
        if (tcp && ws && http) {
          clearTimeout(late);
          done({ tcp: Number(tcp), ws: Number(ws), http: Number(http) });
        }
      };
      process_.stdout?.on("data", listen);
      process_.stderr?.on("data", listen);
      process_.on("exit", (code) => fail(new Error(`the server ended with ${code}: ${said}`)));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.http}`;
  }

  get webSocketUrl(): string {
    return `ws://127.0.0.1:${this.ports.ws}/ws`;
  }

  get tcpPort(): number {
    return this.ports.tcp;
  }

  /** As kill -9 does. */
  async kill(): Promise<void> {
    const process = this.process;
    if (process && process.exitCode === null && process.signalCode === null) {
      process.removeAllListeners("exit");
      const ended = new Promise((done) => process.once("exit", done));
      process.kill("SIGKILL");
      await ended;
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}
