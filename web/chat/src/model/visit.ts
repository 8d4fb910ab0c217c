import { type Peer, SequenceSet } from "@whaleshark/client";
import type { Timeline } from "./timeline.ts";

/** How far a conversation is read, and how many messages after that are unread. */
interface Unread {
  readonly unread: number;
  readonly read: number;
}

/** Where a window is to be put as soon as the messages there are loaded. */
export type Goal = "first-unread" | "newest" | undefined;

/** A conversation while its window is open: where it begins, and which of its messages were on the screen. */
export class Visit {
  /** After which sequence messages are new to whoever looks; undefined until it is known, infinite if none is. */
  newFrom: number | undefined;
  goal: Goal;
  /** What was on the screen. A position alone cannot say it: who jumps to the newest leaves some out. */
  private readonly displayed = new SequenceSet();

  constructor(
    readonly peer: Peer,
    readonly timeline: Timeline,
  ) {}

  /** Begins with the first unread message, however many there are; with the newest one if there is none. */
  begin({ unread, read }: Unread): void {
    if (unread > 0) {
      this.toFirstUnread(read);
    } else {
      this.newFrom = Number.POSITIVE_INFINITY;
      this.toNewest();
    }
  }

  /** @param read how far is read; new is what comes after it */
  toFirstUnread(read: number): void {
    this.newFrom = read;
    this.timeline.show(read + 1);
    this.goal = "first-unread";
  }

  toNewest(): void {
    this.timeline.show("newest");
    this.goal = "newest";
  }

  /** Nobody looks any more: what comes from now on is new to whoever looks again. */
  lookAway(newest: number): void {
    if (this.newFrom !== undefined) {
      this.newFrom = newest;
    }
  }

  /** @returns whether any of the messages was not on the screen before */
  show(sequences: readonly number[]): boolean {
    return sequences.map((sequence) => this.displayed.add(sequence)).includes(true);
  }

  /**
   * How far everything by others was on the screen, from a read position on. A message that was not on the screen ends
   * it, and so does one that is not loaded.
   *
   * @returns the read position itself if nothing more was
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

  /** Whether the first unread message that was not on the screen comes before another one, which stands at the top. */
  isUnreadAbove(user: string, { unread, read }: Unread, top: number): boolean {
    const loaded = this.timeline.after(read);
    const first = loaded.find(
      ({ messageSequence, fromId }) => fromId !== user && !this.displayed.has(messageSequence),
    )?.messageSequence;
    return unread > 0 && (loaded.length === 0 ? read + 1 < top : first !== undefined && first < top);
  }
}
