// What the server has refused this user, so that the page offers it no longer. It says nothing of this before.

import { type ChatMessage, type Peer, peerKey, RefusalCode, RefusedError, type Update } from "@whaleshark/client";

type Change = "edit" | "recall";

const TOO_LATE: Readonly<Record<Change, number>> = {
  edit: RefusalCode.EDIT_TOO_LATE,
  recall: RefusalCode.RECALL_TOO_LATE,
};

export class Limits {
  /** How old the youngest message was that could not be changed; milliseconds, by what was refused and where. */
  private readonly tooOld = new Map<string, number>();
  private readonly muted = new Set<string>();
  /** Increases when more, or less, can be changed. */
  version = 0;

  constructor(
    private readonly onChange: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Whether it is not known to be too late for a change. In a group the time may bind one user and not another, so
   * what is known holds in one conversation.
   */
  isInTime(change: Change, peer: Peer, { messageTime }: Pick<ChatMessage, "messageTime">): boolean {
    return this.now() - messageTime < (this.tooOld.get(key(change, peer)) ?? Number.POSITIVE_INFINITY);
  }

  /** Remembers what a change is refused for. Throws as it does. */
  async watch(change: Change, peer: Peer, messageTime: number | undefined, done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (e) {
      if (e instanceof RefusedError && e.code === TOO_LATE[change] && messageTime !== undefined) {
        const known = this.tooOld.get(key(change, peer)) ?? Number.POSITIVE_INFINITY;
        this.tooOld.set(key(change, peer), Math.min(known, this.now() - messageTime));
        this.changed();
      }
      throw e;
    }
  }

  /** Whether a message of the user was refused since they are muted there. */
  isMuted(peer: Peer): boolean {
    return this.muted.has(peerKey(peer));
  }

  /** The user tries once more. */
  tryAgain(peer: Peer): void {
    this.muted.delete(peerKey(peer));
    this.changed();
  }

  /** The client tells an update. */
  told(update: Update): void {
    if (update.type === "unsent" && update.entry.state === "failed") {
      if (update.entry.refused?.code === RefusalCode.MUTED) {
        this.muted.add(peerKey(update.entry.peer));
      }
    } else if (update.type === "members") {
      // Others may run the group now, and let the user speak.
      this.muted.delete(peerKey(update.peer));
      this.tooOld.delete(key("edit", update.peer));
      this.tooOld.delete(key("recall", update.peer));
      this.changed();
    } else if (update.type === "state" && update.state.is === "online") {
      this.muted.clear(); // what was refused before this connection may be over
    }
  }

  private changed(): void {
    this.version++;
    this.onChange();
  }
}

function key(change: Change, peer: Peer): string {
  return `${change} ${peerKey(peer)}`;
}
