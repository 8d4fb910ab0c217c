// Goal: in Node.js the package connects with the WebSocket that is there or is passed, says at once if there is none,
// and resumes after its process was killed: nothing lost, nothing twice. Method: programs in Node.js, some of them from
// the guide, at the real server. Node.js has options that take its own WebSocket away, or bring it where it is new.

import { afterAll, beforeAll, expect, it } from "vitest";
import { ServerProcess } from "../e2e/server.ts";
import { WireUser } from "../e2e/wire.ts";
import { Consumer, type Program } from "./consumer.ts";

const WITHOUT = "--no-experimental-websocket";
const WITH = "--experimental-websocket";
const PATIENCE = 40_000;
const KILLS = 4;

const consumer = new Consumer();
const server = new ServerProcess();
beforeAll(() => server.start());
afterAll(() => server.stop());

/** A program that logs in, says its states, and ends. */
function visitor(user: string, options: string, imports = ""): string {
  return `
    import { MemoryStore, SyncedClient } from "@whaleshark/client";
    ${imports}
    const client = new SyncedClient({
      url: "${server.webSocketUrl}", appId: 10001, user: "${user}", imei: "visit", store: new MemoryStore(), ${options}
      onUpdate: (update) => {
        if (update.type === "state") {
          console.log(update.state.is);
          if (update.state.is === "online") client.close();
        }
      },
    });
    await client.start();`;
}

const VISIT = "connecting\ncatching-up\nonline\nstopped\n";
const PASSED = 'import WebSocket from "ws";';

it.each([
  "text",
  "binary",
])("connects with the class that is passed, and the process ends when it is closed: %s", async (transport) => {
  consumer.write("visit.mjs", visitor("wanda", `webSocket: WebSocket, transport: "${transport}",`, PASSED));
  expect(await consumer.run(WITHOUT, "visit.mjs")).toEqual({ code: 0, said: VISIT });
});

it.each(["text", "binary"])("connects with Node.js' own WebSocket: %s", async (transport) => {
  consumer.write("own.mjs", visitor("owen", `transport: "${transport}",`));
  const { code, said } = await consumer.run(WITH, "--no-warnings", "own.mjs");
  expect(said).toBe(VISIT);
  expect(code).toBe(0);
});

it("says at once what to pass where there is no WebSocket, and does not try to connect", async () => {
  consumer.write("none.mjs", visitor("nobody", ""));
  const { code, said } = await consumer.run(WITHOUT, "none.mjs");
  expect(code).toBe(1);
  expect(said).toContain("TypeError: there is no WebSocket here (expected: the option webSocket; in Node.js before 22");
  expect(said).not.toContain("connecting");
});

it("reconnects when the server is back", async () => {
  consumer.write(
    "stay.mjs",
    visitor("stan", "webSocket: WebSocket,", PASSED).replace('if (update.state.is === "online") client.close();', ""),
  );
  const program = consumer.start("stay.mjs");
  await expect.poll(() => program.said, { timeout: PATIENCE }).toMatch(/online\n$/);
  await server.kill();
  await expect.poll(() => program.said, { timeout: PATIENCE }).toContain("offline");
  await server.start();
  await expect.poll(() => program.said, { timeout: PATIENCE }).toMatch(/offline[\s\S]*online\n$/);
  expect(await program.end("SIGTERM")).toBe(null);
});

/** What the program of the guide has written down, each message by its text. */
function logged(): string[] {
  try {
    const lines = consumer.read("messages.ndjson").trim().split("\n");
    return lines.map((line) => JSON.parse(line).messageBody);
  } catch {
    return [];
  }
}

/** The position that this program has stored. */
function position(): number {
  try {
    return JSON.parse(consumer.read("data/logger.json")).cursor;
  } catch {
    return 0;
  }
}

it("a program that is killed again and again gets every message, and writes down each once", async () => {
  consumer.saveFromGuide("log.mjs", server.webSocketUrl);
  const sender = await WireUser.login(server.tcpPort, "sender");
  const sent: string[] = [];
  const send = async (count: number) => {
    const texts = Array.from({ length: count }, (_, i) => `message ${sent.length + i}`);
    sent.push(...texts);
    await sender.sendMany("logger", texts);
  };
  let program: Program = consumer.start("log.mjs");
  for (let i = 0; i < KILLS; i++) {
    const before = position();
    await send(50);
    await expect.poll(() => logged().length, { timeout: PATIENCE }).toBeGreaterThan(i * 70);
    if (i % 2 === 1) {
      // The other times it is killed before it has stored its position: messages come again.
      await expect.poll(position, { timeout: PATIENCE }).toBeGreaterThan(before);
    }
    await program.end("SIGKILL");
    await send(20);
    program = consumer.start("log.mjs");
  }
  await expect.poll(() => logged().length, { timeout: PATIENCE }).toBe(sent.length);
  expect(program.said).toBe("");
  await program.end("SIGKILL");
  sender.close();
  expect(logged()).toEqual(sent);
});

it("a message that was written while the server was away is sent by the next process, once", async () => {
  const receiver = await WireUser.login(server.tcpPort, "rita");
  await server.kill();
  const program = (body: string) => `
    import { direct, SyncedClient } from "@whaleshark/client";
    import { FileStore } from "@whaleshark/client/node";
    import WebSocket from "ws";
    const store = await FileStore.open("data/writer.json");
    const client = new SyncedClient({
      url: "${server.webSocketUrl}", appId: 10001, user: "walter", imei: "w", store, webSocket: WebSocket,
      onUpdate: (update) => update.type === "sent" && console.log("sent", update.message.messageBody),
    });
    await client.start();
    ${body}`;
  consumer.write("write.mjs", program('client.send(direct("rita"), "late");'));
  consumer.write("resume.mjs", program(""));
  const first = consumer.start("write.mjs");
  const stored = () => {
    try {
      return consumer.read("data/writer.json");
    } catch {
      return "";
    }
  };
  await expect.poll(stored, { timeout: PATIENCE }).toContain("late");
  await first.end("SIGKILL");
  receiver.close();
  await server.start();
  const next = consumer.start("resume.mjs");
  await expect.poll(() => next.said, { timeout: PATIENCE }).toBe("sent late\n");
  await expect.poll(stored, { timeout: PATIENCE }).not.toContain("late");
  await next.end("SIGKILL");
  const again = await consumer.run("--input-type=module", "-e", visitor("walter", "webSocket: WebSocket,", PASSED));
  expect(again.said).toBe(VISIT);
});
