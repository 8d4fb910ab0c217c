// One WebSocket connection, from its login to its end.

import { type Device, decodeBinary, decodeText, type EventFrame, encodeBinary, encodeText, framesOf } from "./codec.ts";
import type { DataOf, Event } from "./events.ts";
import { webSocketClass } from "./platform.ts";
import type { Request } from "./requests.ts";
import { ProtocolError } from "./schema.ts";
import { OPEN, type WebSocketClass, type WebSocketLike } from "./socket.ts";
import { CommandNumber, mayRetry } from "./wire.ts";

/** The command that answers each request. */
const ANSWERS = {
  [CommandNumber.LOGIN]: CommandNumber.LOGIN_ACK,
  [CommandNumber.PING]: CommandNumber.PING,
  [CommandNumber.MSG_P2P]: CommandNumber.MSG_ACK,
  [CommandNumber.MSG_GROUP]: CommandNumber.GROUP_MSG_ACK,
  [CommandNumber.RECALL]: CommandNumber.RECALL_ACK,
  [CommandNumber.EDIT]: CommandNumber.EDIT_ACK,
  [CommandNumber.PIN]: CommandNumber.PIN_ACK,
  [CommandNumber.PIN_PULL]: CommandNumber.PIN_PAGE,
  [CommandNumber.REACT]: CommandNumber.REACT_ACK,
  [CommandNumber.REACTION_PULL]: CommandNumber.REACTION_PAGE,
  [CommandNumber.REACTORS_PULL]: CommandNumber.REACTORS_PAGE,
  [CommandNumber.INBOX_PULL]: CommandNumber.INBOX_PAGE,
  [CommandNumber.HISTORY_PULL]: CommandNumber.HISTORY_PAGE,
  [CommandNumber.CONVERSATION_PULL]: CommandNumber.CONVERSATION_PAGE,
  [CommandNumber.CONVERSATION_SET]: CommandNumber.CONVERSATION_SET_ACK,
  [CommandNumber.BLOCK_SET]: CommandNumber.BLOCK_SET_ACK,
  [CommandNumber.BLOCK_PULL]: CommandNumber.BLOCK_PAGE,
  [CommandNumber.RECEIPTS_SET]: CommandNumber.RECEIPTS_SET_ACK,
  [CommandNumber.RECEIPTS_PULL]: CommandNumber.RECEIPTS_STATE,
  [CommandNumber.PUSH_TOKEN_SET]: CommandNumber.PUSH_TOKEN_SET_ACK,
  [CommandNumber.PUSH_TOKEN_REMOVE]: CommandNumber.PUSH_TOKEN_REMOVE_ACK,
  [CommandNumber.GROUP_READERS]: CommandNumber.GROUP_READERS_PAGE,
  [CommandNumber.GROUP_READ_COUNTS]: CommandNumber.GROUP_READ_COUNTS_PAGE,
} as const;

type Answered = keyof typeof ANSWERS;
export type Question = Extract<Request, { command: Answered }>;
type AnswerData<Q extends Question> = Extract<Event, { command: (typeof ANSWERS)[Q["command"]] }>["data"];
type Payload<D> = D extends { readonly ok: infer Ok; readonly data: infer T } ? (Ok extends true ? T : never) : D;
/** The answer to a question: the data of a result, or a page. */
export type AnswerTo<Q extends Question> = Payload<AnswerData<Q>>;

type AnswerCommand = (typeof ANSWERS)[Answered];
/** What the server says unasked, or of a request that it does not answer. */
export type Push = Exclude<Event, { command: AnswerCommand | typeof CommandNumber.KICKED }>;

const ANSWER_COMMANDS: ReadonlySet<number> = new Set(Object.values(ANSWERS));

/** The server refused a request. */
export class RefusedError extends Error {
  override name = "RefusedError";
  constructor(
    readonly code: number,
    detail: string,
    /** The delay that the server asks for before a retry, in milliseconds. */
    readonly retryAfter = 0,
  ) {
    super(detail);
  }
  get mayRetry(): boolean {
    return mayRetry(this.code);
  }
}

/** There is no connection, or it ended before the answer arrived: the outcome is unknown. */
export class DisconnectedError extends Error {
  override name = "DisconnectedError";
}

/** Why a connection ended. */
export type Closed =
  | { readonly cause: "here" }
  | { readonly cause: "displaced"; readonly reason: string }
  | { readonly cause: "lost"; readonly detail: string };

/** A frame as it was sent or received, for tracing. */
export interface Tapped {
  readonly direction: "in" | "out";
  readonly raw: string | Uint8Array;
  readonly command: number;
  readonly data: unknown;
}

export interface ConnectionOptions {
  readonly url: string;
  /** The class to connect with; the platform's own without it. */
  readonly webSocket?: WebSocketClass | undefined;
  readonly device: Device;
  readonly user: string;
  readonly token?: string | undefined;
  readonly transport?: "text" | "binary";
  /** The timeout for an answer, and for a sign of life after a PING; milliseconds. */
  readonly patience?: number;
  /** The time without a frame after which the client sends a PING; milliseconds. */
  readonly pingAfter?: number;
  readonly onPush: (push: Push, from: Connection) => void;
  readonly onClosed: (why: Closed, from: Connection) => void;
  readonly onFrame?: ((frame: Tapped) => void) | undefined;
}

