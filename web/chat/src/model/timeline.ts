import { type ChatMessage, type Edit, withEdit } from "@whaleshark/client";
import { type Range, SequenceSet } from "../../../client/src/sequences.ts";
import { asRecalled, isOlder } from "../../../client/src/states.ts";
import { Tallies } from "./tallies.ts";

export interface Counts {
  readonly readCount: number;
  readonly memberCount: number;
}

/** The query for a page of history: before or after a sequence, both exclusive, or the newest. */
export type Asked = { readonly before: number } | { readonly after: number } | "newest";

/**
 * The messages of one conversation that this page has loaded. They arrive live and from history, so there may be holes.
 * A contiguous part is shown: the one around a sequence, or the one with the newest message.
 */
export class Timeline {
  private readonly messages = new Map<number, ChatMessage>();
  /** What happened to messages that are not loaded, while a page is under way that may have them as they were. */
  private readonly missed = new Map<number, (message: ChatMessage) => ChatMessage>();
  /** The loaded sequences, including those that this user may not see. */
  private readonly here = new SequenceSet();
  /** Selects the part that is shown: it holds this sequence, or ends right before it. */
  private place: number | "newest" = "newest";
  /** The newest message that was not delivered; 0 if there is none. */
  private leftOutTo = 0;
  /** Whether the newest message is loaded. */
  private endIsHere = false;
  /** The cached messages to show, until something changes. */
  private visible: readonly ChatMessage[] | undefined;
  /** Whether the server was asked for messages, and did not only push some. */
  fromHistory = false;
  readonly counts = new Map<number, Counts>();
  readonly tallies = new Tallies();
  /** Whether pages are being loaded. */
  readonly loading = { older: false, newer: false };

  /**
   * A pushed message. Newer ones arrive in order, so the newest of them is the end. One that arrives later since it was
   * edited may be older than what was not delivered.
   */
  arrived(message: ChatMessage): void {
    const { messageSequence } = message;
    this.endIsHere ||= messageSequence > Math.max(this.here.last?.to ?? 0, this.leftOutTo);
    this.put([message]);
    this.here.addRange(messageSequence, messageSequence);
  }

  /**
   * A page of history.
   *
   * @param completed whether there is nothing more in that direction
   */
  page(page: readonly ChatMessage[], asked: Asked, completed: boolean): void {
    this.put(page);
    this.fromHistory = true;
    const first = page[0]?.messageSequence;
    const last = page.at(-1)?.messageSequence;
    if (asked === "newest") {
      this.endIsHere = true;
      this.cover(completed ? 1 : first, last);
    } else if ("before" in asked) {
      this.cover(completed ? 1 : first, asked.before - 1);
    } else {
      this.cover(asked.after + 1, last ?? (completed ? this.here.last?.to : undefined));
      this.endIsHere ||= completed;
      if (completed && !this.part) {
        this.show("newest");
      }
    }
  }

  /** Messages up to a sequence were not delivered. If nothing newer is loaded, the end is not loaded either. */
  gap(to: number): void {
    this.leftOutTo = Math.max(this.leftOutTo, to);
    this.endIsHere &&= to <= (this.here.last?.to ?? 0);
    this.visible = undefined;
  }

  recalled(sequence: number): void {
    this.change(sequence, asRecalled);
  }

  edited(sequence: number, edit: Edit): void {
    this.change(sequence, (message) => withEdit(message, edit));
  }

  private change(sequence: number, changed: (message: ChatMessage) => ChatMessage): void {
    const message = this.messages.get(sequence);
    if (message) {
      this.put([changed(message)]);
    } else if (this.loading.older || this.loading.newer) {
      this.missed.set(sequence, changed);
    }
  }

  /** Selects the part to show: the one that holds a sequence or ends right before it, or the newest. */
  show(place: number | "newest"): void {
    this.place = place;
    this.visible = undefined;
  }

  /** The messages to show, ascending. */
  shown(): readonly ChatMessage[] {
    this.visible ??= this.within(this.part);
    return this.visible;
  }

  /** The newest messages without a gap, at most so many, ascending; none if the newest one is not loaded. */
  newest(atMost: number): readonly ChatMessage[] {
    return this.endIsHere ? this.within(this.here.last).slice(-atMost) : [];
  }

  /** A message, if it is loaded. */
  get(sequence: number): ChatMessage | undefined {
    return this.messages.get(sequence);
  }

  /** Whether the place of a message is loaded, with the message or without one for this user. */
  hasLoaded(sequence: number): boolean {
    return this.here.has(sequence);
  }

  /** The messages after a sequence, exclusive, up to the first hole; ascending. */
  after(sequence: number): readonly ChatMessage[] {
    const range = this.here.around(sequence + 1);
    return range ? this.within({ from: sequence + 1, to: range.to }) : [];
  }

  /** The query for older messages; undefined if the first message is shown. */
  get older(): Asked | undefined {
    const { part } = this;
    if (part) {
      return part.from > 1 ? { before: part.from } : undefined;
    }
    if (this.place === "newest") {
      return this.endIsHere ? undefined : "newest";
    }
    return { before: this.place };
  }

  /** The query for newer messages; undefined if the newest one is shown, or nothing is shown. */
  get newer(): Asked | undefined {
    const { part } = this;
    if (part) {
      return part === this.here.last && this.endIsHere ? undefined : { after: part.to };
    }
    return this.place === "newest" ? undefined : { after: this.place - 1 };
  }

  /** Drops all but the newest messages, and shows those. */
  trim(atMost: number): void {
    this.show("newest");
    const first = this.shown().at(-atMost)?.messageSequence ?? this.shown()[0]?.messageSequence;
    const keptFrom = first === this.shown()[0]?.messageSequence ? this.part?.from : first;
    this.visible = undefined;
    this.missed.clear();
    this.here.keepFrom(keptFrom ?? Number.POSITIVE_INFINITY);
    for (const sequence of this.messages.keys()) {
      if (!this.here.has(sequence)) {
        this.messages.delete(sequence);
        this.counts.delete(sequence);
      }
    }
    this.tallies.keep((sequence) => this.here.has(sequence));
  }

  private get part(): Range | undefined {
    if (this.place === "newest") {
      return this.endIsHere ? this.here.last : undefined;
    }
    return this.here.around(this.place) ?? this.here.around(this.place - 1);
  }

  private within(range: Range | undefined): readonly ChatMessage[] {
    if (!range) {
      return [];
    }
    return [...this.messages.values()]
      .filter((message) => range.from <= message.messageSequence && message.messageSequence <= range.to)
      .sort((a, b) => a.messageSequence - b.messageSequence);
  }

  private put(messages: readonly ChatMessage[]): void {
    this.visible = undefined;
    for (const told of messages) {
      const { messageSequence: sequence } = told;
      const message = this.missed.get(sequence)?.(told) ?? told;
      if (!isOlder(message, this.messages.get(sequence))) {
        this.messages.set(sequence, message);
      }
    }
  }

  private cover(from: number | undefined, to: number | undefined): void {
    if (from !== undefined && to !== undefined && from <= to) {
      this.here.addRange(from, to);
    }
  }
}
