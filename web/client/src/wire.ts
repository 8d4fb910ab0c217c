// Every command of the wire contract: requests as types, events as checks with types derived from them.

import {
  type Check,
  type Checked,
  flag,
  type Json,
  json,
  list,
  literal,
  number,
  object,
  optional,
  text,
} from "./schema.ts";

export const Command = {
  LOGIN: 9000,
  LOGIN_ACK: 9001,
  KICKED: 9002,
  LOGOUT: 9003,
  REFUSED: 9010,
  PING: 9999,
  MSG_P2P: 1103,
  MSG_ACK: 1046,
  MSG_GROUP: 2104,
  GROUP_MSG_ACK: 2047,
  MSG_RECEIVE_ACK: 1107,
  RECALL: 1050,
  RECALL_ACK: 1051,
  RECALL_NOTIFY: 1052,
  INBOX_PULL: 1200,
  INBOX_PAGE: 1201,
  HISTORY_PULL: 1210,
  HISTORY_PAGE: 1211,
  MSG_READ: 1106,
  MSG_READ_NOTIFY: 1053,
  MSG_READ_RECEIPT: 1054,
  GROUP_READ: 2106,
  GROUP_READ_NOTIFY: 2053,
  GROUP_READ_RECEIPT: 2054,
  GROUP_READERS: 2110,
  GROUP_READERS_PAGE: 2111,
  GROUP_READ_COUNTS: 2112,
  GROUP_READ_COUNTS_PAGE: 2113,
  CONVERSATION_PULL: 5100,
  CONVERSATION_PAGE: 5101,
  CONVERSATION_SET: 5102,
  CONVERSATION_SET_ACK: 5103,
  CONVERSATION_UPDATED: 5001,
  CONVERSATION_DELETED: 5000,
  GROUP_MEMBERS_ADDED: 2001,
  GROUP_RENAMED: 2003,
  GROUP_MEMBER_REMOVED: 2006,
  GROUP_DISSOLVED: 2007,
} as const;

export type CommandName = keyof typeof Command;
type Num<N extends CommandName> = (typeof Command)[N];

const NAMES = new Map<number, CommandName>(
  (Object.keys(Command) as CommandName[]).map((name) => [Command[name], name]),
);

/** The name of a command number; undefined if there is none. */
export function commandName(command: number): CommandName | undefined {
  return NAMES.get(command);
}

/** The refusal codes of the server: docs/protocol.md, Refusals. */
export const RefusalCode = {
  MALFORMED: 40000,
  UNSUPPORTED: 40001,
  UNKNOWN_COMMAND: 40002,
  LOGIN_REQUIRED: 40100,
  LOGIN_REFUSED: 40101,
  NOT_YOURSELF: 40300,
  NOT_A_PARTICIPANT: 40301,
  RECALL_TOO_LATE: 40302,
  ORIGIN_REFUSED: 40303,
  MUTED: 40304,
  BANNED: 40305,
  NOT_ACCEPTED: 40306,
  NO_SUCH_GROUP: 40400,
  NO_SUCH_MESSAGE: 40401,
  NO_SUCH_PATH: 40402,
  METHOD_NOT_ALLOWED: 40500,
  TOO_SLOW: 40800,
  MESSAGE_ID_CONFLICT: 40900,
  ALREADY_LOGGED_IN: 40901,
  GROUP_CONFLICT: 40902,
  GROUP_DISSOLVED: 41000,
  TOO_LARGE: 41300,
  TARGET_TOO_LONG: 41400,
  UNSUPPORTED_ENCODING: 41500,
  READ_AHEAD: 41600,
  EXPECTATION_FAILED: 41700,
  DENIED: 42200,
  UPGRADE_REQUIRED: 42600,
  TOO_MANY: 42900,
  HEADERS_TOO_LARGE: 43100,
  INTERNAL: 50000,
  RETRY_LATER: 50300,
  UNSUPPORTED_VERSION: 50500,
} as const;

/** Whether the same request may succeed later. */
export function mayRetry(code: number): boolean {
  return (
    code === RefusalCode.TOO_SLOW ||
    code === RefusalCode.TOO_MANY ||
    (code >= RefusalCode.INTERNAL && code !== RefusalCode.UNSUPPORTED_VERSION)
  );
}

// ---- requests

interface Asked {
  readonly requestId?: string;
}
interface ToConversation {
  readonly conversationType: 0 | 1;
  readonly toId?: string;
  readonly groupId?: string;
}
interface Content {
  readonly messageId: string;
  readonly fromId: string;
  readonly messageBody: Json;
  readonly extra?: Json;
}
interface Pull {
  readonly lastSequence?: number;
  readonly maxLimit?: number;
  readonly fromId?: string;
}
interface Frame<N extends CommandName, D> {
  readonly command: Num<N>;
  readonly data: D & Asked;
}

