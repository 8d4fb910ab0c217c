// The pinned messages of the conversation that is open.

import {
  type ChatMessage,
  type Conversation,
  type Peer,
  type PinnedMessage,
  peerKey,
  RefusalCode,
  RefusedError,
  type SyncedClient,
  type Update,
  withEdit,
} from "@whaleshark/client";

/** What is known of the conversation that is open. */
interface Open {
  readonly peer: Peer;
  /** Newest pin first. */
  messages: readonly PinnedMessage[];
  /** Whether a question has no answer yet. */
  isAsked: boolean;
  /** Whether that answer may be from before something that was told meanwhile. */
  isOutdated: boolean;
  membership: Conversation["membership"];
}

/** Before a question is repeated whose refusal does not say when; milliseconds. */
const AGAIN_AFTER = 3_000;

export class Pins {
  private now: Open | undefined;
  /** Where the server has refused to let this user pin. */
  private readonly refused = new Set<string>();
  /** Increases when something else is pinned, or may be. */
  version = 0;

  constructor(
    private readonly client: Pick<SyncedClient, "pin" | "pins" | "state" | "conversation">,
    /** The messages that are loaded. */
    private readonly visits: { loaded(peer: Peer, sequence: number): ChatMessage | undefined },
    private readonly onChange: () => void,
  ) {}

  /**
   * A conversation is open from now on.
   *
   * @returns what closes it
   */
  open(peer: Peer): () => void {
    const { membership } = this.client.conversation(peer);
    const opened: Open = { peer, messages: [], isAsked: false, isOutdated: false, membership };
    this.now = opened;
    void this.ask();
    return () => {
      if (this.now === opened) {
        this.now = undefined;
      }
    };
  }

  /** What is pinned in a conversation, newest pin first; nothing if it is not open. */
  of(peer: Peer): readonly PinnedMessage[] {
    return this.to(peer)?.messages ?? [];
  }

  has(peer: Peer, sequence: number): boolean {
    return this.of(peer).some(({ messageSequence }) => messageSequence === sequence);
  }

  /** Whether the user may pin in a conversation, as far as is known: the server alone knows it, and refuses. */
  mayPin(peer: Peer): boolean {
    return !this.refused.has(peerKey(peer));
  }

  /** Pins a message, or unpins it. Throws as `SyncedClient.pin`. */
  async pin(peer: Peer, sequence: number, isPinned: boolean): Promise<void> {
    try {
      await this.client.pin(peer, sequence, isPinned);
    } catch (e) {
      if (isRefusal(e, RefusalCode.PIN_NOT_ALLOWED)) {
        this.mayNot(peer);
      }
      throw e;
    }
  }

  private mayNot(peer: Peer): void {
    this.refused.add(peerKey(peer));
    this.changed();
  }

  /** The client tells an update. */
  told(update: Update): void {
    if (update.type === "members" && this.refused.delete(peerKey(update.peer))) {
      this.changed(); // others may run the group now
    }
    const now = "peer" in update ? this.to(update.peer) : this.now;
    if (now) {
      this.toldOf(now, update);
    }
  }

  private toldOf(now: Open, update: Update): void {
    switch (update.type) {
      case "pinned":
        this.pinned(now, update.sequence, update.pinnedTime);
        break;
      case "recalled":
        this.change(now, update.sequence, () => []);
        break;
      case "edited":
        this.change(now, update.sequence, (one) => [{ ...withEdit(one, update.edit), pinnedTime: one.pinnedTime }]);
        break;
      case "members":
        this.seenBy(now, this.client.conversation(now.peer).membership);
        break;
      case "gap":
      case "state":
        void this.ask();
        break;
    }
  }

  /** Whoever comes or goes sees other messages. */
  private seenBy(now: Open, membership: Conversation["membership"]): void {
    if (membership !== now.membership) {
      now.membership = membership;
      void this.ask();
    }
  }

  /** @param pinnedTime undefined if it is not pinned any longer */
  private pinned(now: Open, sequence: number, pinnedTime: number | undefined): void {
    const message = this.visits.loaded(now.peer, sequence);
    if (pinnedTime === undefined) {
      this.change(now, sequence, () => []);
    } else if (now.isAsked || !message) {
      void this.ask();
    } else if (!message.recalled) {
      const others = now.messages.filter(({ messageSequence }) => messageSequence !== sequence);
      this.put(
        now,
        [{ ...message, pinnedTime }, ...others].sort((a, b) => b.pinnedTime - a.pinnedTime),
      );
    }
  }

  private change(now: Open, sequence: number, changed: (message: PinnedMessage) => readonly PinnedMessage[]): void {
    now.isOutdated ||= now.isAsked;
    if (this.has(now.peer, sequence)) {
      this.put(
        now,
        now.messages.flatMap((one) => (one.messageSequence === sequence ? changed(one) : one)),
      );
    }
  }

  /** Asks what is pinned in the open conversation, once at a time. Without a connection, the next login asks. */
  async ask(): Promise<void> {
    const { now } = this;
    if (!now || this.client.state.is !== "online") {
      return;
    }
    if (now.isAsked) {
      now.isOutdated = true;
      return;
    }
    now.isAsked = true;
    now.isOutdated = false;
    const found = await this.client.pins(now.peer).catch((e: unknown) => this.notFound(now, e));
    now.isAsked = false;
    if (this.now === now) {
      await (now.isOutdated ? this.ask() : this.put(now, found));
    }
  }

  private notFound(now: Open, e: unknown): readonly PinnedMessage[] {
    if (!(e instanceof RefusedError)) {
      return now.messages; // the next login asks
    }
    if (e.mayRetry) {
      setTimeout(() => this.now === now && this.ask(), e.retryAfter || AGAIN_AFTER);
      return now.messages;
    }
    if (e.code === RefusalCode.UNKNOWN_COMMAND) {
      this.mayNot(now.peer); // an older server
    }
    return [];
  }

  private put(now: Open, messages: readonly PinnedMessage[]): void {
    if (messages.length + now.messages.length > 0) {
      now.messages = messages;
      this.changed();
    }
  }

  private changed(): void {
    this.version++;
    this.onChange();
  }

  private to(peer: Peer): Open | undefined {
    return this.now && peerKey(this.now.peer) === peerKey(peer) ? this.now : undefined;
  }
}

function isRefusal(e: unknown, code: number): boolean {
  return e instanceof RefusedError && e.code === code;
}
