import {
  CommandNumber,
  type Group,
  Groups,
  group,
  type Member,
  type Peer,
  type SyncedClient,
} from "@whaleshark/client";
import { newMessageId } from "../../../client/src/ids.ts";
import type { SignIn } from "./prefs.ts";
import type { Counts } from "./timeline.ts";

const MEMBERS_PAGE = 500;
const MEMBERS_AT_MOST = 2_000;
const READERS_PAGE = 500;
const READERS_AT_MOST = 2_000;

export interface Readers extends Counts {
  readonly people: readonly { readonly userId: string; readonly read: boolean }[];
}

/** A group, and who is in it. */
export interface Roster {
  readonly group: Group;
  /** The first of them by user id. */
  readonly members: readonly Member[];
}

/** What the user is offered to do with a group. The server decides, and has the last word. */
export interface Rights {
  readonly rename: boolean;
  readonly add: boolean;
  /** Whether the user names admins. */
  readonly appoint: boolean;
  /** Whom the user may remove and mute. */
  govern(member: Member): boolean;
}

/** The group actions and group queries of the signed-in user. */
export class GroupDesk {
  private readonly groups: Groups;
  /** The groups that the user runs, as owner or admin, by what was asked last. */
  private readonly run = new Set<string>();

  constructor(
    private readonly client: Pick<SyncedClient, "ask">,
    private readonly signIn: SignIn,
    private readonly onChange: () => void,
  ) {
    this.groups = new Groups("", signIn.appId, signIn.token || undefined);
  }

  /** @returns the new group's conversation */
  async create(name: string, members: readonly string[]): Promise<Peer> {
    const id = `g-${newMessageId().slice(0, 12)}`;
    await this.groups.put(id, name, this.signIn.user, members);
    return group(id);
  }

  /** What the role of the user allows, as docs/server-api.md has it. With open login, everybody may do everything. */
  rights({ group: { ownerId }, members }: Roster): Rights {
    const { token, user } = this.signIn;
    const runs = token === "" || ownerId === user;
    const isAdmin = members.some(({ userId, role }) => userId === user && role === "admin");
    return {
      rename: runs,
      add: runs || isAdmin,
      appoint: runs,
      govern: ({ userId, role }) => userId !== user && role !== "owner" && (runs || (isAdmin && role === "member")),
    };
  }

  /** Whether the user recalls what others said, as far as is known: with open login, too, this goes by their role. */
  recallsOthers(peer: Peer): boolean {
    return this.run.has(peer.id);
  }

  /** Asks for the role of the user in a group. Where that fails, they are offered what a plain member is. */
  async askRole(peer: Peer): Promise<void> {
    if (peer.kind === "group") {
      await this.members(peer).catch(() => this.run.delete(peer.id));
    }
  }

  get(peer: Peer): Promise<Group> {
    return this.groups.get(peer.id);
  }

  /** A group and its members, up to the page with the user's own role; of a very large group, the first thousands. */
  async roster(peer: Peer): Promise<Roster> {
    const [group, members] = await Promise.all([this.groups.get(peer.id), this.members(peer)]);
    return { group, members };
  }

  private async members(peer: Peer): Promise<readonly Member[]> {
    const members: Member[] = [];
    for (;;) {
      const page = await this.groups.members(peer.id, members.at(-1)?.userId, MEMBERS_PAGE);
      members.push(...page.members);
      const own = page.members.find(({ userId }) => userId === this.signIn.user);
      if (own || page.completed || page.members.length === 0 || members.length >= MEMBERS_AT_MOST) {
        this.runs(peer, own !== undefined && own.role !== "member");
        return members;
      }
    }
  }

  private runs(peer: Peer, does: boolean): void {
    if (does !== this.run.has(peer.id)) {
      does ? this.run.add(peer.id) : this.run.delete(peer.id);
      this.onChange();
    }
  }

  /** Makes a member an admin or a plain member, and lets them speak or not. */
  async setMember(peer: Peer, { userId, role, muted }: Member): Promise<void> {
    await this.groups.setMember(peer.id, userId, role, muted);
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
