// The other side of the client's sockets: accepts connections in place of the browser's WebSocket, answers what each
// test does not care about, and lets the test say everything else.

import { vi } from "vitest";
import { Backoff } from "../src/backoff.ts";
import { MemoryStore, type Store } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";
import type { SyncOptions, Update } from "../src/updates.ts";
import { type CommandName, CommandNumber, commandName } from "../src/wire.ts";

type Data = Record<string, unknown>;

export interface Said {
  readonly command: CommandName;
  readonly data: Data;
}

/** One accepted connection. */
export class Line {
  readonly said: Said[] = [];
  readyState = 0;
  binaryType = "";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(private readonly server: ScriptedServer) {}

  // What the client calls.
  send(raw: string): void {
    const { command, data } = JSON.parse(raw) as { command: number; data: Data };
    const name = commandName(command);
    if (!name) {
      throw new Error(`unknown command ${command}`);
    }
    this.said.push({ command: name, data });
    const answer = this.server.answers[name]?.(data, this);
    if (answer) {
      this.answer(data, answer[0], answer[1]);
    }
  }
  close(): void {
    this.readyState = 3;
  }

  // What the test calls.
  get isOpen(): boolean {
    return this.readyState === 1;
  }
  /** All that the client said of one kind. */
  heard(command: CommandName): Data[] {
    return this.said.filter((said) => said.command === command).map((said) => said.data);
  }
  say(command: CommandName, data: Data): void {
    this.saySomething(envelope(command, data));
  }
  /** One message of a WebSocket, whatever it holds. */
  saySomething(message: string | ArrayBuffer): void {
    if (this.readyState === 1) {
      this.onmessage?.({ data: message });
    }
  }
  answer(to: Data, command: CommandName, data: Data): void {
    queueMicrotask(() => this.say(command, { ...data, requestId: to.requestId }));
  }
  breakOff(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006, reason: "" });
  }
}

type Answer = (data: Data, line: Line) => [CommandName, Data] | undefined;

function envelope(command: CommandName, data: Data): string {
  return JSON.stringify({
    appId: 10001,
    clientType: 1,
    command: CommandNumber[command],
    data,
    imei: "web-1",
    toId: "alice",
  });
}

/** A frame as a BINARY message of a WebSocket has it. */
export function binaryFrame(command: CommandName, data: Data): Buffer {
  const body = Buffer.from(envelope(command, data));
  const header = Buffer.alloc(8);
  header.writeInt32BE(CommandNumber[command], 0);
  header.writeInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** What a device of alice is opened with. It keeps what it is told, and looks for its server again soon. */
export function aliceWith(store: Store, updates: Update[]): SyncOptions {
  return {
    url: "ws://here/ws",
    appId: 10001,
    user: "alice",
    imei: "web-1",
    store,
    backoff: new Backoff(100, 1_000, () => 0.5),
    visible: () => true,
    onUpdate: (update) => updates.push(update),
  };
}

/** A device of alice, whose server the test scripts. */
export interface Scene {
  readonly server: ScriptedServer;
  readonly store: MemoryStore;
  /** What its application was told. */
  readonly updates: Update[];
  readonly client: SyncedClient;
}

/** Brings the device online. From now on, time stands still unless the test moves it. */
export async function aliceOnline(options: Partial<SyncOptions> = {}): Promise<Scene> {
  vi.useFakeTimers();
  const server = new ScriptedServer();
  const store = new MemoryStore();
  const updates: Update[] = [];
  const client = new SyncedClient({ ...aliceWith(store, updates), ...options });
  await client.start();
  await settle();
  return { server, store, updates, client };
}

/** Ends what a test began, so that the next one finds nothing of it. */
export function leave(client: SyncedClient): void {
  client.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

export const ok = (data: Data): Data => ({ code: 200, msg: "success", ok: true, data });
export const refused = (code: number): Data => ({ code, msg: `refused ${code}`, ok: false, data: {} });

export class ScriptedServer {
  readonly lines: Line[] = [];
  /** Whether connections are accepted. */
  up = true;
  maxSequence = 0;
  /** What is answered, by request; a test may put its own in. */
  readonly answers: Partial<Record<CommandName, Answer>> = {
    LOGIN: () => ["LOGIN_ACK", ok({ userId: "alice", serverTime: 1, maxSequence: this.maxSequence })],
    PING: () => ["PING", { userId: "system", data: "pong" }],
    CONVERSATION_PULL: ({ lastSequence }) => [
      "CONVERSATION_PAGE",
      { dataList: [], maxSequence: lastSequence, completed: true },
    ],
    RECEIPTS_PULL: () => ["RECEIPTS_STATE", { receiptsOn: true, othersShown: true, changeable: false }],
    INBOX_PULL: ({ lastSequence }) => [
      "INBOX_PAGE",
      { dataList: [], maxSequence: lastSequence, completed: true, truncated: false },
    ],
  };

  constructor() {
    const accept = () => {
      const line = new Line(this);
      if (this.up) {
        this.lines.push(line);
      }
      queueMicrotask(() => {
        line.readyState = this.up ? 1 : 3;
        (this.up ? line.onopen : line.onerror)?.();
      });
      return line;
    };
    vi.stubGlobal(
      "WebSocket",
      Object.assign(
        function WebSocket() {
          return accept();
        },
        { OPEN: 1 },
      ),
    );
  }

  /** Its inbox holds these entries, in pages of `pageSize`. */
  inboxHolds(entries: Data[], pageSize = 500): void {
    this.answers.INBOX_PULL = ({ lastSequence }) => {
      const after = entries.filter((one) => Number(one.inboxSequence) > Number(lastSequence));
      const dataList = after.slice(0, pageSize);
      const maxSequence = dataList.at(-1)?.inboxSequence ?? lastSequence;
      return ["INBOX_PAGE", { dataList, maxSequence, completed: dataList.length === after.length, truncated: false }];
    };
  }

  /** Pushes a message by bob to the newest connection. */
  push(sequence: number, previousInboxSequence: number, more: Data = {}): void {
    this.line.say("MSG_P2P", entry(sequence, { previousInboxSequence, ...more }));
  }

  get line(): Line {
    const line = this.lines.at(-1);
    if (!line) {
      throw new Error("nobody has connected");
    }
    return line;
  }
}

/** A direct message of the contract, to alice unless it says otherwise. */
export function message(sequence: number, more: Data = {}): Data {
  return {
    appId: 10001,
    messageId: `m-${sequence}`,
    fromId: "bob",
    toId: "alice",
    conversationType: 0,
    conversationId: "0_alice_bob",
    messageBody: `text ${sequence}`,
    messageTime: 1_780_000_000_000 + sequence,
    messageKey: 1000 + sequence,
    messageSequence: sequence,
    ...more,
  };
}

/** It as an entry of alice's inbox, whose sequence there is its own times ten. */
export function entry(sequence: number, more: Data = {}): Data {
  return message(sequence, { inboxSequence: sequence * 10, ...more });
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
