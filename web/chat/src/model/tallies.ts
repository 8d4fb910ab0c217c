import type { Tally } from "@whaleshark/client";

/** A reaction at a message: how many have set it, and whether the user has. */
export type Chip = Tally["reactions"][number];

/** One user has set a reaction or taken it back, and so many have set it now. */
export interface Change {
  readonly reaction: string;
  readonly isSet: boolean;
  readonly count: number;
  /** Whether that was the user. */
  readonly isOwn: boolean;
}

interface Entry {
  /** What the server has told. */
  readonly told: readonly Chip[];
  /** What the user wants that the server has not confirmed: whether each reaction is set. */
  readonly wanted: ReadonlyMap<string, boolean>;
  /** Both together. */
  readonly shown: readonly Chip[];
  /** Whether nothing was missed since the server was asked. */
  readonly isSure: boolean;
}

const NONE: readonly Chip[] = [];

/** The reactions to messages of one conversation, as far as they are known, and as the user wants them to be. */
export class Tallies {
  private readonly entries = new Map<number, Entry>();

  /** The reactions to show at a message, in the order in which they came: the same list until it changes. */
  of(sequence: number): readonly Chip[] {
    return this.entries.get(sequence)?.shown ?? NONE;
  }

  /** Whether these are its reactions, as far as the server has told; if not, it is to be asked. */
  isSure(sequence: number): boolean {
    return this.entries.get(sequence)?.isSure ?? false;
  }

  /** The server says what is at a message, and everything that was told before is in it. */
  told(sequence: number, told: readonly Chip[]): void {
    this.put(sequence, { told, isSure: true });
  }

  /** A message that has just been sent has no reactions, unless the server has told of some already. */
  begin(sequence: number): void {
    if (!this.entries.has(sequence)) {
      this.told(sequence, NONE);
    }
  }

  /**
   * Something has changed at a message. If the count does not follow from the one before, something else was missed or
   * comes later. What was missed in pairs is not noticed here.
   */
  changed(sequence: number, { reaction, isSet, count, isOwn }: Change): void {
    const { told, isSure } = this.entry(sequence);
    const before = told.find((chip) => chip.reaction === reaction);
    const step = isOwn ? Number(isSet) - Number(before?.mine ?? false) : isSet ? 1 : -1;
    const mine = isOwn ? isSet : (before?.mine ?? false);
    this.put(sequence, {
      told: withChip(told, { reaction, count, mine }),
      isSure: isSure && count === (before?.count ?? 0) + step,
    });
  }

  /**
   * The user wants a reaction to be set or not.
   *
   * @returns whether nothing was wanted of it before
   */
  want(sequence: number, reaction: string, isSet: boolean): boolean {
    const { wanted } = this.entry(sequence);
    this.put(sequence, { wanted: new Map(wanted).set(reaction, isSet) });
    return !wanted.has(reaction);
  }

  /** Whether the user wants a reaction to be set; undefined if what the server has told holds. */
  wanted(sequence: number, reaction: string): boolean | undefined {
    return this.entries.get(sequence)?.wanted.get(reaction);
  }

  /** What the server has told holds, whatever was wanted. */
  settle(sequence: number, reaction: string): void {
    const wanted = new Map(this.entry(sequence).wanted);
    wanted.delete(reaction);
    this.put(sequence, { wanted });
  }

  /** Something may have been missed, at a message or at all. */
  doubt(...sequences: readonly number[]): void {
    for (const sequence of sequences.length > 0 ? sequences : this.entries.keys()) {
      this.put(sequence, { isSure: false });
    }
  }

  /** Forgets the messages that are not kept. */
  keep(isKept: (sequence: number) => boolean): void {
    for (const sequence of this.entries.keys()) {
      if (!isKept(sequence)) {
        this.entries.delete(sequence);
      }
    }
  }

  private entry(sequence: number): Entry {
    return this.entries.get(sequence) ?? { told: NONE, wanted: new Map(), shown: NONE, isSure: false };
  }

  private put(sequence: number, change: Partial<Omit<Entry, "shown">>): void {
    const before = this.entry(sequence);
    const entry = { ...before, ...change };
    const shown = entry.told === before.told && entry.wanted === before.wanted ? before.shown : shownOf(entry);
    this.entries.set(sequence, { ...entry, shown: isSame(shown, before.shown) ? before.shown : shown });
  }
}

/** A chip takes the place of the one for its reaction, or comes last; none of a count of 0 is left. */
function withChip(chips: readonly Chip[], changed: Chip): readonly Chip[] {
  const isThere = chips.some(({ reaction }) => reaction === changed.reaction);
  const all = isThere
    ? chips.map((chip) => (chip.reaction === changed.reaction ? changed : chip))
    : [...chips, changed];
  return all.filter(({ count }) => count > 0);
}

function shownOf({ told, wanted }: Pick<Entry, "told" | "wanted">): readonly Chip[] {
  let shown = told;
  for (const [reaction, mine] of wanted) {
    const chip = told.find((one) => one.reaction === reaction) ?? { reaction, count: 0, mine: false };
    const step = Number(mine) - Number(chip.mine ?? false);
    shown = withChip(shown, { reaction, count: chip.count + step, mine });
  }
  return shown;
}

function isSame(a: readonly Chip[], b: readonly Chip[]): boolean {
  const fields = (chips: readonly Chip[]) =>
    chips.flatMap(({ reaction, count, mine = false }) => [reaction, count, mine]);
  const others = fields(b);
  return a.length === b.length && fields(a).every((field, i) => field === others[i]);
}
