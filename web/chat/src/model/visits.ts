// Which conversation is open, and what is loaded, drawn and displayed of it.

import { type ChatMessage, type Peer, peerKey, type SyncedClient } from "@whaleshark/client";
import type { Conversations } from "./conversations.ts";
import { History } from "./history.ts";
import type { Last } from "./read-counts.ts";
import type { Whereabouts } from "./slice.ts";
import { type Counts, Timeline } from "./timeline.ts";
import { Visit } from "./visit.ts";

const KEPT_UNOPENED = 200;
/** The rows of the list whose read counts are queried. */
const ROWS_COUNTED = 50;

export interface VisitsListener {
  onChange(): void;
  /** Other messages are shown, whose read counts may not be known. */
  onShown(): void;
  /** Messages were loaded from history. */
  onLoaded(): void;
}

/** The conversations that were opened, one of them now. */
export class Visits {
  private readonly history: History;
  readonly timelines = new Map<string, Timeline>();
  /** The conversation whose window is open. */
  now: Visit | undefined;

  constructor(
    private readonly client: SyncedClient,
    private readonly user: string,
    private readonly conversations: Conversations,
    private readonly listener: VisitsListener,
  ) {
    this.history = new History(client, () => {
      listener.onLoaded();
      this.report();
    });
  }

  /** How many have read an own message of a group, as far as it is known. */
  countsOf(peer: Peer, sequence: number): Counts | undefined {
    return this.timelines.get(peerKey(peer))?.counts.get(sequence);
  }

  /** The own messages that the first rows of the list show in groups. */
  lastInGroups(): Last[] {
    return this.conversations
      .listed()
      .slice(0, ROWS_COUNTED)
      .flatMap(({ peer, last, membership }) =>
        peer.kind === "group" && membership === "in" && last?.fromId === this.user && !last.recalled
          ? [{ peer, timeline: this.timeline(peer), sequence: last.messageSequence }]
          : [],
      );
  }

  timeline(peer: Peer): Timeline {
    let timeline = this.timelines.get(peerKey(peer));
    if (!timeline) {
      timeline = new Timeline();
      const kept = this.conversations.kept(peer)?.messages ?? [];
      if (kept.length > 0) {
        timeline.page(kept, "newest", false);
      }
      this.timelines.set(peerKey(peer), timeline);
    }
    return timeline;
  }

  /** Forgets what was kept of conversations, now that the server tells them. */
  forget(peers: readonly Peer[]): void {
    for (const peer of peers) {
      this.timelines.delete(peerKey(peer));
      if (this.to(peer)) {
        this.now = new Visit(peer, this.timeline(peer));
      }
    }
  }

  /** Sets the conversation whose window is shown; undefined for none. */
  open(peer: Peer | undefined): void {
    if (peer && this.to(peer)) {
      return;
    }
    this.now?.timeline.trim(KEPT_UNOPENED);
    this.now = peer && new Visit(peer, this.timeline(peer));
    this.goOn();
  }

  /** The visit to a conversation, if its window is open. */
  to(peer: Peer): Visit | undefined {
    return this.now && peerKey(this.now.peer) === peerKey(peer) ? this.now : undefined;
  }

  /** Starts the visit once the unread position is known, and loads its first page. */
  goOn(): void {
    const { now } = this;
    if (!now) {
      return;
    }
    const conversation = this.conversations.of(now.peer);
    if (now.newFrom === undefined && (conversation.listed || this.client.state.is === "online")) {
      now.begin(conversation);
    }
    if (now.newFrom !== undefined && now.timeline.shown().length === 0) {
      void this.loadNewer(now.peer);
      void this.loadOlder(now.peer);
    }
    this.listener.onShown();
  }

  loadOlder(peer: Peer): Promise<void> {
    return this.history.older(peer, this.timeline(peer));
  }

  loadNewer(peer: Peer): Promise<void> {
    return this.history.newer(peer, this.timeline(peer));
  }

  /** These messages are on the screen, and a person is looking. */
  displayed(peer: Peer, sequences: readonly number[]): void {
    if (this.to(peer)?.show(sequences)) {
      this.report();
      this.listener.onChange();
    }
  }

  /** Reports how far the open conversation was displayed without a gap. */
  report(): void {
    if (this.now && !this.conversations.kept(this.now.peer)) {
      const { peer } = this.now;
      const { read } = this.conversations.of(peer);
      const upTo = this.now.readUpTo(this.user, read);
      if (upTo > read) {
        this.client.displayed(peer, upTo);
      }
    }
  }

  /** The user is somewhere else in the open conversation. */
  moved(visit: Visit, around: Whereabouts): void {
    visit.around = around;
    this.listener.onChange();
  }

  toNewest(peer: Peer): void {
    this.to(peer)?.toNewest();
    this.goOn();
  }

  toFirstUnread(peer: Peer): void {
    this.to(peer)?.toFirstUnread(this.conversations.of(peer).read);
    this.goOn();
  }

  /**
   * Shows a message, which is loaded if it is not here.
   *
   * @param from the message that leads there; undefined if it is not sent yet
   * @returns false if it cannot be loaded now
   */
  toMessage(peer: Peer, sequence: number, from?: number): boolean {
    const { is } = this.client.state;
    const isThere = this.timeline(peer).hasLoaded(sequence) || is === "online" || is === "catching-up";
    if (isThere) {
      this.to(peer)?.toMessage(sequence, from);
      this.goOn();
    }
    return isThere;
  }

  /** A message of a conversation, if it is loaded. */
  loaded(peer: Peer, sequence: number): ChatMessage | undefined {
    return this.timelines.get(peerKey(peer))?.get(sequence);
  }
}
