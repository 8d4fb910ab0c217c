// Tells every message of the inbox once, however it comes.
//
// Chain. The cursor is the newest inbox sequence of which everything before has been told. A push names the sequence
// before it: if that is the cursor, nothing was missed, and the cursor moves to the push. Otherwise the inbox is pulled
// from the cursor. That is also the way past the own messages of this device, which are entries but are not pushed
// here.
//
// Order. A push that does not continue the chain is told at once if what lies between was told already, so in a
// dialogue nobody waits for the pull. Otherwise the pull tells it in its place.
//
// Once. What comes is told only if its (conversation, sequence) has not been. A recall takes its message's place.

import { type Connection, DisconnectedError } from "./connection.ts";
import { type Peer, peerKey, peerOf, seenBy } from "./peer.ts";
import { SequenceSet } from "./sequences.ts";
import { type ChatMessage, Command, type ConversationItem, type DataOf, type MessagePush } from "./wire.ts";

export type Origin = "live" | "inbox";

export interface InboxListener {
  onMessage(peer: Peer, message: ChatMessage, origin: Origin, silent: boolean): void;
  onRecalled(peer: Peer, sequence: number): void;
  /** What the inbox does not hold any more and history does; both ends inclusive. */
  onGap(peer: Peer, from: number, to: number): void;
  /** The cursor stands here now. */
  onCursor(cursor: number): void;
}

const PAGE = 500;

export class InboxSync {
  private readonly told = new Map<string, SequenceSet>();
  /** The newest direct message of each peer, to be acknowledged again after a reconnect. */
  private readonly received = new Map<string, ChatMessage>();
  private cursor = 0;

  constructor(
    private readonly user: string,
    private readonly listener: InboxListener,
  ) {}

  /** Goes on from a stored cursor. */
  resume(cursor: number): void {
    this.cursor = cursor;
  }

  /** After a login: says again what may be lost, and tells what was missed. */
  async loggedIn(connection: Connection): Promise<void> {
    const { maxSequence } = connection.login;
    if (maxSequence < this.cursor) {
      // An inbox never goes back, so this is another one: the server was restored from an older copy.
      this.cursor = 0;
    }
    for (const message of this.received.values()) {
      this.acknowledge(connection, message);
    }
    if (maxSequence > this.cursor) {
      await this.pull(connection);
    }
  }

  async pushed(connection: Connection, push: MessagePush): Promise<void> {
    const peer = seenBy(this.user, push);
    if (push.inboxSequence <= this.cursor || push.previousInboxSequence === this.cursor) {
      this.tellLive(connection, peer, push);
      this.moveTo(push.inboxSequence);
      return;
    }
    if (push.messageSequence === 1 || this.toldOf(peer).has(push.messageSequence - 1)) {
      this.tellLive(connection, peer, push);
    }
    await this.pull(connection);
    this.tellLive(connection, peer, push);
  }

  async recalled(connection: Connection, notify: DataOf<"RECALL_NOTIFY">): Promise<void> {
    if (notify.inboxSequence > this.cursor && notify.previousInboxSequence !== this.cursor) {
      await this.pull(connection);
    } else {
      this.moveTo(notify.inboxSequence);
    }
    this.tellRecall(seenBy(this.user, notify), notify.messageSequence);
  }

  /** A message that was told in another way: the own one, when it was acknowledged. */
  known(peer: Peer, sequence: number): boolean {
    return this.toldOf(peer).add(sequence);
  }

  /** Tells the sender that a message is here. */
  acknowledge(connection: Connection, message: ChatMessage): void {
    this.received.set(message.fromId, message);
    const { fromId: toId, messageKey, messageId, messageSequence } = message;
    connection.tell({
      command: Command.MSG_RECEIVE_ACK,
      data: { fromId: this.user, toId, messageKey, messageId, messageSequence },
    });
  }

  /** An acknowledgement may have been lost with the page that gave it; what is unread shows it. */
  confirm(connection: Connection, { lastMessage, conversationType, unreadCount }: ConversationItem): void {
    if (lastMessage && conversationType === 0 && unreadCount > 0 && lastMessage.fromId !== this.user) {
      this.acknowledge(connection, lastMessage);
    }
  }

  /** Pulls everything after the cursor, page by page. */
  private async pull(connection: Connection): Promise<void> {
    for (;;) {
      const page = await connection.ask({
        command: Command.INBOX_PULL,
        data: { lastSequence: this.cursor, maxLimit: PAGE },
      });
      if (!page.completed && page.maxSequence <= this.cursor) {
        throw new DisconnectedError(`the server's inbox page does not go on after ${this.cursor}`);
      }
      for (const gap of page.gaps ?? []) {
        this.listener.onGap(peerOf(gap), gap.fromSequence, gap.toSequence);
      }
      const newest = new Map<string, ChatMessage>();
      for (const entry of page.dataList) {
        const peer = seenBy(this.user, entry);
        if (this.tell(peer, entry, "inbox", false) && peer.kind === "direct" && entry.fromId !== this.user) {
          newest.set(peer.id, entry);
        }
      }
      // A position is a maximum: of a page the newest message of each sender is enough.
      for (const message of newest.values()) {
        this.acknowledge(connection, message);
      }
      this.moveTo(page.maxSequence);
      if (page.completed) {
        return;
      }
    }
  }

  private tellLive(connection: Connection, peer: Peer, push: MessagePush): void {
    if (this.tell(peer, push, "live", push.silent ?? false) && peer.kind === "direct" && push.fromId !== this.user) {
      this.acknowledge(connection, push);
    }
  }

  /** @returns whether it was told now, as a message */
  private tell(peer: Peer, message: ChatMessage, origin: Origin, silent: boolean): boolean {
    if (message.recalled) {
      this.tellRecall(peer, message.messageSequence);
      return false;
    }
    if (!this.toldOf(peer).add(message.messageSequence)) {
      return false;
    }
    this.listener.onMessage(peer, message, origin, silent);
    return true;
  }

  private tellRecall(peer: Peer, sequence: number): void {
    this.toldOf(peer).add(sequence);
    this.listener.onRecalled(peer, sequence);
  }

  private toldOf(peer: Peer): SequenceSet {
    const key = peerKey(peer);
    let told = this.told.get(key);
    if (!told) {
      told = new SequenceSet();
      this.told.set(key, told);
    }
    return told;
  }

  private moveTo(cursor: number): void {
    if (cursor > this.cursor) {
      this.cursor = cursor;
      this.listener.onCursor(cursor);
    }
  }
}
