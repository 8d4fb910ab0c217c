// Who is writing at the moment: the user, and others. It lasts for seconds and is stored nowhere.

import type { Connection, Push } from "./connection.ts";
import { direct, type Named, namesOf, type Peer, peerKey, peerOf } from "./peer.ts";
import { CommandNumber } from "./wire.ts";

/** The server is told again in this time while the user goes on writing; milliseconds. */
const AGAIN = 3_000;
/** For how long it holds that somebody writes, unless it is told again. */
const HELD = 6_000;
/** More than anybody wants to read of one conversation; others are left out. */
const TYPISTS_AT_MOST = 100;

type Timer = ReturnType<typeof setTimeout>;
/** Who writes in a conversation, in the order in which they began, and what ends that. */
type Typists = { readonly peer: Peer; readonly timers: Map<string, Timer> };

/** A conversation that somebody else names, as the user does. */
function seenFrom(by: Named & { readonly fromId: string }): Peer {
  const peer = peerOf(by);
  return peer.kind === "direct" ? direct(by.fromId) : peer;
}

export class Typing {
  /** When the server was told of each conversation where others may still see it. */
  private readonly own = new Map<string, number>();
  private readonly others = new Map<string, Typists>();

  /** @param onChange others have begun or stopped there */
  constructor(
    private readonly connection: () => Connection | undefined,
    private readonly onChange: (peer: Peer) => void,
  ) {}

  /**
   * Shows the others that the user is writing. Call it on each change of what they write: the server is told at most
   * once in 3 s, and not at all without a connection. A message that is sent ends it.
   */
  write(peer: Peer): void {
    const now = performance.now();
    const before = this.own.get(peerKey(peer));
    if (before === undefined || now - before >= AGAIN) {
      this.own.set(peerKey(peer), now);
      this.show(peer, true);
    }
  }

  /** Shows the others that the user has stopped, without a message. May be repeated. */
  stop(peer: Peer): void {
    const before = this.own.get(peerKey(peer));
    this.sent(peer);
    if (before !== undefined && performance.now() - before < HELD) {
      this.show(peer, false);
    }
  }

  /** A message of the user says by itself that they have stopped. */
  sent(peer: Peer): void {
    this.own.delete(peerKey(peer));
  }

  private show(peer: Peer, isTyping: boolean): void {
    this.connection()?.tell({ command: CommandNumber.TYPING, data: { ...namesOf(peer), isTyping } });
  }

  /** Who else is writing in a conversation, in the order in which they began. */
  typists(peer: Peer): readonly string[] {
    return [...(this.others.get(peerKey(peer))?.timers.keys() ?? [])];
  }

  /** The server says that somebody writes or has stopped, or has a message of them. */
  heard({ command, data }: Push): void {
    const isMessage = command === CommandNumber.MSG_P2P || command === CommandNumber.MSG_GROUP;
    if (command === CommandNumber.TYPING_NOTIFY && data.isTyping) {
      this.writes(seenFrom(data), data.fromId);
    } else if (command === CommandNumber.TYPING_NOTIFY || isMessage) {
      this.stopped(seenFrom(data), data.fromId);
    }
  }

  private writes(peer: Peer, user: string): void {
    const typists = this.others.get(peerKey(peer)) ?? { peer, timers: new Map() };
    const before = typists.timers.get(user);
    if (before === undefined && typists.timers.size === TYPISTS_AT_MOST) {
      return;
    }
    clearTimeout(before);
    const end = setTimeout(() => this.stopped(peer, user), HELD);
    typists.timers.set(user, end);
    this.others.set(peerKey(peer), typists);
    if (before === undefined) {
      this.onChange(peer);
    }
  }

  private stopped(peer: Peer, user: string): void {
    const timers = this.others.get(peerKey(peer))?.timers;
    const end = timers?.get(user);
    if (timers && end !== undefined) {
      clearTimeout(end);
      timers.delete(user);
      if (timers.size === 0) {
        this.others.delete(peerKey(peer));
      }
      this.onChange(peer);
    }
  }

  /** Without a connection nobody says that they have stopped. */
  disconnected(): void {
    for (const { peer, timers } of [...this.others.values()]) {
      for (const user of [...timers.keys()]) {
        this.stopped(peer, user);
      }
    }
  }
}
