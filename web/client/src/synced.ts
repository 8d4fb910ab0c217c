// A user's device that keeps up: what an application builds on.
//
// It reconnects with growing pauses, sends again what was not acknowledged under the same message id, pulls the inbox
// after each login and whenever a push was lost, tells each message once, acknowledges direct messages to their
// senders, reports reads (again after a reconnect, since the server answers them with silence), and follows ticks and
// unread counts. What was missed and is not in the inbox any more is told as a gap: history has it.

import { Backoff } from "./backoff.ts";
import { type Conversation, ConversationBook } from "./book.ts";
import {
  type AnswerTo,
  type Closed,
  Connection,
  DisconnectedError,
  type Question,
  RefusedError,
  type Tapped,
} from "./connection.ts";
import { InboxSync, type Origin } from "./inbox.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import { direct, group, namesOf, type Peer, peerOf } from "./peer.ts";
import { ReadReporter } from "./reads.ts";
import type { Json } from "./schema.ts";
import type { Store } from "./store.ts";
import {
  type ChatMessage,
  Command,
  type ConversationItem,
  type DataOf,
  type Event,
  never,
  type SendAck,
} from "./wire.ts";

/** How this device is connected. */
export type SyncState =
  | { readonly is: "connecting" }
  | { readonly is: "catching-up" }
  | { readonly is: "online" }
  | { readonly is: "offline"; readonly why: string; readonly pause: number }
  /** Nothing is tried again: the login was refused, or another device took this one's place. */
  | { readonly is: "stopped"; readonly cause: "refused" | "displaced" | "closed"; readonly why: string };

/** What is new. Told in order, one at a time. */
export type Update =
  | { readonly type: "state"; readonly state: SyncState }
  | { readonly type: "listed"; readonly conversation: Conversation }
  | {
      readonly type: "arrived";
      readonly peer: Peer;
      readonly message: ChatMessage;
      readonly origin: Origin;
      readonly silent: boolean;
    }
  | { readonly type: "recalled"; readonly peer: Peer; readonly sequence: number }
  /** History has messages here that were not told; both ends inclusive. */
  | { readonly type: "gap"; readonly peer: Peer; readonly from: number; readonly to: number }
  /** An own message waits, or its state has changed. */
  | { readonly type: "unsent"; readonly entry: OutboxEntry }
  | { readonly type: "sent"; readonly entry: OutboxEntry; readonly message: ChatMessage }
  | { readonly type: "discarded"; readonly entry: OutboxEntry }
  | { readonly type: "delivered"; readonly peer: Peer; readonly upTo: number }
  | { readonly type: "read-by-peer"; readonly peer: Peer; readonly upTo: number }
  | { readonly type: "read-in-group"; readonly peer: Peer; readonly receipt: DataOf<"GROUP_READ_RECEIPT"> }
  /** The own user has read, here or on another device. */
  | { readonly type: "own-read"; readonly peer: Peer; readonly upTo: number; readonly elsewhere: boolean }
  | { readonly type: "hidden"; readonly peer: Peer }
  | { readonly type: "members"; readonly peer: Peer }
  | { readonly type: "refused"; readonly refusal: DataOf<"REFUSED"> }
  /** This browser keeps nothing: after a reload messages are told again, and unsent ones are lost. */
  | { readonly type: "not-stored" };

export interface SyncOptions {
  readonly url: string;
  readonly appId: number;
  readonly user: string;
  readonly token?: string | undefined;
  /** The name of this installation; one at a time may be connected. */
  readonly imei: string;
  readonly store: Store;
  readonly transport?: "text" | "binary";
  readonly backoff?: Backoff;
  readonly patience?: number;
  /** Whether somebody can see the window now: reads wait until then. */
  readonly visible: () => boolean;
  readonly onUpdate: (update: Update) => void;
  readonly onFrame?: (frame: Tapped) => void;
}

const BROWSER = 1;
const PAGE = 500;
const STORE_AFTER = 500;
const COUNT_AFTER = 1_000;
const CHECK_PATIENCE = 4_000;

