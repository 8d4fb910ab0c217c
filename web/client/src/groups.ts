// Groups over HTTP.

import { AppCalls } from "./http.ts";
import { type Checked, flag, list, literal, number, object, text } from "./schema.ts";

const group = object({ groupId: text, groupName: text, ownerId: text, memberCount: number, members: list(text) });

export type Group = Checked<typeof group>;

const member = object({ userId: text, role: literal("owner", "admin", "member"), muted: flag });

/** Whoever is muted reads, but what they send is refused. */
export type Member = Checked<typeof member>;

const memberPage = object({ members: list(member), completed: flag });

/** Some members of a group, by user id. It is the last page if it is completed. */
export type MemberPage = Checked<typeof memberPage>;

/**
 * Creates and changes groups. All calls are idempotent. Throws RefusedError; TypeError if the server is unreachable.
 */
export class Groups {
  private readonly calls: AppCalls;

  /**
   * @param base the address of the HTTP port; empty in a page that this port served
   * @param token of the user who acts, or the app's key; none with open login
   */
  constructor(base: string, appId: number, token: string | undefined) {
    this.calls = new AppCalls(base, appId, token);
  }

  async get(groupId: string): Promise<Group> {
    return group(await this.call("GET", groupId), "");
  }

  /** Creates a group, or renames it; who is listed and no member yet is added at creation. */
  async put(groupId: string, groupName: string, ownerId: string, members: readonly string[]): Promise<Group> {
    return group(await this.call("PUT", groupId, "", { groupName, ownerId, members }), "");
  }

  /**
   * The members of a group with their roles, for all who are in it.
   *
   * @param after the last user id of the page before; empty for the first one
   * @param limit 1..500
   */
  async members(groupId: string, after = "", limit = 100): Promise<MemberPage> {
    const from = after && `&after=${encodeURIComponent(after)}`;
    return memberPage(await this.call("GET", groupId, `/members?limit=${limit}${from}`), "");
  }

  /**
   * Gives a member a role, which the group's owner may, and mutes or unmutes them, which an admin may too. The role
   * `owner` hands the group over.
   *
   * @param muted as it is, if absent
   */
  async setMember(groupId: string, userId: string, role: Member["role"], muted?: boolean): Promise<Member> {
    const change = { role, ...(muted !== undefined && { muted }) };
    return member(await this.call("PUT", groupId, `/members/${encodeURIComponent(userId)}`, change), "");
  }

  async addMembers(groupId: string, members: readonly string[]): Promise<Group> {
    return group(await this.call("POST", groupId, "/members", { members }), "");
  }

  async removeMember(groupId: string, userId: string): Promise<void> {
    await this.call("DELETE", groupId, `/members/${encodeURIComponent(userId)}`);
  }

  async dissolve(groupId: string): Promise<void> {
    await this.call("DELETE", groupId);
  }

  private call(method: string, groupId: string, below = "", body?: object): Promise<unknown> {
    return this.calls.call(method, `/groups/${encodeURIComponent(groupId)}${below}`, body);
  }
}
