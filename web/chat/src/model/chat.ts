// What the views show of one signed-in user, and what they can do.

import {
  Command,
  type Conversation,
  Groups,
  group,
  type Json,
  namesOf,
  never,
  newMessageId,
  type OutboxEntry,
  type Peer,
  peerKey,
  RefusalCode,
  RefusedError,
  type Store,
  SyncedClient,
  type SyncState,
  type Update,
} from "@whaleshark/client";
import type { Texts } from "../texts/index.ts";
import { inView, textOf } from "./content.ts";
import { FrameLog } from "./frames.ts";
import { Notifier } from "./notifier.ts";
import type { SignIn } from "./prefs.ts";
import { ReadCounts } from "./read-counts.ts";
import { type Counts, Timeline } from "./timeline.ts";

const HISTORY_PAGE = 50;
const READERS_PAGE = 500;
const READERS_AT_MOST = 2_000;
const DRAW_AFTER = 16;
const KEPT_UNOPENED = 200;
const TOAST_FOR = 6_000;

export interface Readers extends Counts {
  readonly people: readonly { readonly userId: string; readonly read: boolean }[];
}

export interface ChatOptions {
  readonly signIn: SignIn;
  readonly url: string;
  readonly imei: string;
  readonly store: Store;
  readonly texts: () => Texts;
  readonly notify: () => boolean;
  readonly goTo: (peer: Peer) => void;
}

export class Chat {
  readonly client: SyncedClient;
  readonly frames = new FrameLog();
  private readonly groups: Groups;
  private readonly notifier: Notifier;
  private readonly timelines = new Map<string, Timeline>();
  private readonly unsent = new Map<string, OutboxEntry>();
  private readonly watchers = new Set<() => void>();
  private scheduled = false;
  private readonly counts: ReadCounts;
  private toastTimer: ReturnType<typeof setTimeout> | undefined;
  private opened: Peer | undefined;
  toast = "";
  notStored = false;
  /** Whether the connection was lost and what was missed is not caught up yet. */
  cutOff = false;
  /** Grows with each message that is sent from this window. */
  sends = 0;
  /** Grows when a group's members change. */
  membersVersion = 0;