export class SyncedClient {
  private readonly book: ConversationBook;
  private readonly outbox: Outbox;
  private readonly inbox: InboxSync;
  private readonly reads: ReadReporter;
  private readonly backoff: Backoff;
  private connection: Connection | undefined;
  private current: SyncState = { is: "connecting" };
  private listedUpTo = 0;
  private cursor = { now: 0, stored: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined };
  private counting: ReturnType<typeof setTimeout> | undefined;
  private pause: { timer: ReturnType<typeof setTimeout>; over: () => void } | undefined;
  /** What was received is handled one after the other; pulls included. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: SyncOptions) {
    const { user, store } = options;
    this.backoff = options.backoff ?? new Backoff();
    this.book = new ConversationBook(user);
    this.outbox = new Outbox(user, store, {
      onEntry: (entry) => this.tell({ type: "unsent", entry }),
      onSent: (entry, ack) => this.sent(entry, ack),
      onDiscarded: (entry) => this.tell({ type: "discarded", entry }),
      onNotStored: () => this.tell({ type: "not-stored" }),
    });
    this.inbox = new InboxSync(user, {
      onMessage: (peer, message, origin, silent) => this.arrived(peer, message, origin, silent),
      onRecalled: (peer, sequence) => this.recalled(peer, sequence),
      onGap: (peer, from, to) => this.tell({ type: "gap", peer, from, to }),
      onCursor: (cursor) => this.moved(cursor),
    });
    this.reads = new ReadReporter(options.visible, (peer, upTo) => this.read(peer, upTo));
  }

  /** Begins, and keeps up from then on until it is closed or stopped. */
  async start(): Promise<void> {
    const { cursor, unsent } = await this.options.store.load().catch(() => {
      this.tell({ type: "not-stored" });
      return { cursor: 0, unsent: [] };
    });
    this.cursor.now = cursor;
    this.cursor.stored = cursor;
    this.inbox.resume(cursor);
    this.outbox.restore(unsent);
    void this.connect();
  }

  get state(): SyncState {
    return this.current;
  }

  /** What is known of all conversations, in no particular order. */
  conversations(): Conversation[] {
    return this.book.all();
  }

  conversation(peer: Peer): Conversation {
    return this.book.get(peer);
  }

  /** The own messages that are not acknowledged. */
  unsent(): OutboxEntry[] {
    return this.outbox.list();
  }

  /** Sends a message, now or as soon as there is a connection. */
  send(peer: Peer, body: Json): void {
    this.outbox.add(peer, body, newMessageId(), Date.now());
  }

  retry(messageId: string): void {
    this.outbox.retry(messageId);
  }

  discard(messageId: string): void {
    this.outbox.discard(messageId);
  }

  /** Everything up to a message, inclusive, is displayed. */
  displayed(peer: Peer, upTo: number): void {
    if (upTo > this.book.get(peer).read) {
      this.reads.show(peer, upTo);
    }
  }

