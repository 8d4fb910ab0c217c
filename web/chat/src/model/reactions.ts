// The reactions to the messages that are shown: asked for when they come into sight, and followed from then on.

import {
  type ChatMessage,
  type Conversation,
  type Peer,
  peerKey,
  type Reactors,
  RefusalCode,
  RefusedError,
  type SyncedClient,
  type Update,
} from "@whaleshark/client";
import type { Chip, Tallies } from "./tallies.ts";
import type { Timeline } from "./timeline.ts";

/** The most messages of one question. */
const ASKED_AT_MOST = 200;
/** Between two questions; longer, up to the second one, while answers are outdated when they come; milliseconds. */
const PAUSE = 300;
const PAUSE_AT_MOST = 5_000;
/** Before the user is taken to be back once more; milliseconds. */
const LOOK_AGAIN_AFTER = 30_000;
/** Before a question is repeated whose refusal does not say when; milliseconds. */
const AGAIN_AFTER = 3_000;

/** A question that has no answer yet. */
interface Asked {
  readonly tallies: Tallies;
  readonly from: number;
  readonly to: number;
  /** Where something was told meanwhile: the answer may be from before that. */
  readonly touched: Set<number>;
}

/** The conversations that were opened. */
export interface Opened {
  readonly timelines: ReadonlyMap<string, Timeline>;
  readonly now: { readonly peer: Peer; readonly timeline: Timeline } | undefined;
}

export class Reactions {
  private asked: Asked | undefined;
  private isPausing = false;
  private pause = PAUSE;
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** Whether the server has answered over this connection, and tells of changes since. */
  private isFollowing = false;
  /** The conversations in which others were heard of over this connection. */
  private readonly heard = new Set<string>();
  /** Whether the server knows reactions, as long as it has not said otherwise: an older one does not. */
  private isKnown = true;

  constructor(
    private readonly client: Pick<SyncedClient, "react" | "reactions" | "reactors" | "state">,
    private readonly user: string,
    private readonly opened: Opened,
    private readonly onChange: () => void,
  ) {}

  /**
   * These messages of a conversation are shown. Asks for what is not known of them: the newest first, one question at
   * a time; call this after each drawing.
   */
  show(peer: Peer, messages: readonly ChatMessage[]): void {
    const tallies = this.opened.timelines.get(peerKey(peer))?.tallies;
    if (!tallies || this.asked || this.isPausing || !this.isKnown || this.client.state.is !== "online") {
      return;
    }
    const open = messages.filter(({ messageSequence, recalled }) => !recalled && !tallies.isSure(messageSequence));
    const to = open.at(-1)?.messageSequence;
    const from = open.find(({ messageSequence }) => messageSequence > (to ?? 0) - ASKED_AT_MOST)?.messageSequence;
    if (from !== undefined && to !== undefined) {
      void this.ask(peer, { tallies, from, to, touched: new Set() });
    }
  }

  /** The user opens a conversation: in the meantime, something may have been missed. */
  open(peer: Peer): void {
    this.opened.timelines.get(peerKey(peer))?.tallies.doubt();
    this.onChange();
  }

  /** The user is back: where nothing was told, as in large groups, something may have been missed. */
  look(): void {
    const { now } = this.opened;
    const isBack = Date.now() - this.lookedAt >= LOOK_AGAIN_AFTER;
    if (now && isBack && !this.heard.has(peerKey(now.peer))) {
      this.lookedAt = Date.now();
      now.timeline.tallies.doubt();
      this.onChange();
    }
  }

  /** Whether the user may react in a conversation, as far as is known: the server alone knows it, and refuses. */
  mayReact({ membership }: Pick<Conversation, "membership">): boolean {
    return membership === "in" && this.isKnown;
  }

  /** Sets a reaction of the user, or takes it back; it is shown at once. Throws as `SyncedClient.react`. */
  async toggle(peer: Peer, sequence: number, reaction: string): Promise<void> {
    const tallies = this.opened.timelines.get(peerKey(peer))?.tallies;
    const isSet = !tallies?.of(sequence).find((chip) => chip.reaction === reaction)?.mine;
    const isFirst = tallies?.want(sequence, reaction, isSet);
    this.onChange();
    if (!tallies || !isFirst) {
      return; // the one that is under way goes on with this
    }
    try {
      for (let sent: boolean | undefined, wanted = isSet; wanted !== sent; ) {
        sent = wanted;
        await this.client.react(peer, sequence, reaction, sent);
        wanted = tallies.wanted(sequence, reaction) ?? sent;
      }
    } catch (e) {
      tallies.doubt(sequence); // it may have been done all the same
      throw e;
    } finally {
      tallies.settle(sequence, reaction);
      this.onChange();
    }
  }

