// Tracks every conversation's ticks and unread count, from list items, which are exact, and from the events between
// them.

import type { ChatMessage, ConversationItem, Event } from "./events.ts";
import { group, type Peer, peerKey, peerOf } from "./peer.ts";
import { asRecalled, type Edit, isOlder, withEdit } from "./states.ts";
import { CommandNumber, type Num } from "./wire.ts";

export interface Conversation {
  readonly peer: Peer;
  readonly title: string;
  /** The newest message's sequence; 0 if there is none. */
  readonly newest: number;
  readonly last: ChatMessage | undefined;
  /** The time of the newest activity, in milliseconds. */
  readonly time: number;
  /** The user's own read marker. */
  readonly read: number;
  readonly unread: number;
  readonly peerRead: number;
  readonly peerReceived: number;
  readonly memberCount: number;
  /** Whether the user is in the group, and if not, why; "in" for direct conversations. */
  readonly membership: "in" | "out" | "dissolved";
  readonly muted: boolean;
  readonly pinned: boolean;
  readonly hidden: boolean;
  /** Whether the server's list contains it. */
  readonly listed: boolean;
}

type GroupCommand = "GROUP_MEMBERS_ADDED" | "GROUP_RENAMED" | "GROUP_MEMBER_REMOVED" | "GROUP_DISSOLVED";
/** What the server tells of a group. */
type GroupPush = Extract<Event, { command: Num<GroupCommand> }>;

type Mutable = { -readonly [K in keyof Conversation]: Conversation[K] };

const MICROS = 1_000;

/** Markers only grow. */
export class ConversationBook {
  private readonly entries = new Map<string, Mutable>();
  /** Conversations whose unread count is still the one from before the newest read, or counts what was left out. */
  private readonly uncounted = new Set<string>();
  /** Every unread message up to here is counted. An own message may become known before earlier ones by others. */
  private readonly countedUpTo = new Map<string, number>();
  /**
   * Where unread messages may be that are not counted, since later ones arrived first: who recalls or edits one moves
   * it behind them. Both ends inclusive.
   */
  private readonly skipped = new Map<string, { readonly from: number; readonly to: number }>();
  /** The newest messages that others may have sent: whoever has read up to there has read everything. */
  private readonly byOthersUpTo = new Map<string, number>();
  /** Where the server's read markers are, as far as that is known. */
  private readonly readAtServer = new Map<string, number>();
  /** The server's unread counts; the server may not have a read report yet, or has refused it. */
  private readonly unreadAtServer = new Map<string, number>();

  constructor(private readonly user: string) {}

  /** The current state of a conversation; an empty one if it is unknown. */
  get(peer: Peer): Conversation {
    return this.entries.get(peerKey(peer)) ?? fresh(peer);
  }

  all(): Conversation[] {
    return [...this.entries.values()];
  }

