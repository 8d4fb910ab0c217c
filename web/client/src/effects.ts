import type { ConversationBook } from "./book.ts";
import type { ChatMessage } from "./events.ts";
import type { InboxEffect } from "./inbox.ts";
import type { Outbox } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import { type Edit, editOf } from "./states.ts";
import type { Update } from "./updates.ts";
import { never } from "./wire.ts";

export interface EffectsListener {
  tell(update: Update): void;
  /** Tell the sender that this device has a message. */
  acknowledge(message: ChatMessage): void;
}

/** Executes what the inbox decides: the book counts it, and the application is told. */
export class Effects {
  constructor(
    private readonly user: string,
    private readonly book: ConversationBook,
    private readonly outbox: Outbox,
    private readonly listener: EffectsListener,
  ) {}

  carryOut(effects: readonly InboxEffect[]): void {
    for (const effect of effects) {
      this.carryOutOne(effect);
    }
  }

  private carryOutOne(effect: InboxEffect): void {
    switch (effect.type) {
      case "show":
        this.arrived(effect);
        break;
      case "recall":
        this.book.recalled(effect.peer, effect.sequence);
        this.listener.tell({ type: "recalled", peer: effect.peer, sequence: effect.sequence });
        break;
      case "edit":
        this.edited(effect.peer, effect.sequence, effect.edit);
        break;
      case "gap":
        this.book.leftOut(effect.peer, effect.from, effect.to);
        this.listener.tell(effect);
        break;
      case "acknowledge":
        this.listener.acknowledge(effect.message);
        break;
      default:
        never(effect);
    }
  }

  private arrived({ peer, message, origin, silent }: InboxEffect & { readonly type: "show" }): void {
    this.book.arrived(peer, message);
    if (message.fromId === this.user && this.outbox.acknowledged(message.messageId, message)) {
      // Its answer may have been lost; its entry in the inbox proves the same. It was told as it was sent.
      const edit = editOf(message);
      if (edit) {
        this.edited(peer, message.messageSequence, edit);
      }
      return;
    }
    this.listener.tell({ type: "arrived", peer, message, origin, silent });
  }

  private edited(peer: Peer, sequence: number, edit: Edit): void {
    this.book.edited(peer, sequence, edit);
    this.listener.tell({ type: "edited", peer, sequence, edit });
  }
}
