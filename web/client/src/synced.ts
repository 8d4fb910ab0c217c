// A user's device that stays in sync: the class to build an application on. It reconnects, resends under the same ids,
// pulls what was missed, delivers each message once, keeps ticks and unread counts, and repeats reports until taken.

import { receiveAck } from "./acknowledgements.ts";
import { type Conversation, ConversationBook } from "./book.ts";
import { Confirmation } from "./confirmation.ts";
import { type AnswerTo, type Connection, DisconnectedError, type Push, type Question } from "./connection.ts";
import { DevicePush } from "./device-push.ts";
import { Displayed } from "./displayed.ts";
import { Effects } from "./effects.ts";
import type { ConversationItem, DataOf, PinnedMessage, SendAck, Tally } from "./events.ts";
import { newMessageId } from "./ids.ts";
import { Inbox, type InboxEffect } from "./inbox.ts";
import { Lifeline } from "./lifeline.ts";
import { ListSync } from "./list.ts";
import { Outbox, type OutboxEntry, sentMessage } from "./outbox.ts";
import { direct, group, messageNames, namesOf, type Peer, peerOf } from "./peer.ts";
import { pinUpdate } from "./pins.ts";
import { type Reactors, reactionUpdate } from "./reactions.ts";
import { Reading } from "./reading.ts";
import { Receipts } from "./receipts.ts";
import type { Json } from "./schema.ts";
import { asRecalled } from "./states.ts";
import { CursorKeeper } from "./store.ts";
import { Typing } from "./typing.ts";
import { TypingBook } from "./typing-book.ts";
import type { SyncOptions, SyncState, Update } from "./updates.ts";
import { CommandNumber, mayRetry, never, RefusalCode } from "./wire.ts";

const INBOX_PAGE = 500;

export class SyncedClient {
  private readonly book: ConversationBook;
  private readonly outbox: Outbox;
  private readonly inbox: Inbox;
  private readonly effects: Effects;
  private readonly displayedNow: Displayed;
  private readonly lifeline: Lifeline;
  private readonly cursor: CursorKeeper;
  private readonly list = new ListSync((item) => this.listed(item));
  private readonly reading: Reading;
  private readonly confirmation = new Confirmation(
    () => this.book.isUnsure || this.reading.isUnderWay || this.inbox.isUncertain,
    () => this.confirm(),
  );
  readonly push = new DevicePush((question) => this.ask(question));
  /** Whether others see how far the user reads, and the user how far they do. */
  readonly receipts = new Receipts(
    (question) => this.ask(question),
    () => {
      this.book.forgetOthers();
      this.list.restart();
      void this.confirm();
    },
  );
  private readonly typists = new TypingBook((peer) => this.tell({ type: "typing", peer }));
  /** Who is writing at the moment: the user, and others. */
  readonly typing = new Typing(this.typists, (request) => this.lifeline.connection?.tell(request) ?? false);
  /** Serializes the handling of received frames, pulls included. */
  private turn: Promise<void> = Promise.resolve();

  /** @throws TypeError if it can never connect from here, and what to pass */
  constructor(private readonly options: SyncOptions) {
    const { user, store } = options;
    this.book = new ConversationBook(user);
    this.inbox = new Inbox(user);
    this.cursor = new CursorKeeper(store, () => this.tell({ type: "not-stored" }));
    this.outbox = new Outbox(user, store, {
      onEntry: (entry) => this.unsentChanged(entry),
      onSent: (entry, ack) => this.sent(entry, ack),
      onDiscarded: (entry) => this.tell({ type: "discarded", entry }),
      onNotStored: () => this.tell({ type: "not-stored" }),
    });
    this.effects = new Effects(user, this.book, this.outbox, {
      tell: (update) => this.tell(update),
      acknowledge: (message) => this.lifeline.connection?.tell(receiveAck(user, message)),
    });
    this.reading = new Reading(user, this.book, this.confirmation, {
      connection: () => this.lifeline.connection,
      tell: (update) => this.tell(update),
    });
    this.displayedNow = new Displayed(options.visible, (peer, upTo) => this.reading.here(peer, upTo));
    this.lifeline = new Lifeline(options, {
      onState: (state) => this.tell({ type: "state", state }),
      onConnected: (connection) => {
        this.outbox.connected(connection);
        this.typing.connected(user);
        this.inTurn(connection, () => this.catchUp(connection));
      },
      onPush: (push, from) => this.inTurn(from, () => this.pushed(from, push)),
      onDisconnected: () => {
        this.confirmation.stop();
        this.outbox.disconnected();
        this.typists.disconnected();
      },
    });
  }

