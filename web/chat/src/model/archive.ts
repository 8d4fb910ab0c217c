// What a browser keeps of a user's conversations, so that they can be read while no server answers.

import { type ChatMessage, type Conversation, type Edit, type Peer, peerKey, withEdit } from "@whaleshark/client";
import { asRecalled } from "../../../client/src/states.ts";

const TABLE = "conversations";
/** The newest conversations, and the newest messages of each. */
export const CONVERSATIONS_AT_MOST = 100;
export const MESSAGES_AT_MOST = 100;
/** Changes that follow one another within this time are written together; milliseconds. */
const SAVE_AFTER = 1_000;

/** A conversation with its newest messages, ascending and without a gap; none if they are not known. */
export interface Kept {
  readonly conversation: Conversation;
  readonly messages: readonly ChatMessage[];
}

/** The same as it is loaded now. */
export interface Loaded extends Kept {
  /** Whether the server was asked for the messages: what is not among them may be deleted. */
  readonly fromHistory: boolean;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function nameOf(appId: number, user: string): string {
  return `whaleshark-archive/${appId}/${user}`;
}

/** Deletes what is kept for a user. */
export function forgetArchive(appId: number, user: string): void {
  globalThis.indexedDB?.deleteDatabase(nameOf(appId, user));
}

/**
 * The conversations of one user as they were when a server last told. They are shown until one tells of them again, and
 * never mixed with what it tells.
 */
export class Archive {
  private readonly kept = new Map<string, Kept>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(private readonly database: IDBDatabase | undefined) {}

  /** An archive that keeps nothing. */
  static none(): Archive {
    return new Archive(undefined);
  }

  /** Opens a user's archive; one that keeps nothing if the browser has no storage. */
  static async open(appId: number, user: string): Promise<Archive> {
    try {
      const request = indexedDB.open(nameOf(appId, user), 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
      const database = await done(request);
      // Another tab signs out, and with that deletes it.
      database.onversionchange = () => database.close();
      const archive = new Archive(database);
      const all = await done<Kept[]>(database.transaction(TABLE).objectStore(TABLE).getAll());
      for (const one of all) {
        archive.kept.set(peerKey(one.conversation.peer), one);
      }
      return archive;
    } catch {
      return Archive.none();
    }
  }

  get conversations(): Conversation[] {
    return [...this.kept.values()].map(({ conversation }) => conversation);
  }

  get isEmpty(): boolean {
    return this.kept.size === 0;
  }

  of(peer: Peer): Kept | undefined {
    return this.kept.get(peerKey(peer));
  }

  /** A message was recalled: its text is not kept any longer. */
  recalled(peer: Peer, sequence: number): void {
    this.changeOne(peer, sequence, asRecalled);
  }

  edited(peer: Peer, sequence: number, edit: Edit): void {
    this.changeOne(peer, sequence, (one) => withEdit(one, edit));
  }

  /** Something was not delivered, and it may have been a recall: only the server knows the messages now. */
  gap(peer: Peer): void {
    this.change(peer, () => []);
  }

  private changeOne(peer: Peer, sequence: number, changed: (message: ChatMessage) => ChatMessage): void {
    this.change(peer, (messages) => messages.map((one) => (one.messageSequence === sequence ? changed(one) : one)));
  }

  private change(peer: Peer, changed: (messages: readonly ChatMessage[]) => readonly ChatMessage[]): void {
    const before = this.of(peer);
    if (before) {
      this.kept.set(peerKey(peer), { ...before, messages: changed(before.messages) });
    }
  }

  /** Saves soon; `now` tells what is to be kept by then. */
  soon(now: () => readonly Loaded[]): void {
    if (this.database) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.save(now());
      }, SAVE_AFTER);
    }
  }

  private save(now: readonly Loaded[]): void {
    const merged = now.slice(0, CONVERSATIONS_AT_MOST).map((one) => this.merged(one));
    this.kept.clear();
    for (const one of merged) {
      this.kept.set(peerKey(one.conversation.peer), one);
    }
    try {
      const table = this.database?.transaction(TABLE, "readwrite").objectStore(TABLE);
      table?.clear();
      for (const [key, one] of this.kept) {
        table?.put(one, key);
      }
    } catch {
      // Closed by a tab that signed out, or full: reading offline is a convenience, and nothing is lost.
    }
  }

  /** Adds what was pushed to the messages kept before, if it goes on where they end. */
  private merged({ conversation, messages, fromHistory }: Loaded): Kept {
    const before = fromHistory ? [] : (this.of(conversation.peer)?.messages ?? []);
    const first = messages[0]?.messageSequence ?? (before.at(-1)?.messageSequence ?? 0) + 1;
    const older = before.filter(({ messageSequence }) => messageSequence < first);
    const goesOn = older.at(-1)?.messageSequence === first - 1;
    return { conversation, messages: [...(goesOn ? older : []), ...messages].slice(-MESSAGES_AT_MOST) };
  }

  close(): void {
    clearTimeout(this.timer);
    this.database?.close();
  }
}
