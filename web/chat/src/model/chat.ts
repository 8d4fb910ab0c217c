// The state that the views show of one signed-in user, and the user's actions.

import {
  type Json,
  type Peer,
  RefusalCode,
  type Store,
  SyncedClient,
  type SyncState,
  type Update,
} from "@whaleshark/client";
import { never } from "../../../client/src/wire.ts";
import type { Texts } from "../texts/index.ts";
import { Acquaintances } from "./acquaintances.ts";
import { Archive } from "./archive.ts";
import { Composing } from "./composing.ts";
import { inView, lineOf } from "./content.ts";
import { Conversations } from "./conversations.ts";
import { Faces } from "./faces.ts";
import { FrameLog } from "./frames.ts";
import { GroupDesk } from "./groups.ts";
import { Limits } from "./limits.ts";
import { OwnMentions } from "./mentions.ts";
import { ContextMenus } from "./menus.ts";
import { Names } from "./names.ts";
import { Notifier } from "./notifier.ts";
import { Pins } from "./pins.ts";
import { editsOf, mentionsOf, type SignIn } from "./prefs.ts";
import { Questions } from "./question.ts";
import { Reactions } from "./reactions.ts";
import { ReadCounts } from "./read-counts.ts";
import { Toast } from "./toast.ts";
import { UnsentMessages } from "./unsent.ts";
import { nameInSentence, visibleName, visibleText } from "./visible.ts";
import type { Visit } from "./visit.ts";
import { Visits } from "./visits.ts";
import { Watchers } from "./watchers.ts";

export interface ChatOptions {
  readonly signIn: SignIn;
  readonly url: string;
  readonly imei: string;
  readonly store: Store;
  /** What is shown until the server tells; without one, nothing is. */
  readonly archive?: Archive;
  readonly texts: () => Texts;
  readonly notify: () => boolean;
  readonly goTo: (peer: Peer) => void;
}

export class Chat {
  readonly client: SyncedClient;
  readonly frames = new FrameLog();
  readonly groups: GroupDesk;
  readonly faces: Faces;
  readonly names: Names;
  readonly acquaintances = new Acquaintances(this, () => this.changed());
  readonly toast = new Toast(
    () => this.options.texts(),
    () => this.changed(),
  );
  readonly limits = new Limits(() => this.changed());
  readonly questions = new Questions(() => this.changed());
  readonly composing: Composing;
  readonly mentions: OwnMentions;
  readonly menus = new ContextMenus(() => this.changed());
  readonly visits: Visits;
  readonly pins: Pins;
  readonly reactions: Reactions;
  private readonly counts: ReadCounts;
  private readonly notifier: Notifier;
  readonly unsent = new UnsentMessages();
  readonly conversations: Conversations;
  private readonly archive: Archive;
  private readonly watchers = new Watchers();
  notStored = false;
  /** Whether the connection was lost and the client has not caught up yet. */
  cutOff = false;
  /** Increases when a group's members change. */
  membersVersion = 0;
  /** Increases when another device switches the receipts. */
  receiptsVersion = 0;

  constructor(private readonly options: ChatOptions) {
    const { signIn, url, imei, store } = options;
    this.archive = options.archive ?? Archive.none();
    this.notifier = new Notifier(options.goTo);
    this.client = new SyncedClient({
      url,
      appId: signIn.appId,
      user: signIn.user,
      token: signIn.token || undefined,
      imei,
      store,
      transport: signIn.binary ? "binary" : "text",
      visible: inView,
      onUpdate: (update) => this.updated(update),
      onFrame: (frame) => {
        this.frames.add(frame);
        this.changed();
      },
    });
    this.conversations = new Conversations(this.client, this.archive, this.unsent);
    this.mentions = new OwnMentions(signIn.user, mentionsOf(signIn));
    this.groups = new GroupDesk(this.client, signIn, () => this.changed());
    this.faces = new Faces(this.groups, () => this.changed());
    this.names = new Names(signIn, () => this.changed());
    this.visits = new Visits(this.client, signIn.user, this.conversations, {
      onChange: () => this.changed(),
      onShown: () => {
        this.counts.soon();
        this.changed();
      },
      onLoaded: () => {
        this.conversations.keep(this.visits.timelines);
        this.counts.soon();
        this.changed();
      },
    });
    this.composing = new Composing(this, editsOf(signIn), options.texts);
    this.pins = new Pins(this.client, this.visits, () => this.changed());
    this.reactions = new Reactions(this.client, signIn.user, this.visits, () => this.changed());
    this.counts = new ReadCounts(this.client, signIn.user, {
      shown: () => this.visits.now,
      rows: () => this.visits.lastInGroups(),
      onCounted: () => this.changed(),
    });
  }

