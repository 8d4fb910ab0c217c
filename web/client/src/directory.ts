// Who the users of an app are, over HTTP.

import { AppCalls } from "./http.ts";
import { type Checked, flag, list, number, object, optional, text } from "./schema.ts";

/** As many ids one question has at most, and as many profiles one page. */
export const PROFILES_AT_MOST = 100;

const profile = object({ userId: text, name: text, avatar: text, extra: text, changedAt: number });
const found = object({ profiles: list(profile) });
const page = object({ profiles: list(profile), completed: flag, next: optional(text) });

/** What the app says of a user. A name or an avatar that it does not give is empty. */
export type Profile = Checked<typeof profile>;

/** Profiles in the order of their names; `next` is where the next page begins. */
export type ProfilePage = Checked<typeof page>;

export interface ProfileSearch {
  /** The `next` of the page before. */
  readonly after?: string;
  /** 1..100; by default 100. */
  readonly limit?: number;
}

/**
 * Asks who users are, as far as the app lets the user see it. Throws RefusedError; TypeError if the server is
 * unreachable.
 */
export class Directory {
  private readonly calls: AppCalls;

  /**
   * @param base the address of the HTTP port; empty in a page that this port served
   * @param token of the user, or the app's key; none with open login
   */
  constructor(base: string, appId: number, token: string | undefined) {
    this.calls = new AppCalls(base, appId, token);
  }

  /**
   * The profiles of users, without those whom the app says nothing of, or whom the user does not see.
   *
   * @param userIds at most 100
   * @param groupId in which the user meets them
   */
  async profiles(userIds: readonly string[], groupId?: string): Promise<readonly Profile[]> {
    const answer = await this.calls.call("POST", "/profiles", { userIds, ...(groupId && { groupId }) });
    return found(answer, "").profiles;
  }

  /**
   * Those whose name begins with a text, in any case. An app that does not let its users search refuses with
   * DIRECTORY_CLOSED.
   */
  async search(namePrefix: string, { after, limit }: ProfileSearch = {}): Promise<ProfilePage> {
    const query = new URLSearchParams({
      ...(namePrefix && { namePrefix }),
      ...(after && { after }),
      ...(limit && { limit: String(limit) }),
    });
    return page(await this.calls.call("GET", `/profiles?${query}`), "");
  }
}
