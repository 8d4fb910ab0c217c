import { type Conversation, type Peer, peerKey, type SyncedClient } from "@whaleshark/client";
import { type Archive, CONVERSATIONS_AT_MOST, type Kept, type Loaded, MESSAGES_AT_MOST } from "./archive.ts";
import { hidden, listed } from "./listing.ts";
import type { Timeline } from "./timeline.ts";
import type { UnsentMessages } from "./unsent.ts";

/** The user's conversations as the server tells them. Until it does, those that this browser keeps. */
export class Conversations {
  /** Whether the server has told them. */
  isTold = false;

  constructor(
    private readonly client: SyncedClient,
    private readonly archive: Archive,
    private readonly unsent: UnsentMessages,
  ) {}

  /** Those to list, including those without messages. */
  listed(): Conversation[] {
    const known = this.known();
    const keys = new Set(known.map((c) => peerKey(c.peer)));
    const unsent = this.unsent.all();
    for (const { peer } of unsent) {
      if (!keys.has(peerKey(peer))) {
        keys.add(peerKey(peer));
        known.push(this.of(peer));
      }
    }
    return listed(known, unsent);
  }

  hidden(): Conversation[] {
    return hidden(this.known(), this.unsent.all());
  }

  /** Whether the server has told that there are none. */
  get areNone(): boolean {
    return this.isTold && this.listed().length + this.hidden().length === 0;
  }

  of(peer: Peer): Conversation {
    return this.kept(peer)?.conversation ?? this.client.conversation(peer);
  }

  /** What is kept of a conversation, if that is shown; undefined if the server tells of it. */
  kept(peer: Peer): Kept | undefined {
    return this.isTold ? undefined : this.archive.of(peer);
  }

  /** Unread messages of all conversations that are not muted. */
  get unreadTotal(): number {
    return this.known().reduce((sum, c) => sum + (c.muted || c.hidden ? 0 : c.unread), 0);
  }

  /** Keeps soon what the server has told, with the messages that are loaded. */
  keep(timelines: ReadonlyMap<string, Timeline>): void {
    if (this.isTold) {
      this.archive.soon(() => this.toKeep(timelines));
    }
  }

  private toKeep(timelines: ReadonlyMap<string, Timeline>): Loaded[] {
    return this.listed()
      .slice(0, CONVERSATIONS_AT_MOST)
      .map((conversation) => {
        const timeline = timelines.get(peerKey(conversation.peer));
        return {
          conversation,
          messages: timeline?.newest(MESSAGES_AT_MOST) ?? [],
          fromHistory: timeline?.fromHistory ?? false,
        };
      });
  }

  private known(): Conversation[] {
    return this.isTold || this.archive.isEmpty ? this.client.conversations() : this.archive.conversations;
  }
}
