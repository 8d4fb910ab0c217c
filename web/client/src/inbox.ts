// A device's view of its user's inbox: decides what is applied, and that it is applied once.
//
// Chain. The cursor is the newest inbox sequence up to which everything has been applied. An entry at or below it is a
// repeat. A push names the inbox sequence before it. If that is the cursor, nothing was missed, and the cursor moves to
// the push. Otherwise the inbox is pulled from the cursor, and the pull returns the push again, in its place. A pull
// also covers this device's own messages, which are entries but are not pushed to this device.
//
// Order. A push that does not continue the chain is shown at once if all between it and what was shown of its
// conversation are own messages of this device. So in a dialogue nobody waits for the pull.
//
// Once. A message is identified by its conversation and sequence, however often it arrives; two equal texts are two
// messages. A recall takes its message's place, and is shown once as well; so does each edit. Both move the entry of
// their message to the newest end. An edited message that this device never had is shown like any other.

import { Acknowledgements } from "./acknowledgements.ts";
import type { ChatMessage, DataOf, MessagePush } from "./events.ts";
import { type Peer, peerKey, peerOf, seenBy } from "./peer.ts";
import { SequenceSet } from "./sequences.ts";
import { type Edit, editOf, isNewer } from "./states.ts";

const EDITS_REMEMBERED = 1_000;

export type Origin = "live" | "inbox";

/** An action to execute, in this order. */
export type InboxEffect =
  | {
      readonly type: "show";
      readonly peer: Peer;
      readonly message: ChatMessage;
      readonly origin: Origin;
      readonly silent: boolean;
    }
  | { readonly type: "recall"; readonly peer: Peer; readonly sequence: number }
  | { readonly type: "edit"; readonly peer: Peer; readonly sequence: number; readonly edit: Edit }
  /** A range that the inbox no longer holds and history does; both ends inclusive. */
  | { readonly type: "gap"; readonly peer: Peer; readonly from: number; readonly to: number }
  /** Tell the sender that this device has a message. */
  | { readonly type: "acknowledge"; readonly message: ChatMessage };

export class Inbox {
  private readonly shown = new Map<string, SequenceSet>();
  /** Those of the shown ones that this device sent: earlier ones by others may still come. */
  private readonly own = new Map<string, SequenceSet>();
  private readonly recalls = new Map<string, SequenceSet>();
  /** The newest edit that was told of each message, for the messages that were edited last. */
  private readonly edits = new Map<string, Edit>();
  private readonly acknowledgements = new Acknowledgements();
  /** The pushes that wait for a pull to return what comes before them, by inbox sequence. */
  private readonly waiting = new Map<number, MessagePush>();
  private cursor = 0;
  /** The cursor of the start: messages up to there were shown by an earlier process. */
  private resumedAt = 0;
  /** The newest inbox sequence that this device knows of. */
  private heard = 0;
  /** Whether the newest page was not the last one. */
  private hasMore = false;

  constructor(private readonly user: string) {}

  /** Continues from a stored cursor. */
  resume(cursor: number): void {
    this.cursor = cursor;
    this.resumedAt = cursor;
    this.heard = cursor;
  }

  /** The cursor up to which everything has been applied. */
  get position(): number {
    return this.cursor;
  }

  /** The cursor to pull from; undefined if everything known has been applied. */
  get missingFrom(): number | undefined {
    return this.hasMore || this.heard > this.cursor ? this.cursor : undefined;
  }

  // ---- events

  /** @param newest the newest inbox sequence, as the server says */
  loggedIn(newest: number): InboxEffect[] {
    if (newest < this.cursor) {
      // An inbox sequence never decreases, so this is another inbox: the server was restored from an older copy.
      this.cursor = 0;
      this.resumedAt = 0;
      this.shown.clear();
      this.own.clear();
      this.recalls.clear();
      this.edits.clear();
    }
    this.waiting.clear();
    this.hasMore = false;
    this.heard = newest;
    return this.acknowledgements.lost().map((message) => this.acknowledge(message));
  }

  pushed(push: MessagePush): InboxEffect[] {
    const { inboxSequence, previousInboxSequence, messageSequence, silent = false } = push;
    if (inboxSequence <= this.cursor) {
      return [];
    }
    this.heard = Math.max(this.heard, inboxSequence);
    const peer = seenBy(this.user, push);
    if (previousInboxSequence === this.cursor) {
      this.cursor = inboxSequence;
      return this.apply(peer, push, "live", silent);
    }
    if (this.followsWhatIsShown(peer, messageSequence)) {
      return this.apply(peer, push, "live", silent);
    }
    this.waiting.set(inboxSequence, push);
    return [];
  }

  private followsWhatIsShown(peer: Peer, sequence: number): boolean {
    const before = (this.of(this.own, peer).around(sequence - 1)?.from ?? sequence) - 1;
    return before === 0 || this.of(this.shown, peer).has(before);
  }

  recalled(notify: DataOf<"RECALL_NOTIFY">): InboxEffect[] {
    return this.goesOn(notify) ? this.recall(seenBy(this.user, notify), notify.messageSequence) : [];
  }

  edited(notify: DataOf<"EDIT_NOTIFY">): InboxEffect[] {
    return this.goesOn(notify) ? this.apply(seenBy(this.user, notify), notify, "live", true) : [];
  }

  /** Whether a push that moves an entry continues the chain. If it does not, a pull returns the entry. */
  private goesOn({ inboxSequence, previousInboxSequence }: DataOf<"RECALL_NOTIFY" | "EDIT_NOTIFY">): boolean {
    if (inboxSequence <= this.cursor) {
      return false;
    }
    this.heard = Math.max(this.heard, inboxSequence);
    if (previousInboxSequence !== this.cursor) {
      return false;
    }
    this.cursor = inboxSequence;
    return true;
  }

