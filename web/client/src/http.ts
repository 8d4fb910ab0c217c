// Calls to the HTTP port of a server, in the name of a user.

import { RefusedError } from "./connection.ts";
import { number, object, text } from "./schema.ts";

/** A server that is well answers within this; milliseconds. */
const WITHIN = 30_000;

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
   * @throws RefusedError; TypeError if the server is unreachable, or does not answer within half a minute
   */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (this.token) {
      headers.Authorization = `Bearer ${this.token}`;
    }
    const address = `${this.base}/v1/apps/${this.appId}${path}`;
    const { ok, status, answer } = await exchange(address, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!ok) {
      throw refusal(status, answer);
    }
    return answer ? JSON.parse(answer) : undefined;
  }
}

async function exchange(address: string, request: RequestInit) {
  const late = new AbortController(); // not every platform has AbortSignal.timeout
  const timer = setTimeout(() => late.abort(), WITHIN);
  try {
    const response = await fetch(address, { ...request, signal: late.signal });
    return { ok: response.ok, status: response.status, answer: await response.text() };
  } catch (e) {
    throw late.signal.aborted ? new TypeError(`no answer within ${WITHIN} ms`) : e;
  } finally {
    clearTimeout(timer);
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