  constructor(private readonly options: ChatOptions) {
    const { signIn, url, imei, store } = options;
    const token = signIn.token || undefined;
    this.groups = new Groups("", signIn.appId, token);
    this.notifier = new Notifier(options.goTo);
    this.client = new SyncedClient({
      url,
      appId: signIn.appId,
      user: signIn.user,
      token,
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
    this.counts = new ReadCounts(this.client, signIn.user, {
      shown: () => this.opened && { peer: this.opened, timeline: this.timeline(this.opened) },
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

  /** Tells when something has changed, once for all that changed together. */
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
    clearTimeout(this.toastTimer);
    this.notifier.closeAll();
    this.client.close();
  }

  /** The conversations to list: pinned ones first, then the newest; also those of which nothing is sent yet. */
  conversations(): Conversation[] {
    const listed = this.client.conversations().filter((c) => !c.hidden && (c.newest > 0 || c.listed));
    const keys = new Set(listed.map((c) => peerKey(c.peer)));
    for (const { peer, time } of this.unsent.values()) {
      if (!keys.has(peerKey(peer))) {
        keys.add(peerKey(peer));
        listed.push({ ...this.client.conversation(peer), time });
      }
    }
    return listed.sort(
      (a, b) => Number(b.pinned) - Number(a.pinned) || b.time - a.time || (a.title < b.title ? -1 : 1),
    );
  }

  /** Whether a message of a conversation was refused for good. */
  hasFailed(peer: Peer): boolean {
    return this.unsentOf(peer).some((entry) => entry.state === "failed");
  }

  /** Unread messages of all conversations that are not muted. */
  get unreadTotal(): number {
    return this.client.conversations().reduce((sum, c) => sum + (c.muted || c.hidden ? 0 : c.unread), 0);
  }

  timeline(peer: Peer): Timeline {
    let timeline = this.timelines.get(peerKey(peer));
    if (!timeline) {
      timeline = new Timeline();
      this.timelines.set(peerKey(peer), timeline);
    }
    return timeline;
  }

  /** The own messages of a conversation that are not acknowledged, in their order. */
  unsentOf(peer: Peer): OutboxEntry[] {
    const key = peerKey(peer);
    return [...this.unsent.values()].filter((entry) => peerKey(entry.peer) === key).sort((a, b) => a.ticket - b.ticket);
  }

  /** A conversation's window is shown now; undefined when none is. */
  open(peer: Peer | undefined): void {
    if (this.opened && peer && peerKey(this.opened) === peerKey(peer)) {
      return;
    }
    if (this.opened) {
      this.timeline(this.opened).trim(KEPT_UNOPENED);
    }
    this.opened = peer;
    if (peer) {
      this.refresh(peer);
    }
  }

  private refresh(peer: Peer): void {
    if (!this.timeline(peer).asked) {
      void this.loadOlder(peer);
    }
    this.counts.soon();
  }

  /** Loads the page of history before what is shown. */
  async loadOlder(peer: Peer): Promise<void> {
    const timeline = this.timeline(peer);
    if (timeline.loading || timeline.complete || this.state.is === "offline" || this.state.is === "connecting") {
      return;
    }
    timeline.loading = true;
    this.changed();
    try {
      const before = timeline.olderBefore;
      const page = await this.client.ask({
        command: Command.HISTORY_PULL,
        data: {
          ...namesOf(peer),
          maxLimit: HISTORY_PAGE,
          ...(before !== undefined && { beforeSequence: before }),
        },
      });
      timeline.page(page.dataList, before, page.completed);
      this.counts.soon();
    } catch (e) {
      if (e instanceof RefusedError) {
        // A conversation that nobody has begun has no history.
        timeline.page([], timeline.olderBefore, true);
      }
    } finally {
      timeline.loading = false;
      this.changed();
    }
  }

  /** Everything up to a message is on the screen: reported if somebody else wrote any of what is new in it. */
  displayed(peer: Peer, upTo: number): void {
    if (this.timeline(peer).hasForeign(this.user, this.client.conversation(peer).read, upTo)) {
      this.client.displayed(peer, upTo);
    }
  }

  send(peer: Peer, text: string): void {
    this.sends++;
    this.client.send(peer, text);
  }

  async recall(peer: Peer, sequence: number): Promise<void> {
    await this.orToast(this.client.recall(peer, sequence));
  }

  async set(peer: Peer, change: { isTop?: boolean; isMute?: boolean; isDeleted?: boolean }): Promise<void> {
    await this.orToast(this.client.change(peer, change));
  }

  private async orToast(done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (e) {
      const texts = this.options.texts();
      if (e instanceof RefusedError) {
        const late = e.code === RefusalCode.RECALL_TOO_LATE;
        this.say(late ? texts.recallTooLate : texts.failed(texts.refusal(e.code, e.message)));
      } else {
        this.say(texts.failed(e instanceof Error ? e.message : String(e)));
      }
    }
  }

  /** Shows a short notice for a while. */
  say(toast: string): void {
    this.toast = toast;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toast = "";
      this.changed();
    }, TOAST_FOR);
    this.changed();
  }

  // ---- groups

  /** @returns the new group's conversation */
  async createGroup(name: string, members: readonly string[]): Promise<Peer> {
    const id = `g-${newMessageId().slice(0, 12)}`;
    await this.groups.put(id, name, this.user, members);
    return group(id);
  }

  members(peer: Peer) {
    return this.groups.get(peer.id);
  }

  renameGroup(peer: Peer, name: string, owner: string) {
    return this.groups.put(peer.id, name, owner, []);
  }

  addMembers(peer: Peer, members: readonly string[]) {
    return this.groups.addMembers(peer.id, members);
  }

  removeMember(peer: Peer, user: string) {
    return this.groups.removeMember(peer.id, user);
  }

  /** Who of a message's audience has read it: how many exactly, and the first of them by name. */
  async readers(peer: Peer, messageSequence: number): Promise<Readers> {
    const people: { userId: string; read: boolean }[] = [];
    for (;;) {
      const lastUserId = people.at(-1)?.userId;
      const page = await this.client.ask({
        command: Command.GROUP_READERS,
        data: { groupId: peer.id, messageSequence, maxLimit: READERS_PAGE, ...(lastUserId && { lastUserId }) },
      });
      people.push(...page.dataList);
      if (page.completed || page.dataList.length === 0 || people.length >= READERS_AT_MOST) {
        return { readCount: page.readCount, memberCount: page.memberCount, people };
      }
    }
  }

  // ---- what is new

  private updated(update: Update): void {
    this.changed();
    switch (update.type) {
      case "state":
        this.cutOff = update.state.is === "offline" || (this.cutOff && update.state.is !== "online");
        if (update.state.is === "online" && this.opened) {
          this.refresh(this.opened);
        }
        return;
      case "arrived":
        this.timeline(update.peer).arrived(update.message);
        if (update.origin === "live" && !update.silent) {
          this.notify(update.peer, update.message.fromId, update.message.messageBody);
        }
        return;
      case "sent":
        this.unsent.delete(update.entry.messageId);
        this.timeline(update.entry.peer).arrived(update.message);
        this.counts.soon();
        return;
      case "unsent":
        this.unsent.set(update.entry.messageId, update.entry);
        return;
      case "discarded":
        this.unsent.delete(update.entry.messageId);
        return;
      case "recalled":
        this.timeline(update.peer).recalled(update.sequence);
        this.notifier.close(update.peer);
        return;
      case "own-read":
        this.notifier.close(update.peer);
        return;
      case "read-in-group": {
        const { countedSequence, readCount, memberCount } = update.receipt;
        if (countedSequence !== undefined) {
          this.timeline(update.peer).counts.set(countedSequence, { readCount, memberCount });
        }
        this.counts.soon();
        return;
      }
      case "members":
        this.membersVersion++;
        return;
      case "not-stored":
        this.notStored = true;
        return;
      case "listed":
      case "hidden":
      case "delivered":
      case "read-by-peer":
      case "gap":
      case "refused":
        // The conversation's state says it; what a gap left out is loaded when it is scrolled to. Refused without an
        // answer of their own are reports of reading and receiving alone, of which no one need know.
        return;
      default:
        never(update);
    }
  }

  private notify(peer: Peer, from: string, body: Json): void {
    const conversation = this.client.conversation(peer);
    const looking = inView() && this.opened !== undefined && peerKey(this.opened) === peerKey(peer);
    if (from === this.user || looking || conversation.muted || !this.options.notify()) {
      return;
    }
    const text = textOf(body);
    this.notifier.show(peer, conversation.title, peer.kind === "group" ? `${from}: ${text}` : text);
  }
}