  /** Starts, and stays in sync until it is closed or stopped. */
  async start(): Promise<void> {
    const { cursor, unsent } = await this.cursor.load();
    this.inbox.resume(cursor);
    this.outbox.restore(unsent);
    void this.lifeline.start();
  }

  get state(): SyncState {
    return this.lifeline.state;
  }

  /** The current states of all conversations, in no particular order. */
  conversations(): Conversation[] {
    return this.book.all();
  }

  conversation(peer: Peer): Conversation {
    return this.book.get(peer);
  }

  /** The user's unacknowledged messages. */
  unsent(): OutboxEntry[] {
    return this.outbox.list();
  }

  /** Sends a message, now or as soon as there is a connection. */
  send(peer: Peer, body: Json): void {
    this.typing.sent(peer);
    this.outbox.add(peer, body, newMessageId(), Date.now());
  }

  retry(messageId: string): void {
    this.outbox.retry(messageId);
  }

  discard(messageId: string): void {
    this.outbox.discard(messageId);
  }

  /** Reports that everything up to a message, inclusive, is displayed. One that is not known here has no effect. */
  displayed(peer: Peer, upTo: number): void {
    const { read, newest } = this.book.get(peer);
    if (upTo > read && upTo <= newest) {
      this.displayedNow.show(peer, upTo);
    }
  }

