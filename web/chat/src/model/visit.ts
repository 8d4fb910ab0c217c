import type { Peer } from "@whaleshark/client";
import { SequenceSet } from "../../../client/src/sequences.ts";
import { type Slice, sliceOf, type Whereabouts } from "./slice.ts";
import type { Timeline } from "./timeline.ts";

/** The read marker of a conversation, and the number of unread messages after it. */
interface Unread {
  readonly unread: number;
  readonly read: number;
}

/** Where to scroll as soon as the messages there are loaded; a number is the sequence of a message. */
export type Goal = "first-unread" | "newest" | number | undefined;

/** A conversation while its window is open: where it starts, and which of its messages were displayed. */
export class Visit {
  /** Messages after this sequence are new to the user; undefined until it is known, infinite if none is. */
  newFrom: number | undefined;
  goal: Goal;
  /** The message that led to another one, to go back if that is gone. */
  cameFrom: number | undefined;
  /** Where the user is; what is around is drawn. */
  around: Whereabouts = "end";
  /** The displayed messages. A read marker cannot represent them: a jump to the newest message skips some. */
  private readonly displayed = new SequenceSet();

  constructor(
    readonly peer: Peer,
    readonly timeline: Timeline,
  ) {}

  /** The messages to draw. */
  drawn(): Slice {
    return sliceOf(this.timeline.shown(), this.around);
  }

  /** Starts at the first unread message, however many there are; at the newest one if there is none. */
  begin({ unread, read }: Unread): void {
    if (unread > 0) {
      this.toFirstUnread(read);
    } else {
      this.newFrom = Number.POSITIVE_INFINITY;
      this.toNewest();
    }
  }

  /** @param read the read marker; messages after it are new */
  toFirstUnread(read: number): void {
    this.newFrom = read;
    this.around = read + 1;
    this.timeline.show(read + 1);
    this.goal = "first-unread";
  }

  toNewest(): void {
    this.around = "end";
    this.timeline.show("newest");
    this.goal = "newest";
  }

  /** @param from the message that leads there; undefined if it is not sent yet */
  toMessage(sequence: number, from?: number): void {
    this.cameFrom = from;
    this.around = sequence;
    this.timeline.show(sequence);
    this.goal = sequence;
  }

  /** The user looks away: messages that arrive from now on are new when the user returns. */
  lookAway(newest: number): void {
    if (this.newFrom !== undefined) {
      this.newFrom = newest;
      if (this.around === "end") {
        // However many arrive, the first of them stays drawn.
        this.around = newest;
      }
    }
  }

  /** @returns whether any of the messages was not displayed before */
  show(sequences: readonly number[]): boolean {
    return sequences.map((sequence) => this.displayed.add(sequence)).includes(true);
  }

  /** Whether a message was displayed. */
  hasShown(sequence: number): boolean {
    return this.displayed.has(sequence);
  }

  /**
   * How far all messages by others were displayed without a gap, starting at a read marker. A message that was not
   * displayed or is not loaded is a gap.
   *
   * @returns the read marker itself if no further message was
   */
  readUpTo(user: string, read: number): number {
    let upTo = read;
    for (const { messageSequence, fromId } of this.timeline.after(read)) {
      if (fromId !== user) {
        if (!this.displayed.has(messageSequence)) {
          break;
        }
        upTo = messageSequence;
      }
    }
    return upTo;
  }

  /** Whether the first unread message that was not displayed comes before the message at the top of the window. */
  isUnreadAbove(user: string, { unread, read }: Unread, top: number): boolean {
    const loaded = this.timeline.after(read);
    const first = loaded.find(
      ({ messageSequence, fromId }) => fromId !== user && !this.displayed.has(messageSequence),
    )?.messageSequence;
    return unread > 0 && (loaded.length === 0 ? read + 1 < top : first !== undefined && first < top);
  }
}
