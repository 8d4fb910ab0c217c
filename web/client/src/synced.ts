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
} from "./connection.ts";
import { newMessageId } from "./ids.ts";
import { InboxSync, type Origin } from "./inbox.ts";
import { ListSync } from "./list.ts";
import { Outbox, type OutboxEntry, sentMessage } from "./outbox.ts";
import { direct, group, namesOf, type Peer, peerOf } from "./peer.ts";
import { ReadReporter, readRequest } from "./reads.ts";
import type { Json } from "./schema.ts";
import { CursorKeeper } from "./store.ts";
import type { SyncOptions, SyncState, Update } from "./updates.ts";
import {
  type ChatMessage,
  Command,
  type ConversationItem,
  type DataOf,
  type Event,
  never,
  type SendAck,
} from "./wire.ts";

const BROWSER = 1;
const TOKEN_EXPIRED = "the token has expired";
const COUNT_AFTER = 400;
const CHECK_PATIENCE = 4_000;

export class SyncedClient {
  private readonly book: ConversationBook;
  private readonly outbox: Outbox;
  private readonly inbox: InboxSync;
  private readonly reads: ReadReporter;
  private readonly backoff: Backoff;
  private connection: Connection | undefined;
  private current: SyncState = { is: "connecting" };
  private readonly list = new ListSync((item) => this.listed(item));
  private readonly cursor: CursorKeeper;
  private counting: ReturnType<typeof setTimeout> | undefined;
  private endPause: (() => void) | undefined;
  /** What was received is handled one after the other; pulls included. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: SyncOptions) {
    const { user, store } = options;
    this.backoff = options.backoff ?? new Backoff();
    this.book = new ConversationBook(user);
    this.cursor = new CursorKeeper(store, () => this.tell({ type: "not-stored" }));
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
      onCursor: (cursor) => this.cursor.moved(cursor),
    });
    this.reads = new ReadReporter(options.visible, (peer, upTo) => this.read(peer, upTo));
  }

  /** Begins, and keeps up from then on until it is closed or stopped. */
  async start(): Promise<void> {
    const { cursor, unsent } = await this.options.store.load().catch(() => {
      this.tell({ type: "not-stored" });
      return { cursor: 0, unsent: [] };
    });
    this.cursor.resume(cursor);
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
    this.endPause?.();
    this.connection?.check(CHECK_PATIENCE);
  }

  /** Stores the cursor now; to be called before the page goes. */
  storeCursor(): void {
    this.cursor.store();
  }

  /** Ends for good. */
  close(): void {
    this.become({ is: "stopped", cause: "closed", why: "" });
    this.connection?.close();
    this.endPause?.();
    this.reads.stop();
    clearTimeout(this.counting);
    this.cursor.store();
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
      await this.waitFor(pause);
    }
  }

  private waitFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.endPause = undefined;
        resolve();
      };
      const timer = setTimeout(over, milliseconds);
      this.endPause = over;
    });
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
      const cause = why.reason === TOKEN_EXPIRED ? "expired" : "displaced";
      this.become({ is: "stopped", cause, why: why.reason });
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
    const changed = await this.list.pull(connection);
    await this.inbox.loggedIn(connection);
    for (const item of changed) {
      this.inbox.confirm(connection, item);
    }
    for (const { peer, upTo } of this.book.unconfirmedReads()) {
      connection.tell(readRequest(this.options.user, peer, upTo));
    }
    this.backoff.reset();
    this.become({ is: "online" });
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
      case Command.GROUP_RENAMED:
      case Command.GROUP_MEMBER_REMOVED:
      case Command.GROUP_DISSOLVED:
        // The list has the name and the number of members that hold now.
        await this.list.pull(from);
        return this.tell({ type: "members", peer: group(event.data.groupId) });
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
    const { appId, user } = this.options;
    const message = sentMessage(appId, user, entry, ack);
    if (this.inbox.known(entry.peer, ack.messageSequence)) {
      this.book.arrived(entry.peer, message);
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
    this.connection?.tell(readRequest(this.options.user, peer, Math.min(upTo, newest)));
    if (this.book.hasUncounted) {
      this.countSoon();
    }
    this.tell({ type: "own-read", peer, upTo, elsewhere: false });
  }

  /** Only the server can count what a read before the newest message leaves unread. */
  private countSoon(): void {
    this.counting ??= setTimeout(() => {
      this.counting = undefined;
      const { connection } = this;
      if (connection) {
        this.inTurn(connection, async () => {
          await this.list.pull(connection);
        });
      }
    }, COUNT_AFTER);
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