  private entry(peer: Peer): Mutable {
    const key = peerKey(peer);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = fresh(peer);
      this.entries.set(key, entry);
    }
    return entry;
  }

  /**
   * Applies an item of the server's list. Its count is exact for the server's read marker. If own reports that the
   * server may still accept go further, the local count is kept, or is known to be 0.
   *
   * @param isReporting whether the server may not have the latest read marker
   */
  listed(item: ConversationItem, isReporting: boolean): Conversation {
    const peer = peerOf(item);
    const key = peerKey(peer);
    this.unreadAtServer.set(key, item.unreadCount);
    if (item.messageSequence > (this.countedUpTo.get(key) ?? 0)) {
      this.byOthers(key, item.messageSequence - (item.lastMessage?.fromId === this.user ? 1 : 0));
    }
    this.countedByList(key, item.messageSequence);
    this.readAtServer.set(key, Math.max(this.readAtServer.get(key) ?? 0, item.readSequence));
    const entry = this.entry(peer);
    if (item.lastMessage && item.messageSequence >= entry.newest && !isOlder(item.lastMessage, entry.last)) {
      entry.last = item.lastMessage;
    }
    entry.newest = Math.max(entry.newest, item.messageSequence);
    entry.time = entry.last?.messageTime ?? Math.floor(item.sequence / MICROS);
    if (item.readSequence >= entry.read || !isReporting) {
      entry.read = Math.max(entry.read, item.readSequence);
      entry.unread = item.unreadCount;
      this.uncounted.delete(key);
    } else if (this.isAllRead(key, entry.read)) {
      entry.unread = 0;
    }
    entry.muted = item.isMute;
    entry.pinned = item.isTop;
    entry.hidden = item.isDeleted ?? false;
    entry.peerRead = Math.max(entry.peerRead, item.peerReadSequence ?? 0);
    entry.peerReceived = Math.max(entry.peerReceived, item.peerReceiveSequence ?? 0, entry.peerRead);
    entry.memberCount = item.memberCount ?? entry.memberCount;
    if (item.memberCount !== undefined && entry.membership !== "dissolved") {
      entry.membership = item.memberCount > 0 ? "in" : "out";
    }
    entry.title = item.groupName ?? entry.title;
    entry.listed = true;
    return entry;
  }

  /** The user changed settings on this device. */
  changed(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): void {
    const entry = this.entry(peer);
    entry.muted = change.isMute ?? entry.muted;
    entry.pinned = change.isTop ?? entry.pinned;
    entry.hidden = change.isDeleted ?? entry.hidden;
  }

  /** What is known of how far others got holds no more. */
  forgetOthers(): void {
    for (const entry of this.entries.values()) {
      entry.peerRead = 0;
      entry.peerReceived = 0;
    }
  }

  hidden(peer: Peer): void {
    this.entry(peer).hidden = true;
  }

  /** A group has another name, or was dissolved, or its members changed. */
  groupChanged({ command, data }: GroupPush): void {
    if (command === CommandNumber.GROUP_DISSOLVED) {
      this.dissolved(group(data.groupId));
    } else if (command !== CommandNumber.GROUP_MEMBER_REMOVED) {
      this.entry(group(data.groupId)).title = data.groupName;
    }
  }

  /** The group was dissolved. */
  dissolved(peer: Peer): void {
    this.entry(peer).membership = "dissolved";
  }

  /** A message exists: an own one that was acknowledged. Earlier ones by others may still come. */
  known(peer: Peer, message: ChatMessage): void {
    const entry = this.entry(peer);
    if (message.messageSequence > entry.newest) {
      entry.newest = message.messageSequence;
      entry.last = message;
      entry.time = message.messageTime;
      entry.hidden = false;
    }
  }

  private byOthers(key: string, upTo: number): void {
    this.byOthersUpTo.set(key, Math.max(this.byOthersUpTo.get(key) ?? 0, upTo));
  }

  /** Whether nobody else has sent anything behind a position, as far as is known. */
  private isAllRead(key: string, upTo: number): boolean {
    return upTo >= (this.byOthersUpTo.get(key) ?? 0);
  }

  private count(key: string, first: number, last: number): void {
    const expected = (this.countedUpTo.get(key) ?? 0) + 1;
    if (first > expected) {
      this.skipped.set(key, { from: this.skipped.get(key)?.from ?? expected, to: first - 1 });
    }
    this.countedUpTo.set(key, last);
  }

  private countedByList(key: string, upTo: number): void {
    this.countedUpTo.set(key, Math.max(this.countedUpTo.get(key) ?? 0, upTo));
    const skipped = this.skipped.get(key);
    if (skipped && upTo >= skipped.to) {
      this.skipped.delete(key);
    } else if (skipped) {
      this.skipped.set(key, { from: Math.max(skipped.from, upTo + 1), to: skipped.to });
    }
  }

  private hasCounted(key: string, sequence: number): boolean {
    const skipped = this.skipped.get(key);
    const isSkipped = skipped !== undefined && skipped.from <= sequence && sequence <= skipped.to;
    return sequence <= (this.countedUpTo.get(key) ?? 0) && !isSkipped;
  }

  /** Only the list counts a message that comes behind later ones. */
  private unsureUnlessCounted(key: string, sequence: number): void {
    if (!this.hasCounted(key, sequence)) {
      this.uncounted.add(key);
    }
  }

  /** A message has arrived. It does not count again if the list has already counted it. */
  arrived(peer: Peer, message: ChatMessage): void {
    this.known(peer, message);
    const entry = this.entry(peer);
    const key = peerKey(peer);
    if (message.fromId !== this.user) {
      this.byOthers(key, message.messageSequence);
    }
    if (message.messageSequence <= (this.countedUpTo.get(key) ?? 0)) {
      this.unsureUnlessCounted(key, message.messageSequence);
      return;
    }
    this.count(key, message.messageSequence, message.messageSequence);
    if (message.fromId !== this.user) {
      this.unreadAtServer.set(key, (this.unreadAtServer.get(key) ?? 0) + 1);
      entry.unread += message.messageSequence > entry.read ? 1 : 0;
    }
  }

  /**
   * Messages exist that are not shown; both ends inclusive. Until the list is pulled, all of them count as unread and
   * by others. A list that was pulled before has counted them.
   */
  leftOut(peer: Peer, from: number, to: number): void {
    const entry = this.entry(peer);
    const key = peerKey(peer);
    entry.newest = Math.max(entry.newest, to);
    this.byOthers(key, to);
    const firstNew = Math.max(from, (this.countedUpTo.get(key) ?? 0) + 1);
    if (firstNew <= to) {
      this.count(key, firstNew, to);
      this.unreadAtServer.set(key, (this.unreadAtServer.get(key) ?? 0) + to - firstNew + 1);
      entry.unread += Math.max(0, to - Math.max(firstNew, entry.read + 1) + 1);
      this.uncounted.add(key);
    }
  }

  /** A message was recalled, and counts as unread if it was. One that did not arrive before is counted by the list. */
  recalled(peer: Peer, sequence: number): void {
    const entry = this.entry(peer);
    if (sequence > entry.newest) {
      entry.newest = sequence;
      this.byOthers(peerKey(peer), sequence);
    }
    this.unsureUnlessCounted(peerKey(peer), sequence);
    if (entry.last?.messageSequence === sequence) {
      entry.last = asRecalled(entry.last);
    }
  }

  /** A message was edited. Whoever has read it has read it, and it counts as unread if it did. */
  edited(peer: Peer, sequence: number, edit: Edit): void {
    const entry = this.entries.get(peerKey(peer));
    if (entry?.last?.messageSequence === sequence) {
      entry.last = withEdit(entry.last, edit);
    }
  }

  /**
   * The user reads on this device. A position beyond the newest message cannot have been displayed and has no effect.
   *
   * @returns whether the read marker has moved
   */
  read(peer: Peer, upTo: number): boolean {
    const entry = this.entry(peer);
    if (upTo <= entry.read || upTo > entry.newest) {
      return false;
    }
    entry.read = upTo;
    if (this.isAllRead(peerKey(peer), upTo)) {
      entry.unread = 0;
      this.uncounted.delete(peerKey(peer));
    } else {
      this.uncounted.add(peerKey(peer));
    }
    return true;
  }

  /** A report was refused for good: the messages had expired, or the user has left. The server's count applies. */
  reportRefused(peer: Peer): void {
    const key = peerKey(peer);
    this.entry(peer).unread = this.unreadAtServer.get(key) ?? 0;
    this.uncounted.delete(key);
  }

  /** Whether only the server knows an unread count or a conversation's name. */
  get isUnsure(): boolean {
    return this.uncounted.size > 0 || [...this.entries.values()].some(({ listed, newest }) => !listed && newest > 0);
  }

  /** The own user has read on another device. */
  readElsewhere(peer: Peer, upTo: number, unread: number): void {
    const entry = this.entry(peer);
    const key = peerKey(peer);
    if (upTo <= (this.readAtServer.get(key) ?? 0)) {
      return; // it is from before the list was pulled, and so is its count
    }
    this.readAtServer.set(key, upTo);
    this.unreadAtServer.set(key, unread);
    if (upTo >= entry.read) {
      entry.read = upTo;
      entry.unread = unread;
    }
    if (upTo < (this.countedUpTo.get(key) ?? 0)) {
      this.uncounted.add(key); // what was pulled may be newer than this count
    }
  }

  peerRead(peer: Peer, upTo: number): boolean {
    const entry = this.entry(peer);
    const moved = upTo > entry.peerRead;
    entry.peerRead = Math.max(entry.peerRead, upTo);
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }

  peerReceived(peer: Peer, upTo: number): boolean {
    const entry = this.entry(peer);
    const moved = upTo > entry.peerReceived;
    entry.peerReceived = Math.max(entry.peerReceived, upTo);
    return moved;
  }
}

function fresh(peer: Peer): Mutable {
  return {
    peer,
    title: peer.id,
    newest: 0,
    last: undefined,
    time: 0,
    read: 0,
    unread: 0,
    peerRead: 0,
    peerReceived: 0,
    memberCount: 0,
    membership: "in",
    muted: false,
    pinned: false,
    hidden: false,
    listed: false,
  };
}
