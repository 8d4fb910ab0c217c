import { CommandNumber, type Peer, peerKey, type SyncedClient } from "@whaleshark/client";
import type { Counts, Timeline } from "./timeline.ts";

/** The maximum range of one query for counts. */
const COUNTS_AT_MOST = 200;
const COUNT_AFTER = 300;

export interface Shown {
  readonly peer: Peer;
  readonly timeline: Timeline;
}

/** An own message that is the last one of a group, as a row of the list shows it. */
export interface Last extends Shown {
  readonly sequence: number;
}

export interface View {
  readonly shown: () => Shown | undefined;
  readonly rows: () => readonly Last[];
  readonly onCounted: () => void;
}

/** Keeps the read counts of the own group messages that are shown, from receipts and from queries. */
export class ReadCounts {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isShownDue = false;
  /** The message of each row that was queried since the last receipt for its group. */
  private readonly counted = new Map<string, number>();

  constructor(
    private readonly client: SyncedClient,
    private readonly user: string,
    private readonly view: View,
  ) {}

  /** Queries the counts of messages that not everybody has read; one query for all changes of a moment. */
  soon(): void {
    this.isShownDue = true;
    this.rowsSoon();
  }

  /** The same for the rows of the list alone: what else changed in it says nothing of the messages that are shown. */
  rowsSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.count();
    }, COUNT_AFTER);
  }

  /** Queries all rows again: without a connection, receipts were missed. */
  again(): void {
    this.counted.clear();
    this.soon();
  }

  /** A receipt tells the count of one message. An older answer may still come after it, so the row is queried again. */
  receipt({ peer, timeline }: Shown, sequence: number | undefined, counts: Counts): void {
    if (sequence !== undefined) {
      timeline.counts.set(sequence, counts);
    }
    this.counted.delete(peerKey(peer));
    this.soon();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async count(): Promise<void> {
    if (this.client.state.is !== "online") {
      return;
    }
    try {
      if (this.isShownDue) {
        this.isShownDue = false;
        await this.countShown();
      }
      await this.countRows();
    } catch {
      // The next login asks again.
    }
    this.view.onCounted();
  }

  private async countShown(): Promise<void> {
    const shown = this.view.shown();
    if (shown?.peer.kind !== "group") {
      return;
    }
    const { timeline } = shown;
    const open = timeline
      .shown()
      .filter((m) => m.fromId === this.user && !m.recalled && !isDone(timeline.counts.get(m.messageSequence)))
      .map((m) => m.messageSequence);
    while (open.length > 0) {
      const toSequence = open.pop() ?? 0;
      const fromSequence = Math.max(1, toSequence - COUNTS_AT_MOST + 1);
      await this.ask(shown, fromSequence, toSequence);
      while ((open.at(-1) ?? 0) >= fromSequence) {
        open.pop();
      }
    }
  }

  private async countRows(): Promise<void> {
    for (const row of this.view.rows()) {
      const key = peerKey(row.peer);
      if (this.counted.get(key) !== row.sequence && !isDone(row.timeline.counts.get(row.sequence))) {
        this.counted.set(key, row.sequence);
        await this.ask(row, row.sequence, row.sequence);
      }
    }
  }

  private async ask({ peer, timeline }: Shown, fromSequence: number, toSequence: number): Promise<void> {
    const { dataList } = await this.client.ask({
      command: CommandNumber.GROUP_READ_COUNTS,
      data: { groupId: peer.id, fromSequence, toSequence },
    });
    for (const { messageSequence, readCount, memberCount } of dataList) {
      timeline.counts.set(messageSequence, { readCount, memberCount });
    }
  }
}

function isDone(counts: Counts | undefined): boolean {
  return counts !== undefined && counts.readCount >= counts.memberCount;
}
