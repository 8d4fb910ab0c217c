// How far the user reads: counted here, and reported until the server is known to have it.

import type { Conversation, ConversationBook } from "./book.ts";
import type { Confirmation } from "./confirmation.ts";
import type { Connection } from "./connection.ts";
import type { ConversationItem, DataOf } from "./events.ts";
import { type Peer, peerOf } from "./peer.ts";
import { ReadReports, readAgainPauses, readRequest } from "./read-reports.ts";
import type { Update } from "./updates.ts";

export interface ReadingListener {
  /** Undefined while there is none. */
  connection(): Connection | undefined;
  tell(update: Update): void;
}

export class Reading {
  private readonly reports = new ReadReports(readAgainPauses);

  constructor(
    private readonly user: string,
    private readonly book: ConversationBook,
    private readonly confirmation: Confirmation,
    private readonly listener: ReadingListener,
  ) {}

  /** Whether reports are in flight, so that the server must be asked. */
  get isUnderWay(): boolean {
    return this.reports.isUnderWay;
  }

  /** There is a new connection: reports in flight over the last one may be lost. */
  loggedIn(): void {
    this.reports.loggedIn();
  }

  /** The user has read, on this device. */
  here(peer: Peer, upTo: number): void {
    if (this.book.read(peer, upTo)) {
      this.reports.read(peer, upTo);
      this.report();
      this.listener.tell({ type: "own-read", peer, upTo, elsewhere: false });
    }
  }

  /** The user has read, on another device. */
  elsewhere(read: DataOf<"MSG_READ_NOTIFY"> | DataOf<"GROUP_READ_NOTIFY">): void {
    const peer = peerOf(read);
    const upTo = read.messageSequence;
    this.book.readElsewhere(peer, upTo, read.unreadCount);
    this.confirmed(peer, upTo);
    this.listener.tell({ type: "own-read", peer, upTo, elsewhere: true });
  }

  /** Sends what is due, if there is a connection. */
  report(): void {
    const connection = this.listener.connection();
    if (connection) {
      for (const report of this.reports.due(performance.now())) {
        connection.tell(readRequest(this.user, report));
      }
      this.confirmation.soon();
    }
  }

  /** The list says how far the user has read. */
  listed(item: ConversationItem): Conversation {
    const peer = peerOf(item);
    this.confirmed(peer, item.readSequence);
    return this.book.listed(item, this.reports.isUnconfirmed(peer));
  }

  /**
   * The server has refused a request for good.
   *
   * @return whether it was a report, and the server's count applies from now on
   */
  refused(requestId: string): boolean {
    const peer = this.reports.refused(requestId);
    if (!peer || this.reports.isUnconfirmed(peer)) {
      return false;
    }
    this.book.reportRefused(peer);
    return true;
  }

  private confirmed(peer: Peer, upTo: number): void {
    if (this.reports.confirmed(peer, upTo)) {
      this.confirmation.confirmed();
    }
  }
}
