// The user's unacknowledged messages. Each is resent under the same message id until there is an answer, also after a
// new login and after a reload of the page.
//
// Order. Messages of a conversation are sent in the order in which they were written, without waiting for answers. If
// the server refuses one temporarily, those after it wait for it; then they follow one by one.

import { Backoff } from "./backoff.ts";
import { type Connection, RefusedError } from "./connection.ts";
import type { ChatMessage, SendAck } from "./events.ts";
import { namesOf, type Peer, peerKey } from "./peer.ts";
import type { Json } from "./schema.ts";
import type { Store, Unsent } from "./store.ts";
import { CommandNumber } from "./wire.ts";

/** The state of an unacknowledged message. */
export type SendState = "waiting" | "sending" | "retrying" | "failed";

export interface OutboxEntry extends Unsent {
  readonly state: SendState;
}

interface Entry {
  unsent: Unsent;
  state: SendState;
  readonly backoff: Backoff;
  /** Whether an answer is pending. */
  asking: boolean;
  retry: ReturnType<typeof setTimeout> | undefined;
}

export interface OutboxListener {
  /** An entry is new, or its state has changed. */
  onEntry(entry: OutboxEntry): void;
  /** The server has it. */
  onSent(entry: OutboxEntry, ack: SendAck): void;
  onDiscarded(entry: OutboxEntry): void;
  /** The browser has no storage: unacknowledged messages are lost with the page. */
  onNotStored(): void;
}

export class Outbox {
  private readonly entries = new Map<string, Entry>();
  private connection: Connection | undefined;
  private tickets = 0;

  constructor(
    private readonly user: string,
    private readonly store: Store,
    private readonly listener: OutboxListener,
  ) {}

  /** Restores the messages of an earlier page. */
  restore(unsent: readonly Unsent[]): void {
    for (const message of unsent) {
      this.tickets = Math.max(this.tickets, message.ticket);
      this.put(message, message.refused ? "failed" : "waiting");
    }
  }

  add(peer: Peer, body: Json, messageId: string, time: number): void {
    const unsent = { messageId, peer, body, time, ticket: ++this.tickets };
    const entry = this.put(unsent, "waiting");
    this.keep(this.store.saveUnsent(unsent));
    this.transmit(entry);
  }

  /** Retries a failed message. */
  retry(messageId: string): void {
    const entry = this.entries.get(messageId);
    if (entry?.state === "failed") {
      const { refused: _, ...unsent } = entry.unsent;
      entry.unsent = unsent;
      this.keep(this.store.saveUnsent(unsent));
      this.become(entry, "waiting");
      this.transmit(entry);
    }
  }

  /** Deletes a failed message. */
  discard(messageId: string): void {
    const entry = this.entries.get(messageId);
    if (entry?.state === "failed") {
      this.remove(entry);
      this.listener.onDiscarded(view(entry));
    }
  }

  /** Sends all waiting messages over this connection, oldest first, and new ones from now on. */
  connected(connection: Connection): void {
    this.connection = connection;
    for (const entry of [...this.entries.values()].sort((a, b) => a.unsent.ticket - b.unsent.ticket)) {
      if (entry.state !== "failed") {
        this.transmit(entry);
      }
    }
  }

  /** Queues new messages from now on. */
  disconnected(): void {
    this.connection = undefined;
    for (const entry of this.entries.values()) {
      clearTimeout(entry.retry);
      entry.retry = undefined;
      if (entry.state !== "failed") {
        this.become(entry, "waiting");
      }
    }
  }

  /**
   * The server has a message, as its answer or the inbox shows.
   *
   * @returns false if the message was no longer waiting: repeats have no effect
   */
  acknowledged(messageId: string, ack: SendAck): boolean {
    const entry = this.entries.get(messageId);
    if (!entry) {
      return false;
    }
    this.remove(entry);
    this.listener.onSent(view(entry), ack);
    this.goOn(entry.unsent.peer);
    return true;
  }

  list(): OutboxEntry[] {
    return [...this.entries.values()].map(view);
  }