  /**
   * Asks for what is not kept up: history, readers, counts.
   *
   * @throws DisconnectedError if there is no connection
   * @throws RefusedError if the server will not
   */
  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    if (!this.connection) {
      throw new DisconnectedError("not connected");
    }
    return this.connection.ask(question);
  }

  async recall(peer: Peer, sequence: number): Promise<void> {
    const data = { ...namesOf(peer), fromId: this.options.user, messageSequence: sequence };
    await this.ask({ command: Command.RECALL, data });
    this.recalled(peer, sequence);
  }

  /** Pins, mutes or hides a conversation. */
  async change(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): Promise<void> {
    await this.ask({ command: Command.CONVERSATION_SET, data: { ...namesOf(peer), ...change } });
    this.book.changed(peer, change);
    this.tell({ type: "listed", conversation: this.book.get(peer) });
  }

  /** The window is visible again, or the network is back: says at once what waits, and looks at the connection. */
  wake(): void {
    this.reads.flush();
    this.pause?.over();
    this.connection?.check(CHECK_PATIENCE);
  }

  /** Stores the cursor now; to be called before the page goes. */
  storeCursor(): void {
    clearTimeout(this.cursor.timer);
    this.cursor.timer = undefined;
    const { now, stored } = this.cursor;
    if (now !== stored) {
      this.cursor.stored = now;
      this.options.store.saveCursor(now).catch(() => this.tell({ type: "not-stored" }));
    }
  }

  /** Ends for good. */
  close(): void {
    this.become({ is: "stopped", cause: "closed", why: "" });
    this.connection?.close();
    this.pause?.over();
    this.reads.stop();
    clearTimeout(this.counting);
    this.storeCursor();
  }

  private get stopped(): boolean {
    return this.current.is === "stopped";
  }

  private async connect(): Promise<void> {
    while (!this.stopped) {
      this.become({ is: "connecting" });
      const why = await this.serve();
      if (this.stopped) {
        return;
      }
      const pause = this.backoff.next();
      this.become({ is: "offline", why, pause });
      await new Promise<void>((resolve) => {
        const over = () => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(over, pause);
        this.pause = { timer, over };
      });
      this.pause = undefined;
    }
  }

  /** Opens a connection and looks after it until it ends. */
  private async serve(): Promise<string> {
    let ended: (why: Closed) => void = () => {};
    const closed = new Promise<Closed>((resolve) => {
      ended = resolve;
    });
    const { url, appId, imei, user, token, transport, patience, onFrame } = this.options;
    try {
      const connection = await Connection.open({
        url,
        device: { appId, clientType: BROWSER, imei },
        user,
        token,
        onFrame,
        ...(transport && { transport }),
        ...(patience && { patience }),
        onEvent: (event, from) => this.inTurn(from, () => this.pushed(from, event)),
        onClosed: (why) => ended(why),
      });
      if (this.stopped) {
        connection.close();
        return "";
      }
      this.connection = connection;
      this.become({ is: "catching-up" });
      this.outbox.connected(connection);
      this.inTurn(connection, () => this.catchUp(connection));
    } catch (e) {
      if (e instanceof RefusedError && !e.mayRetry) {
        this.become({ is: "stopped", cause: "refused", why: e.message });
      }
      return e instanceof Error ? e.message : String(e);
    }
    const why = await closed;
    this.connection = undefined;
    this.outbox.disconnected();
    if (why.cause === "displaced") {
      this.become({ is: "stopped", cause: "displaced", why: why.reason });
    }
    return why.cause === "lost" ? why.detail : "";
  }

  private inTurn(connection: Connection, task: () => Promise<void> | void): void {
    this.turn = this.turn
      .then(() => (connection.isOpen ? task() : undefined))
      // A pull failed. A new login pulls again.
      .catch((e: unknown) => connection.end({ cause: "lost", detail: e instanceof Error ? e.message : String(e) }));
  }

  private async catchUp(connection: Connection): Promise<void> {
    const changed = await this.pullList(connection);
    await this.inbox.loggedIn(connection);
    for (const item of changed) {
      this.confirmReceived(connection, item);
    }
    for (const { peer, upTo } of this.book.unconfirmedReads()) {
      this.report(connection, peer, upTo);
    }
    this.backoff.reset();
    this.become({ is: "online" });
  }

  private async pullList(connection: Connection): Promise<ConversationItem[]> {
    const changed: ConversationItem[] = [];
    for (;;) {
      const lastSequence = this.listedUpTo;
      const data = { lastSequence, maxLimit: PAGE };
      const page = await connection.ask({ command: Command.CONVERSATION_PULL, data });
      if (!page.completed && page.maxSequence <= lastSequence) {
        throw new DisconnectedError(`the server's conversation page does not go on after ${lastSequence}`);
      }
      for (const item of page.dataList) {
        this.listed(item);
        changed.push(item);
      }
      this.listedUpTo = Math.max(lastSequence, page.maxSequence);
      if (page.completed) {
        return changed;
      }
    }
  }

  /** An acknowledgement may have been lost with the page that gave it; what is unread shows it. */
  private confirmReceived(
    connection: Connection,
    { lastMessage, conversationType, unreadCount }: ConversationItem,
  ): void {
    if (lastMessage && conversationType === 0 && unreadCount > 0 && lastMessage.fromId !== this.options.user) {
      this.inbox.acknowledge(connection, lastMessage);
    }
  }

  private async pushed(from: Connection, event: Event): Promise<void> {
    switch (event.command) {
      case Command.MSG_P2P:
      case Command.MSG_GROUP:
        return this.inbox.pushed(from, event.data);
      case Command.RECALL_NOTIFY:
        return this.inbox.recalled(from, event.data);
      case Command.MSG_RECEIVE_ACK:
        return this.received(event.data);
      case Command.MSG_READ_RECEIPT:
        return this.readByPeer(direct(event.data.fromId), event.data.messageSequence);
      case Command.GROUP_READ_RECEIPT:
        return this.tell({ type: "read-in-group", peer: peerOf(event.data), receipt: event.data });
      case Command.MSG_READ_NOTIFY:
      case Command.GROUP_READ_NOTIFY: {
        const { messageSequence: upTo, unreadCount } = event.data;
        const peer = peerOf(event.data);
        this.book.readElsewhere(peer, upTo, unreadCount);
        return this.tell({ type: "own-read", peer, upTo, elsewhere: true });
      }
      case Command.CONVERSATION_UPDATED:
        return this.listed(event.data);
      case Command.CONVERSATION_DELETED:
        this.book.hidden(peerOf(event.data));
        return this.tell({ type: "hidden", peer: peerOf(event.data) });
      case Command.GROUP_MEMBERS_ADDED:
        this.book.groupAdded(event.data);
        return this.groupChanged(from, event.data.groupId);
      case Command.GROUP_RENAMED:
        this.book.groupNamed(event.data);
        return this.groupChanged(from, event.data.groupId);
      case Command.GROUP_MEMBER_REMOVED:
        this.book.memberRemoved(event.data);
        return this.groupChanged(from, event.data.groupId);
      case Command.GROUP_DISSOLVED:
        return this.groupChanged(from, event.data.groupId);
      case Command.REFUSED:
        return this.tell({ type: "refused", refusal: event.data });
      case Command.LOGIN_ACK:
      case Command.KICKED:
      case Command.PING:
      case Command.MSG_ACK:
      case Command.GROUP_MSG_ACK:
      case Command.RECALL_ACK:
      case Command.INBOX_PAGE:
      case Command.HISTORY_PAGE:
      case Command.CONVERSATION_PAGE:
      case Command.CONVERSATION_SET_ACK:
      case Command.GROUP_READERS_PAGE:
      case Command.GROUP_READ_COUNTS_PAGE:
        // Answers that came too late for whoever asked.
        return;
      default:
        return never(event);
    }
  }

  private async groupChanged(from: Connection, groupId: string): Promise<void> {
    await this.pullList(from);
    this.tell({ type: "members", peer: group(groupId) });
  }

  private received({ fromId, messageSequence, serverSend }: DataOf<"MSG_RECEIVE_ACK">): void {
    const peer = direct(fromId);
    if (!serverSend && this.book.peerReceived(peer, messageSequence)) {
      this.tell({ type: "delivered", peer, upTo: messageSequence });
    }
  }

  private readByPeer(peer: Peer, upTo: number): void {
    if (this.book.peerRead(peer, upTo)) {
      this.tell({ type: "read-by-peer", peer, upTo });
    }
  }

  private listed(item: ConversationItem): void {
    this.tell({ type: "listed", conversation: this.book.listed(item) });
  }

  private arrived(peer: Peer, message: ChatMessage, origin: Origin, silent: boolean): void {
    this.book.arrived(peer, message);
    const own = message.fromId === this.options.user;
    if (own && this.outbox.acknowledged(message.messageId, message)) {
      // Its answer may have been lost; that it is in the inbox says the same.
      return;
    }
    this.tell({ type: "arrived", peer, message, origin, silent });
    if (!this.book.get(peer).listed) {
      // A conversation that the list has not told of: its name and settings are there.
      this.countSoon();
    }
  }

  private sent(entry: OutboxEntry, ack: SendAck): void {
    const { messageId, peer, body: messageBody } = entry;
    const { messageKey, messageSequence, messageTime } = ack;
    const { appId, user: fromId } = this.options;
    const content = { appId, messageId, fromId, messageBody: messageBody ?? "" };
    const message: ChatMessage = { ...content, ...namesOf(peer), messageKey, messageSequence, messageTime };
    if (this.inbox.known(peer, messageSequence)) {
      this.book.arrived(peer, message);
    }
    this.tell({ type: "sent", entry, message });
  }

  private recalled(peer: Peer, sequence: number): void {
    this.book.recalled(peer, sequence);
    this.tell({ type: "recalled", peer, sequence });
  }

  private read(peer: Peer, upTo: number): void {
    const newest = this.book.get(peer).newest;
    if (!this.book.read(peer, Math.min(upTo, newest))) {
      return;
    }
    if (this.connection) {
      this.report(this.connection, peer, Math.min(upTo, newest));
    }
    if (this.book.hasUncounted) {
      this.countSoon();
    }
    this.tell({ type: "own-read", peer, upTo, elsewhere: false });
  }

  private report(connection: Connection, { kind, id }: Peer, messageSequence: number): void {
    const fromId = this.options.user;
    connection.tell(
      kind === "direct"
        ? { command: Command.MSG_READ, data: { fromId, toId: id, conversationType: 0, messageSequence } }
        : { command: Command.GROUP_READ, data: { fromId, groupId: id, conversationType: 1, messageSequence } },
    );
  }

  /** Only the server can count what a read before the newest message leaves unread. */
  private countSoon(): void {
    this.counting ??= setTimeout(() => {
      this.counting = undefined;
      const { connection } = this;
      if (connection) {
        this.inTurn(connection, async () => {
          await this.pullList(connection);
        });
      }
    }, COUNT_AFTER);
  }

  private moved(cursor: number): void {
    this.cursor.now = cursor;
    this.cursor.timer ??= setTimeout(() => this.storeCursor(), STORE_AFTER);
  }

  private become(state: SyncState): void {
    if (!this.stopped) {
      this.current = state;
      this.tell({ type: "state", state });
    }
  }

  private tell(update: Update): void {
    this.options.onUpdate(update);
  }
}

/** 128 random bits; where pages are not served securely, `crypto.randomUUID` is missing. */
export function newMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