  /**
   * Sends any other question: history, readers, counts.
   *
   * @throws DisconnectedError if there is no connection, and RefusedError if the server refuses it
   */
  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    return this.lifeline.requireConnection().ask(question);
  }

  async recall(peer: Peer, sequence: number): Promise<void> {
    await this.ask({ command: CommandNumber.RECALL, data: messageNames(this.options.user, peer, sequence) });
    this.effects.carryOut(this.inbox.recalledHere(peer, sequence));
  }

  /**
   * Gives an own message another body, and another `extra` or none. Throws as `ask`. After a DisconnectedError it may
   * be repeated with the same content: what holds already changes nothing.
   */
  async edit(peer: Peer, sequence: number, body: Json, extra?: Json): Promise<void> {
    const content = { messageBody: body, ...(extra !== undefined && { extra }) };
    const data = { ...messageNames(this.options.user, peer, sequence), ...content };
    const { editedTime } = await this.ask({ command: CommandNumber.EDIT, data });
    this.effects.carryOut(this.inbox.editedHere(peer, sequence, { ...content, editedTime }));
  }

  /** Pins a message for its whole conversation, or unpins it. What holds already changes nothing. Throws as `ask`. */
  async pin(peer: Peer, sequence: number, isPinned: boolean): Promise<void> {
    const data = { ...messageNames(this.options.user, peer, sequence), isPinned };
    this.tell(pinUpdate(peer, await this.ask({ command: CommandNumber.PIN, data }), this.options.user));
  }

  /**
   * The pinned messages of a conversation, at most 50, newest pin first. Whoever asks is told of later ones by updates,
   * until the connection ends: ask when a conversation is opened, and when the state is online again. Throws as `ask`.
   */
  async pins(peer: Peer): Promise<readonly PinnedMessage[]> {
    return (await this.ask({ command: CommandNumber.PIN_PULL, data: namesOf(peer) })).dataList;
  }

  /**
   * Sets a reaction of the user at a message, or takes it back: a text of 1..32 bytes, usually an emoji. What holds
   * already changes nothing. Throws as `ask`, with `RefusalCode.TOO_LARGE` for the 21st that differs at a message.
   */
  async react(peer: Peer, sequence: number, reaction: string, isSet: boolean): Promise<void> {
    const data = { ...messageNames(this.options.user, peer, sequence), reaction, isSet };
    const answer = await this.ask({ command: CommandNumber.REACT, data });
    this.tell(reactionUpdate(peer, answer, this.options.user));
  }

  /**
   * The reactions to messages of a conversation, both ends inclusive, at most 200; of those that have any. Whoever asks
   * is told of later ones by updates, until the connection ends, but not in large groups. Throws as `ask`.
   */
  async reactions(peer: Peer, from: number, to: number): Promise<readonly Tally[]> {
    const data = { ...namesOf(peer), fromSequence: from, toSequence: to };
    return (await this.ask({ command: CommandNumber.REACTION_PULL, data })).dataList;
  }

  /** Who has set a reaction at a message, after an id or from the first; 1..500 at most. Throws as `ask`. */
  async reactors(peer: Peer, sequence: number, reaction: string, after?: string, limit = 100): Promise<Reactors> {
    const of = { ...namesOf(peer), messageSequence: sequence, reaction, maxLimit: limit };
    const data = { ...of, ...(after !== undefined && { lastUserId: after }) };
    const { count, dataList, completed } = await this.ask({ command: CommandNumber.REACTORS_PULL, data });
    return { count, userIds: dataList.map(({ userId }) => userId), completed };
  }

  /** Pins a conversation to the top of the list, mutes or hides it. */
  async change(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): Promise<void> {
    await this.ask({ command: CommandNumber.CONVERSATION_SET, data: { ...namesOf(peer), ...change } });
    this.book.changed(peer, change);
    this.tell({ type: "listed", conversation: this.book.get(peer) });
  }

  /** Blocks a user, or lifts the block: at most 1,000 are blocked, and nobody is told. Throws as `ask`. */
  async setBlocked(userId: string, isBlocked: boolean): Promise<void> {
    await this.ask({ command: CommandNumber.BLOCK_SET, data: { blockedId: userId, isBlocked } });
  }

  /** The ids of all whom the user blocks, in order. Throws as `ask`. */
  async blocked(): Promise<readonly string[]> {
    return (await this.ask({ command: CommandNumber.BLOCK_PULL, data: {} })).blockedIds;
  }

  /** The window is visible again, or the network changed: sends reports, and checks the connection within some ms. */
  wake(patience?: number): void {
    this.displayedNow.flush();
    this.lifeline.wake(patience);
  }

  /** Stores the cursor now; call this before the page unloads. */
  storeCursor(): void {
    this.cursor.store();
  }

  /** Closes for good. */
  close(): void {
    this.lifeline.close();
    this.displayedNow.stop();
    this.confirmation.stop();
    this.cursor.store();
  }

  private inTurn(connection: Connection, task: () => Promise<void> | void): void {
    this.turn = this.turn
      .then(() => (connection.isOpen ? task() : undefined))
      // A pull failed. The next login pulls again.
      .catch((e: unknown) => connection.end({ cause: "lost", detail: e instanceof Error ? e.message : String(e) }));
  }

  private async catchUp(connection: Connection): Promise<void> {
    this.reading.loggedIn();
    await this.receipts.askAgain(this.list.hasBegun);
    await this.list.pull(connection);
    await this.applied(connection, this.inbox.loggedIn(connection.login.maxSequence));
    this.reading.report();
    this.lifeline.caughtUp();
  }

  /** Executes the inbox's effects, and pulls until nothing is missing. */
  private async applied(connection: Connection, effects: readonly InboxEffect[]): Promise<void> {
    this.effects.carryOut(effects);
    for (let from = this.inbox.missingFrom; from !== undefined; from = this.inbox.missingFrom) {
      const said = this.inbox.acknowledged;
      const data = { lastSequence: from, maxLimit: INBOX_PAGE };
      const page = await connection.ask({ command: CommandNumber.INBOX_PULL, data });
      if (!page.completed && page.maxSequence <= from) {
        throw new DisconnectedError(`the server's inbox page does not advance beyond ${from}`);
      }
      this.inbox.acknowledgementsArrived(said);
      this.effects.carryOut(this.inbox.pulled(page));
    }
    this.keepCursor();
    this.confirmation.soon();
  }

  /** The stored cursor never passes a message whose acknowledgement may be lost with this page. */
  private keepCursor(): void {
    if (!this.inbox.isUncertain) {
      this.cursor.moved(this.inbox.position);
    }
  }

  /** Pulls the list: it has the server's counts and names, and confirms requests that the server does not answer. */
  private async confirm(): Promise<void> {
    const { connection } = this.lifeline;
    if (connection) {
      this.inTurn(connection, async () => {
        const said = this.inbox.acknowledged;
        await this.list.pull(connection);
        this.inbox.acknowledgementsArrived(said);
        this.keepCursor();
        this.reading.report();
      });
      await this.turn;
    }
  }

  private async pushed(from: Connection, push: Push): Promise<void> {
    this.typists.heard(push);
    switch (push.command) {
      case CommandNumber.MSG_P2P:
      case CommandNumber.MSG_GROUP:
        return this.applied(from, this.inbox.pushed(push.data));
      case CommandNumber.RECALL_NOTIFY:
        return this.applied(from, this.inbox.recalled(push.data));
      case CommandNumber.EDIT_NOTIFY:
        return this.applied(from, this.inbox.edited(push.data));
      case CommandNumber.PIN_NOTIFY:
        return this.tell(pinUpdate(peerOf(push.data), push.data, push.data.fromId));
      case CommandNumber.REACTION_NOTIFY:
        return this.tell(reactionUpdate(peerOf(push.data), push.data, push.data.fromId));
      case CommandNumber.MSG_RECEIVE_ACK:
        return this.received(push.data);
      case CommandNumber.MSG_READ_RECEIPT:
        return this.readByPeer(direct(push.data.fromId), push.data.messageSequence);
      case CommandNumber.GROUP_READ_RECEIPT:
        return this.tell({ type: "read-in-group", peer: peerOf(push.data), receipt: push.data });
      case CommandNumber.MSG_READ_NOTIFY:
      case CommandNumber.GROUP_READ_NOTIFY:
        return this.reading.elsewhere(push.data);
      case CommandNumber.CONVERSATION_UPDATED:
        return this.listed(push.data);
      case CommandNumber.RECEIPTS_UPDATED:
        this.tell({ type: "receipts", ...push.data });
        return this.receipts.told(push.data);
      case CommandNumber.CONVERSATION_DELETED:
        this.book.hidden(peerOf(push.data));
        return this.tell({ type: "hidden", peer: peerOf(push.data) });
      case CommandNumber.TYPING_NOTIFY:
        return;
      case CommandNumber.GROUP_MEMBERS_ADDED:
      case CommandNumber.GROUP_RENAMED:
      case CommandNumber.GROUP_DISSOLVED:
      case CommandNumber.GROUP_MEMBER_REMOVED:
        this.book.groupChanged(push);
        await this.list.pull(from); // it has the number of members, and whether the user is one
        return this.tell({ type: "members", peer: group(push.data.groupId) });
      case CommandNumber.REFUSED:
        if (push.data.requestId && !mayRetry(push.data.code) && this.reading.refused(push.data.requestId)) {
          void this.list.pull(from); // it has the newest count
        }
        return this.tell({ type: "refused", refusal: push.data });
      default:
        return never(push);
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
    this.tell({ type: "listed", conversation: this.reading.listed(item) });
  }

  private unsentChanged(entry: OutboxEntry): void {
    if (entry.refused?.code === RefusalCode.GROUP_DISSOLVED) {
      // The list does not say so, and an offline user got no push.
      this.book.dissolved(entry.peer);
    }
    this.tell({ type: "unsent", entry });
  }

  private sent(entry: OutboxEntry, ack: SendAck): void {
    const sent = sentMessage(this.options.appId, this.options.user, entry, ack);
    // The answer to a repeat does not say that the message was recalled meanwhile.
    const message = this.inbox.isRecalled(entry.peer, ack.messageSequence) ? asRecalled(sent) : sent;
    if (this.inbox.sent(entry.peer, ack.messageSequence)) {
      this.book.known(entry.peer, message);
    }
    this.tell({ type: "sent", entry, message });
  }

  private tell(update: Update): void {
    this.cursor.waitFor(this.options.onUpdate(update));
  }
}
