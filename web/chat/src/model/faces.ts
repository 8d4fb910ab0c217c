// Who has read the newest own message of a group: the first of them, whose faces stand beside the count.

import { type Peer, peerKey } from "@whaleshark/client";
import type { Readers } from "./groups.ts";
import type { Counts } from "./timeline.ts";

/** The faces that are shown. */
const SHOWN_AT_MOST = 3;
/** The readers of larger audiences are not asked for at each receipt. */
const ASKED_TO = 50;
const NOBODY: readonly string[] = [];

export class Faces {
  /** The last question: the message, and how many had read it. */
  private asked = "";
  private shown = { message: "", users: NOBODY };

  constructor(
    private readonly groups: { readers(peer: Peer, sequence: number): Promise<Readers> },
    private readonly onChange: () => void,
  ) {}

  /**
   * The first readers of a message, as far as they are known: the same list until it changes. They are asked for
   * whenever the count is another one. It is meant for one message at a time.
   */
  of(peer: Peer, sequence: number, { readCount, memberCount }: Counts): readonly string[] {
    if (readCount === 0 || memberCount > ASKED_TO) {
      return NOBODY;
    }
    const message = `${peerKey(peer)} ${sequence}`;
    const question = `${message} ${readCount}`;
    if (question !== this.asked) {
      this.asked = question;
      void this.ask(peer, sequence, question);
    }
    return message === this.shown.message ? this.shown.users : NOBODY;
  }

  private async ask(peer: Peer, sequence: number, question: string): Promise<void> {
    try {
      const { people } = await this.groups.readers(peer, sequence);
      if (question === this.asked) {
        const readers = people.flatMap(({ userId, read }) => (read ? userId : []));
        this.shown = { message: `${peerKey(peer)} ${sequence}`, users: readers.slice(0, SHOWN_AT_MOST) };
        this.onChange();
      }
    } catch {
      // The count stands without faces until it changes.
    }
  }
}
