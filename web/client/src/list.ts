import { type Connection, DisconnectedError, RefusedError } from "./connection.ts";
import type { ConversationItem } from "./events.ts";
import { CommandNumber, RefusalCode } from "./wire.ts";

const PAGE = 500;

/** Follows the server's conversation list: each pull returns the changes since the previous one. */
export class ListSync {
  /** Starts at 1: a pull from 0 may leave out hidden conversations, and this device must know that they are hidden. */
  private upTo = 1;

  get hasBegun(): boolean {
    return this.upTo > 1;
  }

  /** The next pull returns all of it. */
  restart(): void {
    this.upTo = 1;
  }

  constructor(private readonly onItem: (item: ConversationItem) => void) {}

  async pull(connection: Connection): Promise<ConversationItem[]> {
    const changed: ConversationItem[] = [];
    for (;;) {
      const page = await this.page(connection);
      const lastSequence = this.upTo;
      if (!page.completed && page.maxSequence <= lastSequence) {
        throw new DisconnectedError(`the server's conversation page does not advance beyond ${lastSequence}`);
      }
      for (const item of page.dataList) {
        this.onItem(item);
        changed.push(item);
      }
      this.upTo = Math.max(lastSequence, page.maxSequence);
      if (page.completed) {
        return changed;
      }
    }
  }
  private async page(connection: Connection) {
    const ask = () => {
      const data = { lastSequence: this.upTo, maxLimit: PAGE };
      return connection.ask({ command: CommandNumber.CONVERSATION_PULL, data });
    };
    try {
      return await ask();
    } catch (e) {
      if (!(e instanceof RefusedError && e.code === RefusalCode.READ_AHEAD && this.hasBegun)) {
        throw e;
      }
      this.restart(); // it never gave this cursor: the server was restored from an older copy
      return ask();
    }
  }
}
