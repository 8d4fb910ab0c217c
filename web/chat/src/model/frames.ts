import { commandName, type Tapped } from "@whaleshark/client";

export interface LoggedFrame {
  readonly id: number;
  readonly time: number;
  readonly direction: "in" | "out";
  readonly command: number;
  readonly name: string | undefined;
  readonly size: number;
  /** The header of a binary frame, in hexadecimal. */
  readonly header: string | undefined;
  /** The data as JSON. */
  readonly text: string;
}

const KEPT = 500;
const CHARACTERS_KEPT = 4_000_000;
const EVENT_HEADER = 8;
const REQUEST_HEADER = 28;
const SECRET = "token";

/** The newest frames in both directions, for the developers' page. Tokens are not kept. */
export class FrameLog {
  private frames: LoggedFrame[] = [];
  private count = 0;
  private characters = 0;
  paused = false;

  add({ direction, raw, command, data }: Tapped): void {
    if (this.paused) {
      return;
    }
    const binary = typeof raw !== "string";
    const header = direction === "in" ? EVENT_HEADER : REQUEST_HEADER;
    const text = JSON.stringify(withoutSecret(data)) ?? "";
    this.frames.push({
      id: ++this.count,
      time: Date.now(),
      direction,
      command,
      name: commandName(command),
      size: binary ? raw.length : new TextEncoder().encode(raw).length,
      header: binary ? hex(raw.subarray(0, header)) : undefined,
      text,
    });
    this.characters += text.length;
    while (this.frames.length > KEPT || (this.characters > CHARACTERS_KEPT && this.frames.length > 1)) {
      this.characters -= this.frames.shift()?.text.length ?? 0;
    }
  }

  clear(): void {
    this.frames = [];
    this.characters = 0;
  }

  list(filter: string): readonly LoggedFrame[] {
    const wanted = filter.trim().toLowerCase();
    return wanted
      ? this.frames.filter((f) => `${f.command} ${f.name ?? ""} ${f.text}`.toLowerCase().includes(wanted))
      : this.frames;
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function withoutSecret(data: unknown): unknown {
  return typeof data === "object" && data !== null && SECRET in data ? { ...data, [SECRET]: "…" } : data;
}
