// Groups over HTTP.

import { RefusedError } from "./connection.ts";
import { type Checked, list, number, object, text } from "./schema.ts";

const group = object({ groupId: text, groupName: text, ownerId: text, memberCount: number, members: list(text) });
const problem = object({ code: number, detail: text });

export type Group = Checked<typeof group>;

/**
 * Creates and changes groups. All calls are idempotent. Throws RefusedError; TypeError if the server is unreachable.
 */
export class Groups {
  /**
   * @param base the address of the HTTP port; empty in a page that this port served
   * @param token of the group's owner, or the app's key; none with open login
   */
  constructor(
    private readonly base: string,
    private readonly appId: number,
    private readonly token: string | undefined,
  ) {}

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

  private async call(method: string, groupId: string, below = "", body?: object): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (this.token) {
      headers.Authorization = `Bearer ${this.token}`;
    }
    const path = `${this.base}/v1/apps/${this.appId}/groups/${encodeURIComponent(groupId)}${below}`;
    const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const answer = await response.text();
    if (!response.ok) {
      throw refusal(response.status, answer);
    }
    return answer ? JSON.parse(answer) : undefined;
  }
}

function refusal(status: number, answer: string): RefusedError {
  try {
    const { code, detail } = problem(JSON.parse(answer), "");
    return new RefusedError(code, detail);
  } catch {
    return new RefusedError(status * 100, `HTTP ${status}`);
  }
}
