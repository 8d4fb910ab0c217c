import {
  type ChatMessage,
  CommandNumber,
  namesOf,
  type Peer,
  RefusedError,
  type SyncedClient,
} from "@whaleshark/client";
import type { Asked, Timeline } from "./timeline.ts";

const PAGE = 50;
/** The minimum delay before a retry after a temporary refusal, in milliseconds. */
const PAUSE_AT_LEAST = 1_000;

type Direction = keyof Timeline["loading"];

/** Loads the pages of history around what a window shows. */
export class History {
  constructor(
    private readonly client: SyncedClient,
    /** Something was loaded, or is being loaded. */
    private readonly onChange: () => void,
  ) {}

  older(peer: Peer, timeline: Timeline): Promise<void> {
    return this.load(peer, timeline, "older");
  }

  newer(peer: Peer, timeline: Timeline): Promise<void> {
    return this.load(peer, timeline, "newer");
  }

  private async load(peer: Peer, timeline: Timeline, direction: Direction): Promise<void> {
    const asked = timeline[direction];
    const { is } = this.client.state;
    if (asked === undefined || timeline.loading[direction] || !(is === "online" || is === "catching-up")) {
      return;
    }
    timeline.loading[direction] = true;
    this.onChange();
    try {
      const { dataList, completed } = await this.ask(peer, asked);
      timeline.page(dataList, asked, completed);
    } catch (e) {
      if (e instanceof RefusedError && e.mayRetry) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_AT_LEAST, e.retryAfter)));
      } else if (e instanceof RefusedError) {
        // A conversation without messages has no history.
        timeline.page([], asked, true);
      }
    } finally {
      timeline.loading[direction] = false;
      this.onChange();
    }
  }

  private ask(
    peer: Peer,
    asked: Asked,
  ): Promise<{ readonly dataList: readonly ChatMessage[]; readonly completed: boolean }> {
    const range =
      asked === "newest" ? {} : "before" in asked ? { beforeSequence: asked.before } : { afterSequence: asked.after };
    return this.client.ask({
      command: CommandNumber.HISTORY_PULL,
      data: { ...namesOf(peer), maxLimit: PAGE, ...range },
    });
  }
}