interface Waiting {
  resolve(data: unknown): void;
  reject(why: Error): void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Connection {
  private readonly waiting = new Map<string, Waiting>();
  private asked = 0;
  private closed: Closed | undefined;
  private pinger: ReturnType<typeof setTimeout> | undefined;
  /** The server's answer to the login. */
  login: Payload<DataOf<"LOGIN_ACK">> = { userId: "", serverTime: 0, maxSequence: 0 };

  private constructor(
    private readonly socket: WebSocketLike,
    private readonly options: ConnectionOptions,
  ) {
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => this.received(data);
    socket.onclose = ({ code, reason }: { code: number; reason: string }) =>
      this.end({ cause: "lost", detail: reason || `closed (${code})` });
  }

  /**
   * Connects and logs in.
   *
   * @throws RefusedError if the server refuses the login
   * @throws DisconnectedError if the server cannot be reached, or does not answer
   */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(new (webSocketClass(options.webSocket))(options.url), options);
    try {
      await connection.opened();
      const { user: userId, token } = options;
      const data = token ? { userId, token } : { userId };
      connection.login = await connection.ask({ command: CommandNumber.LOGIN, data });
      connection.keepAlive();
      return connection;
    } catch (e) {
      connection.close();
      throw e;
    }
  }

  private opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new DisconnectedError("the server does not answer")), this.patience);
      this.socket.onopen = () => {
        clearTimeout(timer);
        resolve();
      };
      this.socket.onerror = () => {
        clearTimeout(timer);
        reject(new DisconnectedError(`cannot connect to ${this.options.url}`));
      };
    });
  }

  private get patience(): number {
    return this.options.patience ?? 15_000;
  }

  get isOpen(): boolean {
    return this.closed === undefined;
  }

  /** Sends a request that is not answered. Returns false on a connection that has ended: the request is lost. */
  tell(request: Request): boolean {
    if (this.closed || this.socket.readyState !== OPEN) {
      return false;
    }
    const { device, transport, onFrame } = this.options;
    const raw = transport === "binary" ? encodeBinary(request, device) : encodeText(request, device);
    this.socket.send(typeof raw === "string" ? raw : (raw.buffer as ArrayBuffer));
    onFrame?.({ direction: "out", raw, command: request.command, data: request.data });
    return true;
  }

  /**
   * Sends a question and waits for the answer.
   *
   * @throws RefusedError if the server refuses it
   * @throws DisconnectedError if no answer arrives: the outcome is unknown
   */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q>> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new DisconnectedError("not connected"));
        return;
      }
      const requestId = String(++this.asked);
      const timer = setTimeout(() => {
        this.waiting.delete(requestId);
        reject(new DisconnectedError(`no answer after ${this.patience} ms`));
      }, this.patience);
      this.waiting.set(requestId, { resolve: resolve as (data: unknown) => void, reject, timer });
      this.tell({ ...question, data: { ...question.data, requestId } } as Request);
    });
  }

  /** Pings the server now: after sleep, a computer does not know whether its connection survived. */
  check(patience = this.patience): void {
    const silence = setTimeout(() => this.end({ cause: "lost", detail: "the server is silent" }), patience);
    this.ask({ command: CommandNumber.PING, data: { reply: true } }).then(
      () => clearTimeout(silence),
      () => clearTimeout(silence),
    );
  }

  private keepAlive(): void {
    clearTimeout(this.pinger);
    if (!this.closed) {
      this.pinger = setTimeout(() => this.check(), this.options.pingAfter ?? 25_000);
    }
  }

  private received(raw: string | ArrayBuffer): void {
    this.keepAlive();
    try {
      for (const one of typeof raw === "string" ? [raw] : framesOf(new Uint8Array(raw))) {
        if (this.closed) {
          return;
        }
        const frame = typeof one === "string" ? decodeText(one) : decodeBinary(one);
        this.options.onFrame?.({ direction: "in", raw: one, command: frame.command, data: frame.data });
        this.take(frame);
      }
    } catch (e) {
      if (!(e instanceof ProtocolError)) {
        throw e;
      }
      this.end({ cause: "lost", detail: `malformed frame: ${e.message}` });
    }
  }

  private take({ event }: EventFrame): void {
    if (event === undefined) {
      return;
    }
    const { data } = event;
    const waiting = "requestId" in data && data.requestId ? this.waiting.get(data.requestId) : undefined;
    if (waiting && "requestId" in data && data.requestId) {
      this.waiting.delete(data.requestId);
      clearTimeout(waiting.timer);
      answer(event, waiting);
    } else if (event.command === CommandNumber.KICKED) {
      this.end({ cause: "displaced", reason: event.data.reason });
    } else if (isPush(event)) {
      this.options.onPush(event, this);
    }
  }

  /** Ends the connection from this side. */
  close(): void {
    this.end({ cause: "here" });
  }

  /** Ends the connection; the first reason counts. */
  end(why: Closed): void {
    if (this.closed) {
      return;
    }
    this.closed = why;
    clearTimeout(this.pinger);
    this.socket.onclose = null;
    this.socket.close();
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new DisconnectedError("the connection ended before the answer"));
    }
    this.waiting.clear();
    this.options.onClosed(why, this);
  }
}

/**
 * An answer that came after its caller's patience had ended is no push, and neither is a refusal to show for a moment
 * who is writing: nobody wants them.
 */
function isPush(event: Event): event is Push {
  const isOfTyping = event.command === CommandNumber.REFUSED && event.data.command === CommandNumber.TYPING;
  return !isOfTyping && !ANSWER_COMMANDS.has(event.command);
}

function answer(event: Event, { resolve, reject }: Waiting): void {
  if (event.command === CommandNumber.REFUSED) {
    reject(new RefusedError(event.data.code, event.data.msg));
  } else if ("ok" in event.data) {
    const result = event.data;
    if (result.ok) {
      resolve(result.data);
    } else {
      reject(new RefusedError(result.code, result.msg, result.data.retryAfterMillis));
    }
  } else {
    resolve(event.data);
  }
}
