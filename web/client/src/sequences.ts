/** A set of a conversation's sequences, kept as ranges: one for a conversation without holes, however long. */
export class SequenceSet {
  /** Ascending, both ends inclusive; ranges neither touch nor overlap. */
  private readonly ranges: { first: number; last: number }[] = [];

  /** @returns false if it was there */
  add(sequence: number): boolean {
    let at = this.ranges.length;
    while (at > 0 && (this.ranges[at - 1]?.first ?? 0) > sequence) {
      at--;
    }
    const before = this.ranges[at - 1];
    const after = this.ranges[at];
    if (before && sequence <= before.last) {
      return false;
    }
    const touchesBefore = before?.last === sequence - 1;
    const touchesAfter = after?.first === sequence + 1;
    if (before && after && touchesBefore && touchesAfter) {
      before.last = after.last;
      this.ranges.splice(at, 1);
    } else if (before && touchesBefore) {
      before.last = sequence;
    } else if (after && touchesAfter) {
      after.first = sequence;
    } else {
      this.ranges.splice(at, 0, { first: sequence, last: sequence });
    }
    return true;
  }

  has(sequence: number): boolean {
    return this.ranges.some((range) => range.first <= sequence && sequence <= range.last);
  }
}
