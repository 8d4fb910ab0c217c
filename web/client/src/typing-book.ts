import type { Push } from "./connection.ts";
import { direct, type Named, type Peer, peerKey, peerOf } from "./peer.ts";
import { CommandNumber } from "./wire.ts";

/** For how long it holds that somebody writes, unless it is told again; milliseconds. */
export const HELD = 6_000;
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

/** Who else is writing in which conversation, as the server told within the last seconds. */
export class TypingBook {
  private readonly others = new Map<string, Typists>();

  /** @param onChange others have begun or stopped there */
  constructor(private readonly onChange: (peer: Peer) => void) {}

  /** Who is writing in a conversation, in the order in which they began. */
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
