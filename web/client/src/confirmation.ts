import { Backoff } from "./backoff.ts";

const FIRST = 400;
const LONGEST = 15_000;

/**
 * Asks the server, after a short delay, what it has of the requests that it does not answer. One question covers all
 * requests of that moment. It is repeated while something is unconfirmed, with pauses that grow while nothing is
 * confirmed.
 */
export class Confirmation {
  private readonly pauses = new Backoff(FIRST, LONGEST, () => 1);
  private timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param isOpen whether something is unconfirmed
   * @param ask asks, and resolves when the answer has been applied
   */
  constructor(
    private readonly isOpen: () => boolean,
    private readonly ask: () => Promise<void>,
  ) {}

  /** Call this after sending such a request. */
  soon(): void {
    if (this.isOpen()) {
      this.timer ??= setTimeout(() => void this.now(), this.pauses.next());
    }
  }

  /** Call this when something was confirmed: the server responds, so the next pause is short. */
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
      // Closed in the meantime.
      return;
    }
    this.timer = undefined;
    if (!this.isOpen()) {
      this.pauses.reset();
    }
    this.soon();
  }
}
