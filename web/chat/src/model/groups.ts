import { CommandNumber, type Group, Groups, group, type Peer, type SyncedClient } from "@whaleshark/client";
import { newMessageId } from "../../../client/src/ids.ts";
import type { SignIn } from "./prefs.ts";
import type { Counts } from "./timeline.ts";

const READERS_PAGE = 500;
const READERS_AT_MOST = 2_000;

export interface Readers extends Counts {
  readonly people: readonly { readonly userId: string; readonly read: boolean }[];
}

/** The group actions and group queries of the signed-in user. */
export class GroupDesk {
  private readonly groups: Groups;

  constructor(
    private readonly client: SyncedClient,
    private readonly signIn: SignIn,
  ) {
    this.groups = new Groups("", signIn.appId, signIn.token || undefined);
  }

  /** @returns the new group's conversation */
  async create(name: string, members: readonly string[]): Promise<Peer> {
    const id = `g-${newMessageId().slice(0, 12)}`;
    await this.groups.put(id, name, this.signIn.user, members);
    return group(id);
  }

  /** Whether the user may change a group: only its owner may. With open login, everybody may. */
  mayChange({ ownerId }: Group): boolean {
    return this.signIn.token === "" || ownerId === this.signIn.user;
  }

  get(peer: Peer): Promise<Group> {
    return this.groups.get(peer.id);
  }

  /** Gives a group another name, or another owner; who owned it becomes a plain member. */
  set(peer: Peer, name: string, owner: string): Promise<Group> {
    return this.groups.put(peer.id, name, owner, []);
  }

  add(peer: Peer, members: readonly string[]): Promise<Group> {
    return this.groups.addMembers(peer.id, members);
  }

  remove(peer: Peer, user: string): Promise<void> {
    return this.groups.removeMember(peer.id, user);
  }

  /** Nobody can write to the group any more. */
  dissolve(peer: Peer): Promise<void> {
    return this.groups.dissolve(peer.id);
  }

  /** The readers of a message: their exact number, and the first of them by name. */
  async readers(peer: Peer, messageSequence: number): Promise<Readers> {
    const people: { userId: string; read: boolean }[] = [];
    for (;;) {
      const lastUserId = people.at(-1)?.userId;
      const page = await this.client.ask({
        command: CommandNumber.GROUP_READERS,
        data: { groupId: peer.id, messageSequence, maxLimit: READERS_PAGE, ...(lastUserId && { lastUserId }) },
      });
      people.push(...page.dataList);
      if (page.completed || page.dataList.length === 0 || people.length >= READERS_AT_MOST) {
        return { readCount: page.readCount, memberCount: page.memberCount, people };
      }
    }
  }
}
