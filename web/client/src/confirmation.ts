import { Backoff } from "./backoff.ts";

const FIRST = 400;
const LONGEST = 15_000;

/**
 * Asks the server what it has, a moment after something was said that it answers with silence: once for all that was
 * said in that moment, and again after pauses while something is open. They grow while nothing is confirmed.
 */
export class Confirmation {
  private readonly pauses = new Backoff(FIRST, LONGEST, () => 1);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param isOpen whether something is not confirmed
   * @param ask asks, and returns when the answer has been taken in
   */
  constructor(
    private readonly isOpen: () => boolean,
    private readonly ask: () => Promise<void>,
  ) {}

  /** To be called when something was said. */
  soon(): void {
    if (this.isOpen()) {
      this.timer ??= setTimeout(() => void this.now(), this.pauses.next());
    }
  }

  /** To be called when something of what was said is confirmed: the server answers, so the next pause is short. */
  confirmed(): void {
    this.pauses.reset();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pauses.reset();
  }

  private async now(): Promise<void> {
    const { timer } = this;
    await this.ask();
    if (this.timer !== timer) {
      // It was stopped meanwhile.
      return;
    }
    this.timer = undefined;
    if (!this.isOpen()) {
      this.pauses.reset();
    }
    this.soon();
  }
}
