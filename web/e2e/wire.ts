// A user on TCP, for what a test does without a browser: many messages, other devices.

import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { CommandNumber, type Json } from "@whaleshark/client";
import { encodeBinary } from "../client/src/codec.ts";
import type { Request } from "../client/src/requests.ts";

const APP = 10001;
const PHONE = 3;
const HEADER = 8;

/** A message of each kind. */
export const BODIES: readonly Json[] = [
  { kind: "system", text: "The topic is dives." },
  {
    kind: "card",
    text: "Order 17 is shipped",
    title: "Order 17",
    url: "https://shop.example/orders/17",
    fields: [{ name: "State", value: "shipped" }],
  },
  { kind: "file", name: "report.pdf", url: "https://files.example/1", sizeBytes: 123_456 },
  { kind: "image", name: "shark.png", url: "https://files.example/2", text: "what a fish" },
  { kind: "poll", text: "Noon or one?", options: ["noon", "one"] },
  { kind: "poll", options: ["noon", "one"] },
  { order: { id: 17, tags: ["new", "paid"] } },
  { kind: "text", text: "@somebody look", mentions: ["somebody"], forwardedFrom: "zoe" },
];

export class WireUser {
  private received = Buffer.alloc(0);
  private readonly events: { command: number; data: Record<string, unknown> }[] = [];
  private woken: (() => void) | undefined;

  private constructor(
    readonly user: string,
    private readonly socket: Socket,
  ) {
    socket.on("data", (chunk) => this.take(chunk));
  }

  static async login(port: number, user: string): Promise<WireUser> {
    const socket = connect(port, "127.0.0.1");
    await new Promise((done, fail) => {
      socket.once("connect", done);
      socket.once("error", fail);
    });
    const wire = new WireUser(user, socket);
    wire.tell({ command: CommandNumber.LOGIN, data: { userId: user } });
    const ack = await wire.next(CommandNumber.LOGIN_ACK);
    if (ack.ok !== true) {
      wire.close();
      throw new Error(`refused: ${JSON.stringify(ack)}`);
    }
    return wire;
  }

  tell(request: Request): void {
    this.socket.write(encodeBinary(request, { appId: APP, clientType: PHONE, imei: `phone-${this.user}` }));
  }

  /** The next event of a kind, in the order they came. */
  async next(command: number): Promise<Record<string, unknown>> {
    for (;;) {
      const at = this.events.findIndex((event) => event.command === command);
      const [found] = at < 0 ? [] : this.events.splice(at, 1);
      if (found) {
        return found.data;
      }
      await new Promise<void>((done) => {
        this.woken = done;
      });
    }
  }

  /** Sends messages, and waits until all are acknowledged. */
  async sendMany(toId: string, bodies: readonly Json[]): Promise<void> {
    for (const messageBody of bodies) {
      const data = { messageId: randomUUID(), fromId: this.user, toId, messageBody };
      this.tell({ command: CommandNumber.MSG_P2P, data });
    }
    for (const _ of bodies) {
      const ack = await this.next(CommandNumber.MSG_ACK);
      if (ack.ok !== true) {
        throw new Error(`refused: ${JSON.stringify(ack)}`);
      }
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.received.length >= HEADER && this.received.length >= HEADER + this.received.readInt32BE(4)) {
      const end = HEADER + this.received.readInt32BE(4);
      const data = JSON.parse(this.received.toString("utf8", HEADER, end)) as Record<string, unknown>;
      this.events.push({ command: this.received.readInt32BE(0), data });
      this.received = this.received.subarray(end);
    }
    this.woken?.();
  }
}