export type LoginRequest = Frame<"LOGIN", { readonly userId: string; readonly token?: string }>;
export type LogoutRequest = Frame<"LOGOUT", { readonly fromId?: string }>;
export type PingRequest = Frame<"PING", { readonly reply?: boolean }>;
export type SendDirectRequest = Frame<"MSG_P2P", Content & { readonly toId: string }>;
export type SendGroupRequest = Frame<"MSG_GROUP", Content & { readonly groupId: string }>;
export type ReceiveAckRequest = Frame<
  "MSG_RECEIVE_ACK",
  {
    readonly fromId: string;
    readonly toId: string;
    readonly messageKey: number;
    readonly messageId: string;
    readonly messageSequence: number;
  }
>;
export type RecallRequest = Frame<
  "RECALL",
  ToConversation & {
    readonly fromId: string;
    readonly messageKey?: number;
    readonly messageSequence?: number;
    readonly messageId?: string;
  }
>;
export type ReadRequest = Frame<
  "MSG_READ",
  { readonly fromId: string; readonly toId: string; readonly conversationType?: 0; readonly messageSequence: number }
>;
export type GroupReadRequest = Frame<
  "GROUP_READ",
  { readonly fromId: string; readonly groupId: string; readonly conversationType?: 1; readonly messageSequence: number }
>;
export type InboxPullRequest = Frame<"INBOX_PULL", Pull>;
export type HistoryPullRequest = Frame<
  "HISTORY_PULL",
  ToConversation & {
    readonly beforeSequence?: number;
    readonly afterSequence?: number;
    readonly maxLimit?: number;
    readonly fromId?: string;
  }
>;
export type ConversationPullRequest = Frame<"CONVERSATION_PULL", Pull>;
export type ConversationSetRequest = Frame<
  "CONVERSATION_SET",
  ToConversation & {
    readonly isTop?: boolean;
    readonly isMute?: boolean;
    readonly isDeleted?: boolean;
    readonly fromId?: string;
  }
>;
export type GroupReadersRequest = Frame<
  "GROUP_READERS",
  {
    readonly groupId: string;
    readonly messageSequence: number;
    readonly lastUserId?: string;
    readonly maxLimit?: number;
    readonly fromId?: string;
  }
>;
export type GroupReadCountsRequest = Frame<
  "GROUP_READ_COUNTS",
  { readonly groupId: string; readonly fromSequence: number; readonly toSequence: number; readonly fromId?: string }
>;

/** All requests of a client. */
export type Request =
  | LoginRequest
  | LogoutRequest
  | PingRequest
  | SendDirectRequest
  | SendGroupRequest
  | ReceiveAckRequest
  | RecallRequest
  | ReadRequest
  | GroupReadRequest
  | InboxPullRequest
  | HistoryPullRequest
  | ConversationPullRequest
  | ConversationSetRequest
  | GroupReadersRequest
  | GroupReadCountsRequest;

// ---- events

const type = literal<0 | 1>(0, 1);
const conversation = { conversationType: type, toId: optional(text), groupId: optional(text) };
const messageFields = {
  ...conversation,
  appId: number,
  messageId: text,
  fromId: text,
  messageBody: json,
  extra: optional(json),
  messageTime: number,
  messageKey: number,
  messageSequence: number,
  recalled: optional(flag),
};
const message = object(messageFields);
const chained = { conversationId: text, inboxSequence: number, previousInboxSequence: number };
const push = object({ ...messageFields, ...chained, silent: optional(flag) });
const inboxEntry = object({ ...messageFields, conversationId: text, inboxSequence: number });
const gap = object({ ...conversation, fromSequence: number, toSequence: number });
const item = object({
  conversationId: text,
  conversationType: type,
  fromId: text,
  toId: text,
  sequence: number,
  readSequence: number,
  messageSequence: number,
  lastMessage: optional(message),
  unreadCount: number,
  isMute: flag,
  isTop: flag,
  isDeleted: optional(flag),
  peerReadSequence: optional(number),
  peerReceiveSequence: optional(number),
  memberCount: optional(number),
  groupName: optional(text),
});
const requestId = optional(text);
const receipt = { ...conversation, fromId: text, messageSequence: number };
const sent = object({ messageId: text, messageKey: number, messageSequence: number, messageTime: number });

/** A result: its data, or a refusal. */
export type Result<T> =
  | { readonly ok: true; readonly code: number; readonly msg: string; readonly data: T; readonly requestId?: string }
  | {
      readonly ok: false;
      readonly code: number;
      readonly msg: string;
      readonly data: { readonly messageId?: string; readonly retryAfterMillis?: number };
      readonly requestId?: string;
    };

