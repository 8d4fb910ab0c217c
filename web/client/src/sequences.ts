/** A range of sequences without holes; both ends inclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A set of a conversation's sequences, stored as ranges: without holes one range is enough, however long. */
export class SequenceSet {
  /** Ascending; ranges neither touch nor overlap. */
  private ranges: readonly Range[] = [];

  /** @returns false if it was already in the set */
  add(sequence: number): boolean {
    return this.addRange(sequence, sequence);
  }

  /**
   * Adds a range, both ends inclusive.
   *
   * @returns false if the set already contained all of it
   */
  addRange(from: number, to: number): boolean {
    const known = this.around(from);
    if (known && to <= known.to) {
      return false;
    }
    const merged = { from, to };
    const apart = this.ranges.filter((range) => {
      const touches = range.from <= to + 1 && from <= range.to + 1;
      if (touches) {
        merged.from = Math.min(merged.from, range.from);
        merged.to = Math.max(merged.to, range.to);
      }
      return !touches;
    });
    this.ranges = [...apart, merged].sort((a, b) => a.from - b.from);
    return true;
  }

  has(sequence: number): boolean {
    return this.around(sequence) !== undefined;
  }

  /** The range that contains a sequence. */
  around(sequence: number): Range | undefined {
    return this.ranges.find((range) => range.from <= sequence && sequence <= range.to);
  }

  /** The range with the highest sequences. */
  get last(): Range | undefined {
    return this.ranges.at(-1);
  }

  /** Removes all sequences below this one. */
  keepFrom(sequence: number): void {
    this.ranges = this.ranges
      .filter((range) => range.to >= sequence)
      .map(({ from, to }) => ({ from: Math.max(from, sequence), to }));
  }
}
