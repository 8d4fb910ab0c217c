import { type OutboxEntry, type Peer, peerKey } from "@whaleshark/client";

/** The user's messages that the server has not acknowledged. */
export class UnsentMessages {
  private readonly entries = new Map<string, OutboxEntry>();

  put(entry: OutboxEntry): void {
    this.entries.set(entry.messageId, entry);
  }

  remove({ messageId }: OutboxEntry): void {
    this.entries.delete(messageId);
  }

  all(): OutboxEntry[] {
    return [...this.entries.values()];
  }

  /** Those of a conversation, in their order. */
  of(peer: Peer): OutboxEntry[] {
    const key = peerKey(peer);
    return this.all()
      .filter((entry) => peerKey(entry.peer) === key)
      .sort((a, b) => a.ticket - b.ticket);
  }

  /** Whether one of a conversation was refused for good. */
  hasFailed(peer: Peer): boolean {
    return this.of(peer).some((entry) => entry.state === "failed");
  }
}
