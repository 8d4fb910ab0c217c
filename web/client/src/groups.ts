// Groups over HTTP.

import { AppCalls } from "./http.ts";
import { type Checked, list, number, object, text } from "./schema.ts";

const group = object({ groupId: text, groupName: text, ownerId: text, memberCount: number, members: list(text) });

export type Group = Checked<typeof group>;

/**
 * Creates and changes groups. All calls are idempotent. Throws RefusedError; TypeError if the server is unreachable.
 */
export class Groups {
  private readonly calls: AppCalls;

  /**
   * @param base the address of the HTTP port; empty in a page that this port served
   * @param token of the group's owner, or the app's key; none with open login
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
