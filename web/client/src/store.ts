// The state of a device that survives a reload or a restart: its inbox cursor, and its unacknowledged messages.

import type { Peer } from "./peer.ts";
import type { Json } from "./schema.ts";

/** A message of the own user that the server has not acknowledged. */
export interface Unsent {
  readonly messageId: string;
  readonly peer: Peer;
  readonly body: Json;
  /** When it was written, by this computer's clock; milliseconds. */
  readonly time: number;
  /** Increases with each message of this device, and defines their order. */
  readonly ticket: number;
  /** The server's refusal; absent while the message is still being sent. */
  readonly refused?: { readonly code: number; readonly detail: string };
}

/** What a store holds. */
export interface Stored {
  /** 0 if none was saved. */
  readonly cursor: number;
  /** By ascending ticket. */
  readonly unsent: readonly Unsent[];
}

/**
 * Where one device of one user keeps its state. A promise is fulfilled when the change is durable, and rejected if it
 * may not be. Changes are made in the order of the calls; a call does not wait for the one before it.
 */
export interface Store {
  load(): Promise<Stored>;
  /** After a crash, an older cursor is harmless, because messages are delivered again; a newer one would lose some. */
  saveCursor(cursor: number): Promise<void>;
  /** Adds a message, or replaces the one with the same id. */
  saveUnsent(message: Unsent): Promise<void>;
  /** Removes a message; none with this id is no error. */
  removeUnsent(messageId: string): Promise<void>;
}

/** Stores in memory, for the lifetime of the page or the process. */
export class MemoryStore implements Store {
  private cursor = 0;
  private readonly unsent = new Map<string, Unsent>();

  async load() {
    return { cursor: this.cursor, unsent: [...this.unsent.values()] };
  }
  async saveCursor(cursor: number) {
    this.cursor = cursor;
  }
  async saveUnsent(message: Unsent) {
    this.unsent.set(message.messageId, message);
  }
  async removeUnsent(messageId: string) {
    this.unsent.delete(messageId);
  }
}

const NUMBERS = "numbers";
const UNSENT = "unsent";
const CURSOR = "cursor";

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Stores in the browser's IndexedDB, in one database for each device of each user. */
export class IndexedDbStore implements Store {
  private constructor(private readonly database: IDBDatabase) {}

  /** @throws DOMException if the browser has no storage, as in some private windows */
  static async open(name: string): Promise<IndexedDbStore> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(NUMBERS);
      request.result.createObjectStore(UNSENT, { keyPath: "messageId" });
    };
    const database = await done(request);
    database.onversionchange = () => database.close();
    return new IndexedDbStore(database);
  }

  private table(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.database.transaction(name, mode).objectStore(name);
  }

  async load() {
    const [cursor, unsent] = await Promise.all([
      done<number | undefined>(this.table(NUMBERS, "readonly").get(CURSOR)),
      done<Unsent[]>(this.table(UNSENT, "readonly").getAll()),
    ]);
    return { cursor: cursor ?? 0, unsent: unsent.sort((a, b) => a.ticket - b.ticket) };
  }
  async saveCursor(cursor: number) {
    await done(this.table(NUMBERS, "readwrite").put(cursor, CURSOR));
  }
  async saveUnsent(message: Unsent) {
    await done(this.table(UNSENT, "readwrite").put(message));
  }
  async removeUnsent(messageId: string) {
    await done(this.table(UNSENT, "readwrite").delete(messageId));
  }
}

const STORE_AFTER = 500;

/**
 * Stores the inbox cursor shortly after it has moved, so that a burst of messages causes one write. It never passes an
 * update that is still being handled.
 */
export class CursorKeeper {
  private now = 0;
  private stored = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Fulfilled when all updates so far have been handled; undefined if they have. */
  private handled: Promise<unknown> | undefined;
  /** Whether an update was rejected: nothing moves any more. */
  private isStuck = false;

  constructor(
    private readonly to: Store,
    private readonly onNotStored: () => void,
  ) {}

  /** What the store holds: the cursor goes on from there. Nothing, if it fails. */
  async load(): Promise<Stored> {
    const held = await this.to.load().catch(() => {
      this.onNotStored();
      return { cursor: 0, unsent: [] };
    });
    this.now = held.cursor;
    this.stored = held.cursor;
    return held;
  }

  /**
   * What moves from now on is stored when this has been fulfilled, and never if it is rejected.
   *
   * @param handling if it is no promise, nor like one, nothing waits for it
   */
  waitFor(handling: unknown): void {
    if (this.isStuck || typeof (handling as PromiseLike<unknown> | undefined)?.then !== "function") {
      return;
    }
    const handled = Promise.all([this.handled, handling]);
    this.handled = handled;
    // Before what `moved` adds, so that cursors keep their order. A rejection is the application's: it stays unhandled.
    void handled.then(() => {
      if (this.handled === handled) {
        this.handled = undefined;
      }
    });
    handled.catch(() => {
      this.isStuck = true;
    });
  }

  moved(cursor: number): void {
    if (this.handled) {
      this.handled.then(
        () => this.reached(cursor),
        () => {},
      );
    } else {
      this.reached(cursor);
    }
  }

  private reached(cursor: number): void {
    this.now = cursor;
    this.timer ??= setTimeout(() => this.store(), STORE_AFTER);
  }

  store(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.now !== this.stored) {
      this.stored = this.now;
      this.to.saveCursor(this.now).catch(this.onNotStored);
    }
  }
}
