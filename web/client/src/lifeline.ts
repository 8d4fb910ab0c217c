import { Backoff } from "./backoff.ts";
import { type Closed, Connection, DisconnectedError, type Push, RefusedError } from "./connection.ts";
import { requirePlatform } from "./platform.ts";
import { ClientType, type SyncOptions, type SyncState } from "./updates.ts";
import { RefusalCode } from "./wire.ts";

/** What KICKED says if it was no other device that ended the session. */
const ENDINGS: ReadonlyMap<string, "expired" | "signed-out"> = new Map([
  ["the token has expired", "expired"],
  ["signed out by the application", "signed-out"],
]);
/** How KICKED begins for a user who is banned: a login would be refused with `BANNED`. */
const BANNED = "banned by the application";
const CHECK_PATIENCE = 4_000;

export interface LifelineListener {
  onState(state: SyncState): void;
  /** Logged in: the client must now catch up. */
  onConnected(connection: Connection): void;
  onPush(push: Push, from: Connection): void;
  onDisconnected(): void;
}

/** Keeps a device connected: reconnects with exponential back-off until it is stopped for good. */
export class Lifeline {
  private readonly backoff: Backoff;
  private current: Connection | undefined;
  private is: SyncState = { is: "connecting" };
  private endPause: (() => void) | undefined;

  /** @throws TypeError if it can never connect from here, and what to pass */
  constructor(
    private readonly options: SyncOptions,
    private readonly listener: LifelineListener,
  ) {
    requirePlatform(options);
    this.backoff = options.backoff ?? new Backoff();
  }

  get state(): SyncState {
    return this.is;
  }

  get connection(): Connection | undefined {
    return this.current;
  }

  /** @throws DisconnectedError if there is none */
  requireConnection(): Connection {
    if (!this.connection) {
      throw new DisconnectedError("not connected");
    }
    return this.connection;
  }

  async start(): Promise<void> {
    while (!this.stopped) {
      this.become({ is: "connecting" });
      const why = await this.serve();
      if (this.stopped) {
        return;
      }
      const pause = this.backoff.next();
      this.become({ is: "offline", why, pause });
      await this.waitFor(pause);
    }
  }

  /** The client has caught up. */
  caughtUp(): void {
    this.backoff.reset();
    this.become({ is: "online" });
  }

  /**
   * Reconnects immediately, or checks whether the connection is still alive.
   *
   * @param patience the timeout for a sign of life; milliseconds
   */
  wake(patience = CHECK_PATIENCE): void {
    this.endPause?.();
    this.current?.check(patience);
  }

  /** Closes for good. */
  close(): void {
    this.become({ is: "stopped", cause: "closed", why: "" });
    this.current?.close();
    this.endPause?.();
  }

  private get stopped(): boolean {
    return this.is.is === "stopped";
  }

  private become(state: SyncState): void {
    if (!this.stopped) {
      this.is = state;
      this.listener.onState(state);
    }
  }

  private waitFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer);
        this.endPause = undefined;
        resolve();
      };
      const timer = setTimeout(over, milliseconds);
      this.endPause = over;
    });
  }

  /** Opens a connection and serves it until it ends. */
  private async serve(): Promise<string> {
    let ended: (why: Closed) => void = () => {};
    const closed = new Promise<Closed>((resolve) => {
      ended = resolve;
    });
    const { url, webSocket, appId, clientType = ClientType.WEB, imei, user } = this.options;
    const { token, transport, patience, onFrame } = this.options;
    // What is pushed right behind the answer of a login is newer than what that says: it is told behind it.
    const early: Push[] = [];
    try {
      const connection = await Connection.open({
        url,
        webSocket,
        device: { appId, clientType, imei },
        user,
        token,
        onFrame,
        ...(transport && { transport }),
        ...(patience && { patience }),
        onPush: (push, from) => {
          if (this.current === from) {
            this.listener.onPush(push, from);
          } else {
            early.push(push);
          }
        },
        onClosed: (why) => ended(why),
      });
      if (this.stopped) {
        connection.close();
        return "";
      }
      this.current = connection;
      this.become({ is: "catching-up" });
      this.listener.onConnected(connection);
      for (const push of early) {
        this.listener.onPush(push, connection);
      }
    } catch (e) {
      if (e instanceof RefusedError && !e.mayRetry) {
        this.become({ is: "stopped", cause: "refused", why: e.message, code: e.code });
      }
      return e instanceof Error ? e.message : String(e);
    }
    const why = await closed;
    this.current = undefined;
    this.listener.onDisconnected();
    if (why.cause === "displaced") {
      this.become(
        why.reason.startsWith(BANNED)
          ? { is: "stopped", cause: "refused", why: why.reason, code: RefusalCode.BANNED }
          : { is: "stopped", cause: ENDINGS.get(why.reason) ?? "displaced", why: why.reason },
      );
    }
    return why.cause === "lost" ? why.detail : "";
  }
}
