/** Growing pauses: each between half and all of a bound that doubles, so that many clients do not come back at once. */
export class Backoff {
  private bound: number;

  /**
   * @param first milliseconds, the bound of the first pause
   * @param longest milliseconds, where the doubling ends
   * @param random in 0..1, 1 excluded
   */
  constructor(
    private readonly first = 250,
    private readonly longest = 15_000,
    private readonly random: () => number = Math.random,
  ) {
    this.bound = first;
  }

  /** The next pause in milliseconds. */
  next(): number {
    const pause = this.bound * (0.5 + this.random() / 2);
    this.bound = Math.min(this.bound * 2, this.longest);
    return pause;
  }

  reset(): void {
    this.bound = this.first;
  }
}
