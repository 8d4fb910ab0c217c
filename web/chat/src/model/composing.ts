// What the composers are for besides new messages: to answer a message, and to edit one.

import type { ChatMessage, Json, Peer, SyncedClient } from "@whaleshark/client";
import type { Texts } from "../texts/index.ts";
import { type BegunEdit, Edits, type EditsStore, isEditable } from "./edits.ts";
import type { Limits } from "./limits.ts";
import type { Questions } from "./question.ts";
import { Replies } from "./replies.ts";
import type { Toast } from "./toast.ts";
import type { UnsentMessages } from "./unsent.ts";
import type { Visits } from "./visits.ts";

/** The newest messages among which the one to edit is looked for. */
const NEWEST = 200;

/** Where the messages are, and what the user is told and asked. */
interface Around {
  readonly user: string;
  readonly client: SyncedClient;
  readonly visits: Visits;
  readonly unsent: UnsentMessages;
  readonly limits: Limits;
  readonly questions: Questions;
  readonly toast: Toast;
}

export class Composing {
  readonly replies = new Replies();
  readonly edits: Edits;

  constructor(
    private readonly around: Around,
    store: EditsStore,
    private readonly texts: () => Texts,
  ) {
    this.edits = new Edits(store);
  }

  /** Begins to answer a message, in the composer that is open. */
  reply(peer: Peer, message: ChatMessage): void {
    this.instead(peer, () => this.replies.start(message));
  }

  /** Begins to edit a message, in the composer of its conversation. */
  edit(peer: Peer, message: ChatMessage): void {
    if (this.edits.of(peer)?.sequence !== message.messageSequence) {
      this.instead(peer, () => {
        this.around.client.typing.stop(peer);
        this.edits.begin(peer, message);
      });
    }
  }

  /** @returns false if there is no message to edit, or one that comes after it is not sent yet */
  editNewest(peer: Peer): boolean {
    const { visits, limits, unsent, user } = this.around;
    const newest = visits.timeline(peer).newest(NEWEST);
    const message = newest.findLast((one) => isEditable(one, user) && limits.isInTime("edit", peer, one));
    if (!message || unsent.of(peer).length > 0) {
      return false;
    }
    this.edit(peer, message);
    return true;
  }

  /** Ends the edit of a conversation, and does something else. Asks first if what was typed would be lost. */
  private instead(peer: Peer, act: () => void): void {
    const endAndAct = () => {
      this.edits.end(peer);
      act();
    };
    const { saving, discardEditQuestion: text, discard: yes } = this.texts();
    if (this.edits.isSaving(peer)) {
      this.around.toast.show(saving);
    } else if (this.edits.isChanged(peer)) {
      this.around.questions.ask({ text, yes, act: endAndAct });
    } else {
      endAndAct();
    }
  }

  /** Gives the message that is edited this body; if that fails, a notice says why. */
  save(peer: Peer, edit: BegunEdit, body: Json): Promise<void> {
    const { client, limits, toast, visits } = this.around;
    const time = visits.loaded(peer, edit.sequence)?.messageTime;
    const saved = () => client.edit(peer, edit.sequence, body, edit.extra);
    return this.edits.save(peer, edit, () => toast.tried(limits.watch("edit", peer, time, saved())));
  }
}
