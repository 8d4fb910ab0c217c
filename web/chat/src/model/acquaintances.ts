// The people whom the user knows without asking a directory: from conversations and groups.

import { type Conversation, type Group, type Peer, peerKey } from "@whaleshark/client";
import type { Names } from "./names.ts";

const GROUPS_AT_MOST = 10;
const MEMBERS_AT_MOST = 200;

/** What the user has. */
interface Own {
  readonly user: string;
  readonly names: Pick<Names, "of" | "known">;
  /** Newest first. */
  readonly conversations: { listed(): readonly Conversation[] };
  readonly groups: { get(peer: Peer): Promise<Group> };
}

export class Acquaintances {
  /** The members of groups, by the group's key; none while the question is under way. */
  private readonly members = new Map<string, readonly string[]>();

  constructor(
    private readonly own: Own,
    private readonly onChange: () => void,
  ) {}

  /** Asks who is in the newest groups, once each, and what all these people are called. */
  meet(): void {
    const conversations = this.own.conversations.listed();
    for (const { peer } of conversations.filter(({ peer }) => peer.kind === "direct").slice(0, MEMBERS_AT_MOST)) {
      this.own.names.of(peer.id);
    }
    const groups = conversations.filter(({ peer, membership }) => peer.kind === "group" && membership === "in");
    for (const { peer } of groups.slice(0, GROUPS_AT_MOST)) {
      if (!this.members.has(peerKey(peer))) {
        void this.ask(peer);
      }
    }
  }

  private async ask(peer: Peer): Promise<void> {
    this.members.set(peerKey(peer), []);
    try {
      const { members } = await this.own.groups.get(peer);
      const first = members.slice(0, MEMBERS_AT_MOST);
      for (const member of first) {
        this.own.names.of(member, peer);
      }
      this.members.set(peerKey(peer), first);
      this.onChange();
    } catch {
      this.members.delete(peerKey(peer)); // the next look asks again
    }
  }

  /**
   * The first of them whose name or id has a text in it; of those to whom the user writes, the newest first.
   *
   * @param wanted in lower case; all have an empty one
   */
  find(wanted: string, limit: number, without: readonly string[]): string[] {
    const found = new Set<string>();
    const { user, names, conversations } = this.own;
    const directs = conversations.listed().flatMap(({ peer }) => (peer.kind === "direct" ? peer.id : []));
    for (const id of [...directs, ...[...this.members.values()].flat()]) {
      const text = `${names.known(id)} ${id}`.toLowerCase();
      if (found.size < limit && id !== user && !without.includes(id) && text.includes(wanted)) {
        found.add(id);
      }
    }
    return [...found];
  }
}