  /** Who has set a reaction: their number, and the first of them by id. Throws as `SyncedClient.reactors`. */
  async who(peer: Peer, sequence: number, reaction: string, atMost: number): Promise<Omit<Reactors, "completed">> {
    const userIds: string[] = [];
    for (;;) {
      const page = await this.client.reactors(peer, sequence, reaction, userIds.at(-1), atMost);
      userIds.push(...page.userIds);
      if (page.completed || page.userIds.length === 0 || userIds.length >= atMost) {
        return { count: page.count, userIds: userIds.slice(0, atMost) };
      }
    }
  }

  /** The client tells an update. */
  told(update: Update): void {
    switch (update.type) {
      case "reaction":
        this.changed(update);
        break;
      case "recalled":
        this.touch(update.peer, update.sequence)?.told(update.sequence, []);
        break;
      case "arrived":
        if (update.origin === "live" && update.message.editedTime === undefined) {
          this.begins(update.peer, update.message);
        }
        break;
      case "sent":
        this.begins(update.entry.peer, update.message);
        break;
      case "state":
        this.connected(update.state.is === "online");
        break;
    }
  }

  private changed({ peer, sequence, reaction, isSet, count, by }: Extract<Update, { type: "reaction" }>): void {
    const isOwn = by === this.user;
    if (!isOwn) {
      this.heard.add(peerKey(peer));
    }
    this.touch(peer, sequence)?.changed(sequence, { reaction, isSet, count, isOwn });
  }

  /** A message that has just been sent has no reactions, and the server tells of the first. */
  private begins(peer: Peer, { messageSequence }: ChatMessage): void {
    const { now } = this.opened;
    if (this.isFollowing && now && peerKey(now.peer) === peerKey(peer)) {
      now.timeline.tallies.begin(messageSequence);
    }
  }

  private connected(isOnline: boolean): void {
    if (isOnline) {
      this.isKnown = true;
      for (const { tallies } of this.opened.timelines.values()) {
        tallies.doubt();
      }
    } else {
      this.isFollowing = false;
      this.heard.clear();
    }
  }

  private touch(peer: Peer, sequence: number): Tallies | undefined {
    const tallies = this.opened.timelines.get(peerKey(peer))?.tallies;
    if (this.asked?.tallies === tallies) {
      this.asked?.touched.add(sequence);
    }
    return tallies;
  }

  private async ask(peer: Peer, asked: Asked): Promise<void> {
    this.asked = asked;
    try {
      const found = await this.client.reactions(peer, asked.from, asked.to);
      this.isFollowing = true;
      const told = new Map(found.map(({ messageSequence, reactions }) => [messageSequence, reactions]));
      this.answered(asked, (sequence) => told.get(sequence) ?? []);
      // A message that many react to just now is asked about less and less often.
      this.pause = asked.touched.size > 0 ? Math.min(2 * this.pause, PAUSE_AT_MOST) : PAUSE;
    } catch (e) {
      this.pause = this.refused(asked, e);
    }
    this.asked = undefined;
    this.isPausing = true;
    setTimeout(() => {
      this.isPausing = false;
      this.onChange();
    }, this.pause);
    this.onChange();
  }

  private answered({ tallies, from, to, touched }: Asked, told: (sequence: number) => readonly Chip[]): void {
    for (let sequence = from; sequence <= to; sequence++) {
      if (!touched.has(sequence)) {
        tallies.told(sequence, told(sequence));
      }
    }
  }

  /** @returns when to ask again */
  private refused(asked: Asked, e: unknown): number {
    if (!(e instanceof RefusedError)) {
      return PAUSE; // there is no connection: the next login asks
    }
    if (e.mayRetry) {
      return e.retryAfter || AGAIN_AFTER;
    }
    this.isKnown &&= e.code !== RefusalCode.UNKNOWN_COMMAND;
    this.answered(asked, () => []);
    return PAUSE;
  }
}