  private put(unsent: Unsent, state: SendState): Entry {
    const entry: Entry = { unsent, state, backoff: new Backoff(1_000, 30_000), asking: false, retry: undefined };
    this.entries.set(unsent.messageId, entry);
    this.listener.onEntry(view(entry));
    return entry;
  }

  private become(entry: Entry, state: SendState): void {
    if (entry.state !== state) {
      entry.state = state;
      this.listener.onEntry(view(entry));
    }
  }

  private remove(entry: Entry): void {
    clearTimeout(entry.retry);
    this.entries.delete(entry.unsent.messageId);
    this.keep(this.store.removeUnsent(entry.unsent.messageId));
  }

  /** The oldest message of a conversation that is being retried. */
  private putOff(peer: Peer): Entry | undefined {
    return [...this.entries.values()]
      .filter((entry) => entry.state === "retrying" && peerKey(entry.unsent.peer) === peerKey(peer))
      .reduce<Entry | undefined>((a, b) => (a && a.unsent.ticket < b.unsent.ticket ? a : b), undefined);
  }

  private isBehind(entry: Entry): boolean {
    const head = this.putOff(entry.unsent.peer);
    return head !== undefined && head.unsent.ticket < entry.unsent.ticket;
  }

  /** The blocking message is gone: sends the next one. */
  private goOn(peer: Peer): void {
    const next = this.putOff(peer);
    if (next && !next.asking && next.retry === undefined) {
      this.transmit(next);
    }
  }

  private transmit(entry: Entry): void {
    const { connection } = this;
    if (!connection?.isOpen) {
      return;
    }
    if (this.isBehind(entry)) {
      this.become(entry, "retrying");
      return;
    }
    if (entry.state !== "retrying") {
      this.become(entry, "sending");
    }
    const { messageId, peer, body: messageBody } = entry.unsent;
    const content = { messageId, fromId: this.user, messageBody };
    entry.asking = true;
    const asked =
      peer.kind === "direct"
        ? connection.ask({ command: CommandNumber.MSG_P2P, data: { ...content, toId: peer.id } })
        : connection.ask({ command: CommandNumber.MSG_GROUP, data: { ...content, groupId: peer.id } });
    asked.then(
      (ack) => this.acknowledged(messageId, ack),
      (why: unknown) => this.notAcknowledged(entry, why),
    );
  }

  private notAcknowledged(entry: Entry, why: unknown): void {
    entry.asking = false;
    if (this.entries.get(entry.unsent.messageId) !== entry) {
      return;
    }
    if (why instanceof RefusedError && !why.mayRetry) {
      entry.unsent = { ...entry.unsent, refused: { code: why.code, detail: why.message } };
      this.keep(this.store.saveUnsent(entry.unsent));
      this.become(entry, "failed");
      this.goOn(entry.unsent.peer);
    } else if (this.connection?.isOpen) {
      this.become(entry, "retrying");
      if (!this.isBehind(entry)) {
        const asked = why instanceof RefusedError ? why.retryAfter : 0;
        this.retryAfter(entry, Math.max(asked, entry.backoff.next()));
      }
    }
  }

  private retryAfter(entry: Entry, pause: number): void {
    clearTimeout(entry.retry);
    entry.retry = setTimeout(() => {
      entry.retry = undefined;
      this.transmit(entry);
    }, pause);
  }

  private keep(saved: Promise<void>): void {
    saved.catch(() => this.listener.onNotStored());
  }
}

function view({ unsent, state }: Entry): OutboxEntry {
  return { ...unsent, state };
}

/** The sent message as its receivers get it. */
export function sentMessage(appId: number, fromId: string, entry: Unsent, ack: SendAck): ChatMessage {
  const { messageId, peer, body } = entry;
  const { messageKey, messageSequence, messageTime } = ack;
  const content = { appId, messageId, fromId, messageBody: body ?? "" };
  return { ...content, ...namesOf(peer), messageKey, messageSequence, messageTime };
}