  get user(): string {
    return this.options.signIn.user;
  }
  get signIn(): SignIn {
    return this.options.signIn;
  }
  get state(): SyncState {
    return this.client.state;
  }

  /** Calls the watcher after changes; changes made together cause one call. */
  watch(watcher: () => void): () => void {
    return this.watchers.add(watcher);
  }

  private changed(): void {
    this.watchers.changed();
  }

  close(): void {
    this.counts.stop();
    this.toast.stop();
    this.names.close();
    this.notifier.closeAll();
    this.client.close();
    this.archive.close();
  }

  /** Reports everything as read, displayed or not; call this only for a button that says so. */
  markAllRead(peer: Peer): void {
    this.client.displayed(peer, this.conversations.of(peer).newest);
  }

  /** Shows a message that is pinned, or that another one answers. */
  toMessage(peer: Peer, sequence: number, from?: number): void {
    if (!this.visits.toMessage(peer, sequence, from)) {
      this.toast.show(this.options.texts().answeredAway);
    }
  }

  /** It has expired, or was sent before this user joined: says so, and shows what answers it. */
  answeredIsGone({ peer, cameFrom }: Visit): void {
    this.toast.show(this.options.texts().answeredGone);
    void this.pins.ask(); // if it was pinned, it is not any longer
    if (cameFrom === undefined || !this.visits.toMessage(peer, cameFrom)) {
      this.visits.toNewest(peer);
    }
  }

  send(peer: Peer, body: Json): void {
    this.client.send(peer, body);
    if (this.state.is === "online" || this.visits.timeline(peer).newer === undefined) {
      // A user who writes is looking at the message.
      this.visits.toNewest(peer);
    }
  }

  async recall(peer: Peer, sequence: number): Promise<void> {
    const { recallTooLate } = this.options.texts();
    const time = this.visits.loaded(peer, sequence)?.messageTime;
    const done = this.limits.watch("recall", peer, time, this.client.recall(peer, sequence));
    await this.toast.tried(done, { [RefusalCode.RECALL_TOO_LATE]: recallTooLate });
  }

  /** Pins a message for everybody in the conversation, or unpins it. */
  async pin(peer: Peer, sequence: number, isPinned: boolean): Promise<void> {
    const { tooManyPins, nowPinned, nowUnpinned, undo: label } = this.options.texts();
    const undo = { label, act: () => void this.pin(peer, sequence, !isPinned) };
    if (await this.toast.tried(this.pins.pin(peer, sequence, isPinned), { [RefusalCode.TOO_LARGE]: tooManyPins })) {
      this.toast.show(isPinned ? nowPinned : nowUnpinned, undo);
    }
  }

  /** Sets a reaction of the user at a message, or takes it back; if that fails, a notice says why. */
  async react(peer: Peer, sequence: number, reaction: string): Promise<void> {
    const { tooManyReactions, reactionNotTaken } = this.options.texts();
    await this.toast.tried(this.reactions.toggle(peer, sequence, reaction), {
      [RefusalCode.TOO_LARGE]: tooManyReactions,
      [RefusalCode.NOT_ACCEPTED]: reactionNotTaken,
    });
  }

