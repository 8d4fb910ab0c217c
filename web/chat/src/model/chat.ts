// The state that the views show of one signed-in user, and the user's actions.

import {
  type Json,
  type Peer,
  peerKey,
  RefusalCode,
  RefusedError,
  type Store,
  SyncedClient,
  type SyncState,
  type Update,
} from "@whaleshark/client";
import { never } from "../../../client/src/wire.ts";
import type { Texts } from "../texts/index.ts";
import { Archive } from "./archive.ts";
import { inView, lineOf } from "./content.ts";
import { Conversations } from "./conversations.ts";
import { FrameLog } from "./frames.ts";
import { GroupDesk } from "./groups.ts";
import { History } from "./history.ts";
import { ContextMenus } from "./menus.ts";
import { Notifier } from "./notifier.ts";
import type { SignIn } from "./prefs.ts";
import { Questions } from "./question.ts";
import { Quotes } from "./quote.ts";
import { type Last, ReadCounts } from "./read-counts.ts";
import { reason } from "./reason.ts";
import type { Whereabouts } from "./slice.ts";
import { type Counts, Timeline } from "./timeline.ts";
import { Toast } from "./toast.ts";
import { UnsentMessages } from "./unsent.ts";
import { nameInSentence, visibleName, visibleText } from "./visible.ts";
import { Visit } from "./visit.ts";

