/** Exponential back-off with jitter: a random pause between half and all of a bound that doubles each time. */
export class Backoff {
  private bound: number;

  /**
   * @param first the upper bound of the first pause, in milliseconds
   * @param longest the limit of the doubling bound, in milliseconds
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
