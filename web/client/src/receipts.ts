// Whether others see how far the user has received and read, and whether the user sees how far they have.

import type { AnswerTo, Question } from "./connection.ts";
import type { DataOf } from "./events.ts";
import { CommandNumber, RefusalCode } from "./wire.ts";

/** What holds of the user's receipts. */
export interface ReceiptsState {
  /** Whether others see how far the user gets. */
  readonly receiptsOn: boolean;
  /** Whether the user sees how far others get. */
  readonly othersShown: boolean;
  /** Whether the user has a switch. */
  readonly changeable: boolean;
}

export class Receipts {
  private shown = true;

  /** @param onShown what is known of others holds no more */
  constructor(
    private readonly ask: <Q extends Question>(question: Q) => Promise<AnswerTo<Q>>,
    private readonly onShown: () => void,
  ) {}

  /** Asks what holds. Throws as `SyncedClient.ask`. */
  async state(): Promise<ReceiptsState> {
    const { receiptsOn, othersShown, changeable } = await this.ask({ command: CommandNumber.RECEIPTS_PULL, data: {} });
    this.told({ othersShown });
    return { receiptsOn, othersShown, changeable };
  }

  /**
   * Lets others see how far the user gets from now on, or not. What was read while they did not is never told.
   *
   * @returns what holds then
   * @throws RefusedError if the app leaves its users no choice
   */
  async set(receiptsOn: boolean): Promise<ReceiptsState> {
    await this.ask({ command: CommandNumber.RECEIPTS_SET, data: { receiptsOn } });
    return this.state();
  }

  /** The server has told what the user sees of others. */
  told({ othersShown }: Pick<DataOf<"RECEIPTS_UPDATED">, "othersShown">): void {
    if (othersShown !== this.shown) {
      this.shown = othersShown;
      this.onShown();
    }
  }

  /** Asks what may have been switched while there was no connection. An older server knows no switch. */
  async askAgain(isAgain: boolean): Promise<void> {
    try {
      await (isAgain ? this.state() : undefined);
    } catch (e: unknown) {
      if (!(e instanceof Error && "code" in e && e.code === RefusalCode.UNKNOWN_COMMAND)) {
        throw e;
      }
    }
  }
}