const DRAW_AFTER = 16;
const KEPT_UNOPENED = 200;
/** The rows of the list whose read counts are queried. */
const ROWS_COUNTED = 50;

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
  readonly toast = new Toast(() => this.changed());
  readonly questions = new Questions(() => this.changed());
  readonly quotes = new Quotes();
  readonly menus = new ContextMenus(() => this.changed());
  private readonly history: History;
  private readonly counts: ReadCounts;
  private readonly notifier: Notifier;
  private readonly timelines = new Map<string, Timeline>();
  readonly unsent = new UnsentMessages();
  readonly conversations: Conversations;
  private readonly archive: Archive;
  private readonly watchers = new Set<() => void>();
  private scheduled = false;
  /** The conversation whose window is open. */
  private visit: Visit | undefined;
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
    this.groups = new GroupDesk(this.client, signIn);
    this.history = new History(this.client, () => this.historyChanged());
    this.counts = new ReadCounts(this.client, signIn.user, {
      shown: () => this.visit,
      rows: () => this.lastInGroups(),
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
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private changed(): void {
    if (!this.scheduled) {
      this.scheduled = true;
      setTimeout(() => {
        this.scheduled = false;
        for (const watcher of this.watchers) {
          watcher();
        }
      }, DRAW_AFTER);
    }
  }

  close(): void {
    this.counts.stop();
    this.toast.stop();
    this.notifier.closeAll();
    this.client.close();
    this.archive.close();
  }

  // ---- the list

  /** How many have read an own message of a group, as far as it is known. */
  countsOf(peer: Peer, sequence: number): Counts | undefined {
    return this.timelines.get(peerKey(peer))?.counts.get(sequence);
  }

  /** The own messages that the first rows of the list show in groups. */
  private lastInGroups(): Last[] {
    return this.conversations
      .listed()
      .slice(0, ROWS_COUNTED)
      .flatMap(({ peer, last, membership }) =>
        peer.kind === "group" && membership === "in" && last?.fromId === this.user && !last.recalled
          ? [{ peer, timeline: this.timeline(peer), sequence: last.messageSequence }]
          : [],
      );
  }

  // ---- the open conversation

  timeline(peer: Peer): Timeline {
    let timeline = this.timelines.get(peerKey(peer));
    if (!timeline) {
      timeline = new Timeline();
      const kept = this.conversations.kept(peer)?.messages ?? [];
      if (kept.length > 0) {
        timeline.page(kept, "newest", false);
      }
      this.timelines.set(peerKey(peer), timeline);
    }
    return timeline;
  }

  /** Sets the conversation whose window is shown; undefined for none. */
  open(peer: Peer | undefined): void {
    if (this.visit && peer && peerKey(this.visit.peer) === peerKey(peer)) {
      return;
    }
    this.visit?.timeline.trim(KEPT_UNOPENED);
    this.visit = peer && new Visit(peer, this.timeline(peer));
    this.goOn();
  }

  /** The visit to a conversation, if its window is open. */
  visitTo(peer: Peer): Visit | undefined {
    return this.visit && peerKey(this.visit.peer) === peerKey(peer) ? this.visit : undefined;
  }

  /** Starts the visit once the unread position is known, and loads its first page. */
  private goOn(): void {
    const { visit } = this;
    if (!visit) {
      return;
    }
    const conversation = this.conversations.of(visit.peer);
    if (visit.newFrom === undefined && (conversation.listed || this.state.is === "online")) {
      visit.begin(conversation);
    }
    if (visit.newFrom !== undefined && visit.timeline.shown().length === 0) {
      void this.loadNewer(visit.peer);
      void this.loadOlder(visit.peer);
    }
    this.counts.soon();
    this.changed();
  }

  loadOlder(peer: Peer): Promise<void> {
    return this.history.older(peer, this.timeline(peer));
  }

  loadNewer(peer: Peer): Promise<void> {
    return this.history.newer(peer, this.timeline(peer));
  }

  private historyChanged(): void {
    this.conversations.keep(this.timelines);
    this.counts.soon();
    this.report();
    this.changed();
  }

  /** These messages are on the screen, and a person is looking. */
  displayed(peer: Peer, sequences: readonly number[]): void {
    if (this.visitTo(peer)?.show(sequences)) {
      this.report();
      this.changed();
    }
  }

  private report(): void {
    if (this.visit && !this.conversations.kept(this.visit.peer)) {
      const { peer } = this.visit;
      const { read } = this.conversations.of(peer);
      const upTo = this.visit.readUpTo(this.user, read);
      if (upTo > read) {
        this.client.displayed(peer, upTo);
      }
    }
  }

  /** The user is somewhere else in the open conversation. */
  moved(visit: Visit, around: Whereabouts): void {
    visit.around = around;
    this.changed();
  }

  toNewest(peer: Peer): void {
    this.visitTo(peer)?.toNewest();
    this.goOn();
  }

  toFirstUnread(peer: Peer): void {
    this.visitTo(peer)?.toFirstUnread(this.conversations.of(peer).read);
    this.goOn();
  }

  /** Reports everything as read, displayed or not; call this only for a button that says so. */
  markAllRead(peer: Peer): void {
    this.client.displayed(peer, this.conversations.of(peer).newest);
  }

  send(peer: Peer, text: string): void {
    this.client.send(peer, text);
    if (this.state.is === "online" || this.timeline(peer).newer === undefined) {
      // A user who writes is looking at the message.
      this.toNewest(peer);
    }
  }

  async recall(peer: Peer, sequence: number): Promise<void> {
    await this.orToast(this.client.recall(peer, sequence));
  }

  /** @returns whether it was done; if not, a notice says why */
  set(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): Promise<boolean> {
    return this.orToast(this.client.change(peer, change));
  }

  private async orToast(done: Promise<void>): Promise<boolean> {
    try {
      await done;
      return true;
    } catch (e) {
      const texts = this.options.texts();
      const isLate = e instanceof RefusedError && e.code === RefusalCode.RECALL_TOO_LATE;
      this.toast.show(isLate ? texts.recallTooLate : texts.failed(reason(e, texts)));
      return false;
    }
  }

  // ---- updates

  /** The server has told the conversations: what was kept makes way for what it tells. */
  private told(): void {
    if (this.conversations.isTold) {
      return;
    }
    this.conversations.isTold = true;
    this.conversations.keep(this.timelines);
    for (const { peer } of this.archive.conversations) {
      this.timelines.delete(peerKey(peer));
    }
    if (this.visit && this.archive.of(this.visit.peer)) {
      this.visit = new Visit(this.visit.peer, this.timeline(this.visit.peer));
    }
  }

  private updated(update: Update): void {
    this.conversations.keep(this.timelines);
    this.changed();
    switch (update.type) {
      case "state":
        this.cutOff = update.state.is === "offline" || (this.cutOff && update.state.is !== "online");
        if (update.state.is === "online") {
          this.told();
          this.counts.again();
          this.goOn();
        }
        return;
      case "listed":
        this.counts.rowsSoon();
        if (this.visit?.newFrom === undefined) {
          this.goOn();
        }
        return;
      case "arrived":
        this.timeline(update.peer).arrived(update.message);
        this.report();
        if (update.origin === "live" && !update.silent) {
          this.notify(update.peer, update.message.fromId, update.message.messageBody);
        }
        return;
      case "sent":
        this.unsent.remove(update.entry);
        this.timeline(update.entry.peer).arrived(update.message);
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
        this.timeline(update.peer).recalled(update.sequence);
        this.notifier.close(update.peer);
        return;
      case "gap":
        // Skipped messages are loaded when the user scrolls to them.
        this.archive.gap(update.peer);
        this.timeline(update.peer).gap(update.to);
        return;
      case "own-read":
        this.notifier.close(update.peer);
        return;
      case "read-in-group": {
        const { countedSequence, readCount, memberCount } = update.receipt;
        const shown = { peer: update.peer, timeline: this.timeline(update.peer) };
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
    const looking = inView() && this.visitTo(peer) !== undefined;
    if (from === this.user || looking || conversation.muted || !this.options.notify()) {
      return;
    }
    const text = visibleText(lineOf(body));
    const said = peer.kind === "group" ? this.options.texts().says(nameInSentence(from), text) : text;
    this.notifier.show(peer, visibleName(conversation.title), said);
  }
}