function result<T>(data: Check<T>): Check<Result<T>> {
  const head = object({ code: number, msg: text, ok: flag, requestId });
  const good = object({ data: data as Check<unknown> });
  const refused = object({ data: object({ messageId: optional(text), retryAfterMillis: optional(number) }) });
  return (value, path) => {
    const { ok, ...rest } = head(value, path);
    const checked = ok ? good(value, path) : refused(value, path);
    return { ...rest, ok, ...checked } as Result<T>;
  };
}

/** The check of each event's data, by command. */
const EVENTS = {
  [Command.LOGIN_ACK]: result(object({ userId: text, serverTime: number, maxSequence: number })),
  [Command.KICKED]: object({ reason: text, clientType: number, imei: text }),
  [Command.REFUSED]: object({ code: number, msg: text, command: number, requestId }),
  [Command.PING]: object({ userId: text, data: text, requestId }),
  [Command.MSG_ACK]: result(sent),
  [Command.GROUP_MSG_ACK]: result(sent),
  [Command.MSG_P2P]: push,
  [Command.MSG_GROUP]: push,
  [Command.MSG_RECEIVE_ACK]: object({
    fromId: text,
    toId: text,
    messageKey: number,
    messageId: text,
    messageSequence: number,
    serverSend: flag,
  }),
  [Command.RECALL_ACK]: result(object({ messageId: text, messageKey: number, messageSequence: number })),
  [Command.RECALL_NOTIFY]: object({
    ...conversation,
    ...chained,
    appId: number,
    fromId: text,
    messageId: text,
    messageKey: number,
    messageSequence: number,
  }),
  [Command.INBOX_PAGE]: object({
    dataList: list(inboxEntry),
    maxSequence: number,
    completed: flag,
    truncated: flag,
    gaps: optional(list(gap)),
    requestId,
  }),
  [Command.HISTORY_PAGE]: object({ dataList: list(message), completed: flag, requestId }),
  [Command.MSG_READ_NOTIFY]: object({ ...receipt, unreadCount: number }),
  [Command.GROUP_READ_NOTIFY]: object({ ...receipt, unreadCount: number }),
  [Command.MSG_READ_RECEIPT]: object(receipt),
  [Command.GROUP_READ_RECEIPT]: object({
    ...receipt,
    countedSequence: optional(number),
    readCount: number,
    memberCount: number,
  }),
  [Command.GROUP_READERS_PAGE]: object({
    readCount: number,
    memberCount: number,
    dataList: list(object({ userId: text, read: flag })),
    completed: flag,
    requestId,
  }),
  [Command.GROUP_READ_COUNTS_PAGE]: object({
    memberCount: number,
    dataList: list(object({ messageSequence: number, readCount: number, memberCount: number })),
    requestId,
  }),
  [Command.CONVERSATION_PAGE]: object({ dataList: list(item), maxSequence: number, completed: flag, requestId }),
  [Command.CONVERSATION_SET_ACK]: result(
    object({ ...conversation, isTop: optional(flag), isMute: optional(flag), isDeleted: optional(flag) }),
  ),
  [Command.CONVERSATION_UPDATED]: item,
  [Command.CONVERSATION_DELETED]: object({ conversationId: text, conversationType: type, fromId: text, toId: text }),
  [Command.GROUP_MEMBERS_ADDED]: object({
    groupId: text,
    groupName: text,
    ownerId: text,
    members: list(text),
    memberCount: number,
  }),
  [Command.GROUP_RENAMED]: object({ groupId: text, groupName: text, ownerId: text }),
  [Command.GROUP_MEMBER_REMOVED]: object({ groupId: text, userId: text, memberCount: number }),
  [Command.GROUP_DISSOLVED]: object({ groupId: text }),
} as const;

type EventChecks = typeof EVENTS;
export type EventCommand = keyof EventChecks;

/** All events of the server: a union discriminated by `command`. */
export type Event = {
  [C in EventCommand]: { readonly command: C; readonly data: Checked<EventChecks[C]> };
}[EventCommand];

/** The data of one kind of event. */
export type DataOf<N extends CommandName> = Extract<Event, { command: Num<N> }>["data"];

export type ChatMessage = Checked<typeof message>;
export type MessagePush = Checked<typeof push>;
export type ConversationItem = Checked<typeof item>;
export type SendAck = Checked<typeof sent>;

/**
 * Creates an event from a command and its data.
 *
 * @returns undefined for a command unknown to this version, because newer servers may have more commands
 * @throws ProtocolError if the data does not match the command
 */
export function readEvent(command: number, data: unknown): Event | undefined {
  const check = (EVENTS as Readonly<Record<number, Check<unknown>>>)[command];
  return check && ({ command, data: check(data, "") } as Event);
}

/** For the end of a switch over a union: does not compile while a case is missing. */
export function never(missing: never): never {
  throw new Error(`not handled: ${JSON.stringify(missing)}`);
}
