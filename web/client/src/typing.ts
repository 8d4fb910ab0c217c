// Who is writing at the moment: the user, and others. It lasts for seconds and is stored nowhere.

import { direct, namesOf, type Peer, peerKey } from "./peer.ts";
import type { TypingRequest } from "./requests.ts";
import { HELD } from "./typing-book.ts";
import { CommandNumber } from "./wire.ts";

/** The server is told again in this time while the user goes on writing; milliseconds. */
const AGAIN = 3_000;
/** The server passes it on at most once in this time, unless a message is between; milliseconds. */
const PASSED_ON = 2_000;

/** What was told last of a conversation: when it was that the user writes, and whether they still do. */
interface Told {
  readonly at: number;
  readonly isOn: boolean;
}

export class Typing {
  private readonly told = new Map<string, Told>();

  /** @param tell tells the server, and returns whether it could */
  constructor(
    private readonly others: { typists(peer: Peer): readonly string[] },
    private readonly tell: (request: TypingRequest) => boolean,
  ) {}

  /** Who else is writing in a conversation, in the order in which they began. */
  typists(peer: Peer): readonly string[] {
    return this.others.typists(peer);
  }

  /** Says to the server that this device knows what it is told of others: it is told only then. */
  connected(user: string): void {
    this.show(direct(user), false);
  }

  /**
   * Shows the others that the user is writing. Call it on each change of what they write: the server is told at most
   * once in 3 s, and not at all without a connection. A message that is sent ends it.
   */
  write(peer: Peer): void {
    const at = performance.now();
    const last = this.told.get(peerKey(peer));
    const isDue = last === undefined || at - last.at >= (last.isOn ? AGAIN : PASSED_ON);
    if (isDue && this.show(peer, true)) {
      this.told.set(peerKey(peer), { at, isOn: true });
    }
  }

  /** Shows the others that the user has stopped, without a message. May be repeated. */
  stop(peer: Peer): void {
    const last = this.told.get(peerKey(peer));
    if (last?.isOn) {
      this.told.set(peerKey(peer), { ...last, isOn: false });
      if (performance.now() - last.at < HELD) {
        this.show(peer, false);
      }
    }
  }

  /** A message of the user says by itself that they have stopped. */
  sent(peer: Peer): void {
    this.told.delete(peerKey(peer));
  }

  private show(peer: Peer, isTyping: boolean): boolean {
    return this.tell({ command: CommandNumber.TYPING, data: { ...namesOf(peer), isTyping } });
  }
}
