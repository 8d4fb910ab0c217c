// Calls to the HTTP port of a server, in the name of a user.

import { RefusedError } from "./connection.ts";
import { number, object, text } from "./schema.ts";

const problem = object({ code: number, detail: text });

/** The paths of one app. */
export class AppCalls {
  /**
   * @param base the address of the HTTP port; empty in a page that this port served
   * @param token of a user, or the app's key; none with open login
   */
  constructor(
    private readonly base: string,
    private readonly appId: number,
    private readonly token: string | undefined,
  ) {}

  /**
   * @param path below the app, begins with a slash
   * @returns the answer as JSON; undefined if it is empty
   * @throws RefusedError; TypeError if the server is unreachable
   */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (this.token) {
      headers.Authorization = `Bearer ${this.token}`;
    }
    const address = `${this.base}/v1/apps/${this.appId}${path}`;
    const response = await fetch(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
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
