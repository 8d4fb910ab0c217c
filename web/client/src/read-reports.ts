import { Backoff } from "./backoff.ts";
import { type Peer, peerKey } from "./peer.ts";
import type { Request } from "./requests.ts";
import { CommandNumber } from "./wire.ts";

/** The pauses before an unconfirmed report is sent again, in milliseconds. */
export const readAgainPauses = (): Backoff => new Backoff(2_000, 60_000);

/** A read report to the server: the user has seen everything up to a message, inclusive. */
export interface ReadReport {
  /** The request id, which a refusal repeats. */
  readonly id: string;
  readonly peer: Peer;
  readonly upTo: number;
}

interface Position {
  readonly peer: Peer;
  wanted: number;
  readonly pauses: Backoff;
  underWay: { readonly report: ReadReport; readonly dueAgain: number } | undefined;
}

/**
 * The user's read markers that the server is not known to have. The server does not answer a report; its conversation
 * list confirms it. One report of a conversation is in flight at a time; later positions are combined into one. An
 * unconfirmed report is repeated with exponential back-off.
 */
export class ReadReports {
  private readonly positions = new Map<string, Position>();
  private reports = 0;

  constructor(private readonly pauses: () => Backoff) {}

  read(peer: Peer, upTo: number): void {
    const position = this.positions.get(peerKey(peer));
    if (position) {
      position.wanted = Math.max(position.wanted, upTo);
    } else {
      this.positions.set(peerKey(peer), { peer, wanted: upTo, pauses: this.pauses(), underWay: undefined });
    }
  }

  /**
   * The reports that are due; they are in flight from then on.
   *
   * @param now milliseconds, from a monotonic clock
   */
  due(now: number): ReadReport[] {
    const due: ReadReport[] = [];
    for (const position of this.positions.values()) {
      if (!position.underWay || now >= position.underWay.dueAgain) {
        const report = { id: `read-${++this.reports}`, peer: position.peer, upTo: position.wanted };
        position.underWay = { report, dueAgain: now + position.pauses.next() };
        due.push(report);
      }
    }
    return due;
  }

  /**
   * The server is known to have this read marker.
   *
   * @return whether that confirms a report
   */
  confirmed(peer: Peer, upTo: number): boolean {
    const position = this.positions.get(peerKey(peer));
    if (!position) {
      return false;
    }
    const confirms = position.underWay !== undefined && upTo >= position.underWay.report.upTo;
    if (upTo >= position.wanted) {
      this.positions.delete(peerKey(peer));
    } else if (confirms) {
      position.underWay = undefined;
      position.pauses.reset();
    }
    return confirms;
  }

  /**
   * The server refused a report for good; it is not repeated.
   *
   * @return the report's conversation, if that report is in flight
   */
  refused(id: string): Peer | undefined {
    for (const { peer, underWay } of this.positions.values()) {
      if (underWay?.report.id === id) {
        this.confirmed(peer, underWay.report.upTo);
        return peer;
      }
    }
    return undefined;
  }

  /** Whether the server may not have the latest read marker of a conversation. */
  isUnconfirmed(peer: Peer): boolean {
    return this.positions.has(peerKey(peer));
  }

  /** There is a new connection: reports in flight over the last one may be lost. */
  loggedIn(): void {
    for (const position of this.positions.values()) {
      position.underWay = undefined;
      position.pauses.reset();
    }
  }

  /** Whether reports are in flight, so that the server must be asked. */
  get isUnderWay(): boolean {
    return [...this.positions.values()].some(({ underWay }) => underWay !== undefined);
  }
}

export function readRequest(fromId: string, { id: requestId, peer, upTo: messageSequence }: ReadReport): Request {
  return peer.kind === "direct"
    ? {
        command: CommandNumber.MSG_READ,
        data: { fromId, toId: peer.id, conversationType: 0, messageSequence, requestId },
      }
    : {
        command: CommandNumber.GROUP_READ,
        data: { fromId, groupId: peer.id, conversationType: 1, messageSequence, requestId },
      };
}
