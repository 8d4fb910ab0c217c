// What a device has of its user's inbox: the one rule of what is applied, and that it is applied once.
//
// Chain. The cursor is the newest inbox sequence of which everything before has been applied. What comes at or below it
// is a repeat. A push names the sequence before it: if that is the cursor, nothing was missed, and the cursor moves to
// the push. Otherwise the inbox is pulled from the cursor, and the pull brings the push again, in its place. That is
// also the way past the own messages of this device, which are entries but are not pushed here.
//
// Order. A push that does not continue the chain is shown at once if what lies between was shown already, so in a
// dialogue nobody waits for the pull.
//
// Once. A message is known by its conversation and sequence, however often it comes; two equal texts are two messages.
// A recall takes its message's place, and is shown once as well.

import { Acknowledgements } from "./acknowledgements.ts";
import { type Peer, peerKey, peerOf, seenBy } from "./peer.ts";
import { SequenceSet } from "./sequences.ts";
import type { ChatMessage, DataOf, MessagePush } from "./wire.ts";

export type Origin = "live" | "inbox";

/** What is to be done, in this order. */
export type InboxEffect =
  | {
      readonly type: "show";
      readonly peer: Peer;
      readonly message: ChatMessage;
      readonly origin: Origin;
      readonly silent: boolean;
    }
  | { readonly type: "recall"; readonly peer: Peer; readonly sequence: number }
  /** What the inbox does not hold any more and history does; both ends inclusive. */
  | { readonly type: "gap"; readonly peer: Peer; readonly from: number; readonly to: number }
  /** The sender is to be told that a message is here. */
  | { readonly type: "acknowledge"; readonly message: ChatMessage };

export class Inbox {
  private readonly shown = new Map<string, SequenceSet>();
  private readonly recalls = new Map<string, SequenceSet>();
  private readonly acknowledgements = new Acknowledgements();
  /** The pushes that wait for a pull to bring what comes before them, by inbox sequence. */
  private readonly waiting = new Map<number, MessagePush>();
  private cursor = 0;
  /** The newest inbox sequence that this device has heard of. */
  private heard = 0;
  /** Whether the newest page has not shown the end. */
  private hasMore = false;

  constructor(private readonly user: string) {}

  /** Goes on from a stored cursor. */
  resume(cursor: number): void {
    this.cursor = cursor;
    this.heard = cursor;
  }

  /** Up to where everything has been applied. */
  get position(): number {
    return this.cursor;
  }

  /** From where to pull; undefined if everything has been applied that this device has heard of. */
  get missingFrom(): number | undefined {
    return this.hasMore || this.heard > this.cursor ? this.cursor : undefined;
  }

  // ---- what happens

  /** @param newest the newest inbox sequence, as the server says */
  loggedIn(newest: number): InboxEffect[] {
    if (newest < this.cursor) {
      // An inbox never goes back, so this is another one: the server was restored from an older copy.
      this.cursor = 0;
      this.shown.clear();
      this.recalls.clear();
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
    if (messageSequence === 1 || this.of(this.shown, peer).has(messageSequence - 1)) {
      return this.apply(peer, push, "live", silent);
    }
    this.waiting.set(inboxSequence, push);
    return [];
  }

  recalled(notify: DataOf<"RECALL_NOTIFY">): InboxEffect[] {
    const { inboxSequence, previousInboxSequence, messageSequence } = notify;
    if (inboxSequence <= this.cursor) {
      return [];
    }
    this.heard = Math.max(this.heard, inboxSequence);
    if (previousInboxSequence !== this.cursor) {
      return [];
    }
    this.cursor = inboxSequence;
    return this.recall(seenBy(this.user, notify), messageSequence);
  }

  /** A page of the inbox from `missingFrom` on, with nothing heard meanwhile. */
  pulled(page: DataOf<"INBOX_PAGE">): InboxEffect[] {
    const effects: InboxEffect[] = (page.gaps ?? []).map((gap) => ({
      type: "gap",
      peer: peerOf(gap),
      from: gap.fromSequence,
      to: gap.toSequence,
    }));
    for (const entry of page.dataList) {
      if (entry.inboxSequence > this.cursor) {
        const push = this.waiting.get(entry.inboxSequence);
        effects.push(...this.apply(seenBy(this.user, entry), entry, push ? "live" : "inbox", push?.silent ?? false));
      }
    }
    this.hasMore = !page.completed;
    // Where a page shows the end, all that was heard of is in it, or has expired.
    this.cursor = Math.max(this.cursor, page.maxSequence, page.completed ? this.heard : 0);
    for (const [sequence, push] of this.waiting) {
      if (sequence <= this.cursor) {
        this.waiting.delete(sequence);
        effects.push(...this.apply(seenBy(this.user, push), push, "live", push.silent ?? false));
      }
    }
    return withNewestAcknowledgements(effects);
  }

  /**
   * A message of this device was acknowledged: it is shown.
   *
   * @returns false if it was known
   */
  sent(peer: Peer, sequence: number): boolean {
    return this.of(this.shown, peer).add(sequence);
  }

  /** This device has recalled a message. */
  recalledHere(peer: Peer, sequence: number): InboxEffect[] {
    return this.recall(peer, sequence);
  }

  // ---- acknowledgements

  /** How many acknowledgements were said until now. */
  get acknowledged(): number {
    return this.acknowledgements.said;
  }

  /** The server has as many as this: it answered a question that was asked behind them. */
  acknowledgementsArrived(said: number): void {
    this.acknowledgements.arrived(said);
  }

  /** Whether an acknowledgement may still be lost. */
  get isUncertain(): boolean {
    return this.acknowledgements.lost().length > 0;
  }

  // ---- what is applied

  private apply(peer: Peer, message: ChatMessage, origin: Origin, silent: boolean): InboxEffect[] {
    if (message.recalled) {
      return this.recall(peer, message.messageSequence);
    }
    if (!this.of(this.shown, peer).add(message.messageSequence)) {
      return [];
    }
    const show: InboxEffect = { type: "show", peer, message, origin, silent };
    const received = peer.kind === "direct" && message.fromId !== this.user;
    return received ? [show, this.acknowledge(message)] : [show];
  }

  private recall(peer: Peer, sequence: number): InboxEffect[] {
    // A message that comes after its recall is not shown any more.
    this.of(this.shown, peer).add(sequence);
    return this.of(this.recalls, peer).add(sequence) ? [{ type: "recall", peer, sequence }] : [];
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

/** A received position is a maximum: of a page the newest message of each sender is enough. */
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