  /** @returns whether it was done; if not, a notice says why */
  set(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): Promise<boolean> {
    return this.toast.tried(this.client.change(peer, change));
  }

  // ---- updates

  /** The server has told the conversations: what was kept makes way for what it tells. */
  private told(): void {
    if (this.conversations.isTold) {
      return;
    }
    this.conversations.isTold = true;
    this.conversations.keep(this.visits.timelines);
    this.visits.forget(this.archive.conversations.map(({ peer }) => peer));
  }

  private updated(update: Update): void {
    this.conversations.keep(this.visits.timelines);
    this.changed();
    this.pins.told(update);
    this.limits.told(update);
    this.reactions.told(update);
    switch (update.type) {
      case "state":
        this.cutOff = update.state.is === "offline" || (this.cutOff && update.state.is !== "online");
        if (update.state.is === "online") {
          this.told();
          this.counts.again();
          this.visits.goOn();
        }
        return;
      case "listed":
        this.counts.rowsSoon();
        if (this.visits.now?.newFrom === undefined) {
          this.visits.goOn();
        }
        return;
      case "arrived":
        if (update.message.messageSequence === 1) {
          this.names.met(update.peer);
        }
        this.visits.timeline(update.peer).arrived(update.message);
        this.mentions.arrived(update.peer, update.message);
        this.visits.report();
        if (update.origin === "live" && !update.silent) {
          this.notify(update.peer, update.message.fromId, update.message.messageBody);
        }
        return;
      case "sent":
        this.unsent.remove(update.entry);
        if (update.message.messageSequence === 1) {
          this.names.met(update.entry.peer);
        }
        this.visits.timeline(update.entry.peer).arrived(update.message);
        this.counts.soon();
        return;
      case "unsent":
        this.unsent.put(update.entry);
        return;
      case "discarded":
        this.unsent.remove(update.entry);
        return;
      case "recalled":
        this.archive.recalled(update.peer, update.sequence);
        this.mentions.recalled(update.peer, update.sequence);
        this.composing.edits.recalled(update.peer, update.sequence);
        this.visits.timeline(update.peer).recalled(update.sequence);
        this.notifier.close(update.peer);
        return;
      case "edited":
        this.archive.edited(update.peer, update.sequence, update.edit);
        this.composing.edits.edited(update.peer, update.sequence, update.edit);
        this.visits.timeline(update.peer).edited(update.sequence, update.edit);
        return;
      case "gap":
        // Skipped messages are loaded when the user scrolls to them.
        this.archive.gap(update.peer);
        this.visits.timeline(update.peer).gap(update.to);
        return;
      case "own-read":
        this.notifier.close(update.peer);
        return;
      case "read-in-group": {
        const { countedSequence, readCount, memberCount } = update.receipt;
        const shown = { peer: update.peer, timeline: this.visits.timeline(update.peer) };
        this.counts.receipt(shown, countedSequence, { readCount, memberCount });
        return;
      }
      case "members":
        this.membersVersion++;
        return;
      case "not-stored":
        this.notStored = true;
        return;
      case "receipts":
        this.receiptsVersion++;
        return;
      case "pinned":
      case "reaction":
      case "typing":
      case "hidden":
      case "delivered":
      case "read-by-peer":
      case "refused":
        // The conversation's state shows it. Only read reports and receive-acks are refused without an answer of their
        // own, and the user need not know of those.
        return;
      default:
        never(update);
    }
  }

  private notify(peer: Peer, from: string, body: Json): void {
    const conversation = this.conversations.of(peer);
    const looking = inView() && this.visits.to(peer) !== undefined;
    if (from === this.user || looking || conversation.muted || !this.options.notify()) {
      return;
    }
    const text = visibleText(lineOf(body));
    const said = peer.kind === "group" ? this.options.texts().says(nameInSentence(this.names.known(from)), text) : text;
    this.notifier.show(peer, visibleName(this.names.title(conversation)), said);
  }
}
