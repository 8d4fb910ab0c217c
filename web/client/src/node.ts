// What needs Node.js: a store in a file.

import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { isRecord } from "./schema.ts";
import type { Store, Stored, Unsent } from "./store.ts";

/**
 * Stores in a JSON file, which is replaced as a whole: a process that is killed, or a machine without power, leaves the
 * old one or the new one. Each device of each user has a file of its own, and one process at a time uses it.
 */
export class FileStore implements Store {
  private cursor = 0;
  private readonly unsent = new Map<string, Unsent>();
  private written: Promise<void> = Promise.resolve();
  /** The write that has not begun; it takes every change until then. */
  private next: Promise<void> | undefined;

  private constructor(private readonly file: string) {}

  /**
   * Opens a file, or begins a new one. Missing folders are created.
   *
   * @throws Error if it cannot be read, or is not the file of a store
   */
  static async open(file: string): Promise<FileStore> {
    await mkdir(dirname(file), { recursive: true });
    const store = new FileStore(file);
    const text = await readFile(file, "utf8").catch((e: NodeJS.ErrnoException) => {
      if (e.code !== "ENOENT") {
        throw e;
      }
      return undefined;
    });
    if (text !== undefined) {
      store.read(text);
    }
    return store;
  }

  private read(text: string): void {
    const stored = parsed(text);
    if (!isRecord(stored) || !Number.isSafeInteger(stored.cursor) || !Array.isArray(stored.unsent)) {
      throw new Error(`${this.file}: not the file of a store (expected: one that FileStore has written)`);
    }
    this.cursor = Number(stored.cursor);
    for (const message of stored.unsent as Unsent[]) {
      this.unsent.set(message.messageId, message);
    }
  }

  async load(): Promise<Stored> {
    return { cursor: this.cursor, unsent: [...this.unsent.values()].sort((a, b) => a.ticket - b.ticket) };
  }

  saveCursor(cursor: number): Promise<void> {
    this.cursor = cursor;
    return this.write();
  }

  saveUnsent(message: Unsent): Promise<void> {
    this.unsent.set(message.messageId, message);
    return this.write();
  }

  removeUnsent(messageId: string): Promise<void> {
    this.unsent.delete(messageId);
    return this.write();
  }

  private write(): Promise<void> {
    this.next ??= this.written.then(() => {
      this.next = undefined;
      return this.replace();
    });
    // A write that failed does not stop the one after it, which has all changes.
    this.written = this.next.catch(() => {});
    return this.next;
  }

  private async replace(): Promise<void> {
    const next = `${this.file}.next`;
    const handle = await open(next, "w");
    try {
      await handle.writeFile(`${JSON.stringify({ cursor: this.cursor, unsent: [...this.unsent.values()] })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, this.file);
    await syncFolder(dirname(this.file));
  }
}

/** The new name of a file is durable once its folder is. Windows has no such thing, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== "win32") {
    const handle = await open(folder, "r");
    await handle.sync().finally(() => handle.close());
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
