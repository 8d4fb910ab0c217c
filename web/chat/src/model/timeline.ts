import type { ChatMessage } from "@whaleshark/client";

export interface Counts {
  readonly readCount: number;
  readonly memberCount: number;
}

/**
 * The messages of one conversation that this page has. They come from two sides, live and from history, so there may be
 * holes; shown is what has none: the newest messages back to the last hole.
 */
export class Timeline {
  private readonly messages = new Map<number, ChatMessage>();
  /** What is here: ascending, both ends inclusive, neither touching nor overlapping. */
  private ranges: { from: number; to: number }[] = [];
  readonly counts = new Map<number, Counts>();
  /** What is shown, until something changes. */
  private visible: readonly ChatMessage[] | undefined;
  /** Whether older messages are being loaded. */
  loading = false;
  /** Whether history has been asked at all. */
  asked = false;

  /** A message that arrived by itself. */
  arrived(message: ChatMessage): void {
    this.messages.set(message.messageSequence, message);
    this.visible = undefined;
    this.cover(message.messageSequence, message.messageSequence);
  }

  /**
   * A page of history.
   *
   * @param before what it was asked for, exclusive; undefined for the newest
   * @param completed whether there is nothing older
   */
  page(page: readonly ChatMessage[], before: number | undefined, completed: boolean): void {
    this.asked = true;
    this.visible = undefined;
    for (const message of page) {
      this.messages.set(message.messageSequence, message);
    }
    const first = page[0]?.messageSequence;
    const last = page.at(-1)?.messageSequence;
    const to = before === undefined ? last : before - 1;
    const from = completed ? 1 : first;
    if (from !== undefined && to !== undefined && from <= to) {
      this.cover(from, to);
    }
  }

  recalled(sequence: number): void {
    const message = this.messages.get(sequence);
    if (message) {
      this.visible = undefined;
      this.messages.set(sequence, { ...message, messageBody: "", recalled: true });
    }
  }

  /** What is shown, ascending. */
  shown(): readonly ChatMessage[] {
    const from = this.ranges.at(-1)?.from ?? Number.POSITIVE_INFINITY;
    this.visible ??= [...this.messages.values()]
      .filter((message) => message.messageSequence >= from)
      .sort((a, b) => a.messageSequence - b.messageSequence);
    return this.visible;
  }

  /** Whether there is a message by somebody else above one sequence and up to another, inclusive. */
  hasForeign(user: string, above: number, upTo: number): boolean {
    return this.shown().some(
      (m) => m.messageSequence > above && m.messageSequence <= upTo && m.fromId !== user && !m.recalled,
    );
  }

  /** Before which sequence older messages are to be asked for; undefined for the newest. */
  get olderBefore(): number | undefined {
    return this.ranges.at(-1)?.from;
  }

  /** Whether what is shown begins with the first message that this user may see. */
  get complete(): boolean {
    return this.ranges.length === 0 ? this.asked : this.ranges.at(-1)?.from === 1;
  }

  /** Forgets all but the newest messages. */
  trim(atMost: number): void {
    const first = this.shown().at(-atMost)?.messageSequence;
    if (first === undefined || this.shown().length <= atMost) {
      return;
    }
    this.visible = undefined;
    for (const sequence of this.messages.keys()) {
      if (sequence < first) {
        this.messages.delete(sequence);
        this.counts.delete(sequence);
      }
    }
    this.ranges = [{ from: first, to: this.ranges.at(-1)?.to ?? first }];
  }

  private cover(from: number, to: number): void {
    const merged = { from, to };
    const others = this.ranges.filter((range) => {
      const touches = range.from <= merged.to + 1 && merged.from <= range.to + 1;
      if (touches) {
        merged.from = Math.min(merged.from, range.from);
        merged.to = Math.max(merged.to, range.to);
      }
      return !touches;
    });
    this.ranges = [...others, merged].sort((a, b) => a.from - b.from);
  }
}