  /** A page of the inbox from `missingFrom` on; nothing else was processed meanwhile. */
  pulled(page: DataOf<"INBOX_PAGE">): InboxEffect[] {
    const effects: InboxEffect[] = (page.gaps ?? []).map((gap) => ({
      type: "gap",
      peer: peerOf(gap),
      from: gap.fromSequence,
      to: gap.toSequence,
    }));
    // On the last page, everything known is contained, or has expired.
    const cursor = Math.max(this.cursor, page.maxSequence, page.completed ? this.heard : 0);
    const pushed = this.takeWaiting(cursor);
    const contained = new Set(page.dataList.map((entry) => this.placeOf(entry)));
    const gone = [...pushed.values()].filter((push) => !contained.has(this.placeOf(push)));
    const entries = [...page.dataList, ...gone].sort((a, b) => a.inboxSequence - b.inboxSequence);
    for (const entry of entries) {
      if (entry.inboxSequence > this.cursor) {
        const push = pushed.get(entry.inboxSequence);
        effects.push(...this.apply(seenBy(this.user, entry), entry, push ? "live" : "inbox", push?.silent ?? false));
      }
    }
    this.hasMore = !page.completed;
    this.cursor = cursor;
    return withNewestAcknowledgements(effects);
  }

  /** Removes the pushes up to a cursor from those that wait. */
  private takeWaiting(upTo: number): Map<number, MessagePush> {
    const taken = new Map([...this.waiting].filter(([sequence]) => sequence <= upTo));
    for (const sequence of taken.keys()) {
      this.waiting.delete(sequence);
    }
    return taken;
  }

  private placeOf(message: ChatMessage): string {
    return placeIn(seenBy(this.user, message), message.messageSequence);
  }

  /**
   * A message of this device was acknowledged: it is already shown.
   *
   * @returns false if it was already known
   */
  sent(peer: Peer, sequence: number): boolean {
    this.of(this.own, peer).add(sequence);
    return this.of(this.shown, peer).add(sequence);
  }

  /** Whether it is known here that a message was recalled. */
  isRecalled(peer: Peer, sequence: number): boolean {
    return this.of(this.recalls, peer).has(sequence);
  }

  /** This device has recalled a message. */
  recalledHere(peer: Peer, sequence: number): InboxEffect[] {
    return this.recall(peer, sequence);
  }

  /** This device has edited a message. */
  editedHere(peer: Peer, sequence: number, edit: Edit): InboxEffect[] {
    return this.edit(peer, sequence, edit);
  }

  // ---- acknowledgements

  /** The number of acknowledgements sent so far. */
  get acknowledged(): number {
    return this.acknowledgements.said;
  }

  /** The server has this many: it answered a request that was sent after them. */
  acknowledgementsArrived(said: number): void {
    this.acknowledgements.arrived(said);
  }

  /** Whether an acknowledgement may still be lost. */
  get isUncertain(): boolean {
    return this.acknowledgements.lost().length > 0;
  }

  // ---- applying

  private apply(peer: Peer, message: ChatMessage, origin: Origin, silent: boolean): InboxEffect[] {
    const { messageSequence, messageKey, recalled } = message;
    if (recalled) {
      return this.recall(peer, messageSequence);
    }
    const edit = editOf(message);
    // The key is where the entry was before the first edit moved it.
    const isShown = !this.of(this.shown, peer).add(messageSequence) || (edit && messageKey <= this.resumedAt);
    const edited = edit ? this.edit(peer, messageSequence, edit) : [];
    if (isShown) {
      return edited;
    }
    const show: InboxEffect = { type: "show", peer, message, origin, silent };
    const received = peer.kind === "direct" && message.fromId !== this.user;
    return received ? [show, this.acknowledge(message)] : [show];
  }

  private recall(peer: Peer, sequence: number): InboxEffect[] {
    // A message that arrives after its recall stays hidden.
    this.of(this.shown, peer).add(sequence);
    return this.of(this.recalls, peer).add(sequence) ? [{ type: "recall", peer, sequence }] : [];
  }

  private edit(peer: Peer, sequence: number, edit: Edit): InboxEffect[] {
    const key = placeIn(peer, sequence);
    const before = this.edits.get(key);
    if (this.of(this.recalls, peer).has(sequence) || (before && !isNewer(edit, before))) {
      return [];
    }
    this.edits.delete(key);
    this.edits.set(key, edit);
    for (const oldest of [...this.edits.keys()].slice(0, -EDITS_REMEMBERED)) {
      this.edits.delete(oldest);
    }
    return [{ type: "edit", peer, sequence, edit }];
  }

  private acknowledge(message: ChatMessage): InboxEffect {
    this.acknowledgements.say(message);
    return { type: "acknowledge", message };
  }

  private of(sets: Map<string, SequenceSet>, peer: Peer): SequenceSet {
    const key = peerKey(peer);
    let set = sets.get(key);
    if (!set) {
      set = new SequenceSet();
      sets.set(key, set);
    }
    return set;
  }
}

/** A text for each message, used as a key. */
function placeIn(peer: Peer, sequence: number): string {
  return `${peerKey(peer)} ${sequence}`;
}

/** The receive marker is a maximum: for a page, the newest message of each sender is enough. */
function withNewestAcknowledgements(effects: readonly InboxEffect[]): InboxEffect[] {
  const newest = new Map<string, ChatMessage>();
  for (const effect of effects) {
    if (effect.type === "acknowledge") {
      newest.set(effect.message.fromId, effect.message);
    }
  }
  return effects.filter(
    (effect) => effect.type !== "acknowledge" || newest.get(effect.message.fromId) === effect.message,
  );
}
