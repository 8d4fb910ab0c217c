import { Command, type Peer, type SyncedClient } from "@whaleshark/client";
import type { Counts, Timeline } from "./timeline.ts";

/** The maximum range of one query for counts. */
const COUNTS_AT_MOST = 200;
const COUNT_AFTER = 300;

export interface Shown {
  readonly peer: Peer;
  readonly timeline: Timeline;
}

/** Keeps the read counts of the own group messages that are shown, from receipts and from queries. */
export class ReadCounts {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: SyncedClient,
    private readonly user: string,
    private readonly view: { readonly shown: () => Shown | undefined; readonly onCounted: () => void },
  ) {}

  /** Queries the counts of messages that not everybody has read; one query for all changes of a moment. */
  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.count();
    }, COUNT_AFTER);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async count(): Promise<void> {
    const shown = this.view.shown();
    if (shown?.peer.kind !== "group" || this.client.state.is !== "online") {
      return;
    }
    const { peer, timeline } = shown;
    const open = timeline
      .shown()
      .filter((m) => m.fromId === this.user && !m.recalled && !isDone(timeline.counts.get(m.messageSequence)))
      .map((m) => m.messageSequence);
    try {
      while (open.length > 0) {
        const toSequence = open.pop() ?? 0;
        const fromSequence = Math.max(1, toSequence - COUNTS_AT_MOST + 1);
        const page = await this.client.ask({
          command: Command.GROUP_READ_COUNTS,
          data: { groupId: peer.id, fromSequence, toSequence },
        });
        for (const { messageSequence, readCount, memberCount } of page.dataList) {
          timeline.counts.set(messageSequence, { readCount, memberCount });
        }
        while ((open.at(-1) ?? 0) >= fromSequence) {
          open.pop();
        }
      }
    } catch {
      // The next login asks again.
    }
    this.view.onCounted();
  }
}

function isDone(counts: Counts | undefined): boolean {
  return counts !== undefined && counts.readCount >= counts.memberCount;
}
