// Every event of the wire contract: a check of its data, and the type that follows from it.

import { type Check, type Checked, flag, json, list, literal, number, object, optional, text } from "./schema.ts";
import { type CommandName, CommandNumber, type Num } from "./wire.ts";

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
  editedTime: optional(number),
  recalled: optional(flag),
};
const message = object(messageFields);
const pinnedMessage = object({ ...messageFields, pinnedTime: number });
const chained = { conversationId: text, inboxSequence: number, previousInboxSequence: number };
const push = object({ ...messageFields, ...chained, silent: optional(flag) });
const editedPush = object({ ...messageFields, ...chained, editedTime: number });
const inboxEntry = object({ ...messageFields, conversationId: text, inboxSequence: number });
const pin = {
  messageId: text,
  messageKey: number,
  messageSequence: number,
  isPinned: flag,
  pinnedTime: optional(number),
};
const reaction = {
  messageId: text,
  messageKey: number,
  messageSequence: number,
  reaction: text,
  isSet: flag,
  count: number,
};
const tally = object({
  messageSequence: number,
  reactions: list(object({ reaction: text, count: number, mine: optional(flag) })),
});
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
  [CommandNumber.LOGIN_ACK]: result(object({ userId: text, serverTime: number, maxSequence: number })),
  [CommandNumber.KICKED]: object({ reason: text, clientType: number, imei: text }),
  [CommandNumber.REFUSED]: object({ code: number, msg: text, command: number, requestId }),
  [CommandNumber.PING]: object({ userId: text, data: text, requestId }),
  [CommandNumber.MSG_ACK]: result(sent),
  [CommandNumber.GROUP_MSG_ACK]: result(sent),
  [CommandNumber.MSG_P2P]: push,
  [CommandNumber.MSG_GROUP]: push,
  [CommandNumber.MSG_RECEIVE_ACK]: object({
    fromId: text,
    toId: text,
    messageKey: number,
    messageId: text,
    messageSequence: number,
    serverSend: flag,
  }),
  [CommandNumber.RECALL_ACK]: result(object({ messageId: text, messageKey: number, messageSequence: number })),
  [CommandNumber.RECALL_NOTIFY]: object({
    ...conversation,
    ...chained,
    appId: number,
    fromId: text,
    messageId: text,
    messageKey: number,
    messageSequence: number,
  }),
  [CommandNumber.EDIT_ACK]: result(
    object({ messageId: text, messageKey: number, messageSequence: number, editedTime: number }),
  ),
  [CommandNumber.EDIT_NOTIFY]: editedPush,
  [CommandNumber.PIN_ACK]: result(object(pin)),
  [CommandNumber.PIN_NOTIFY]: object({ ...conversation, ...pin, fromId: optional(text) }),
  [CommandNumber.PIN_PAGE]: object({ dataList: list(pinnedMessage), requestId }),
  [CommandNumber.REACT_ACK]: result(object(reaction)),
  [CommandNumber.REACTION_NOTIFY]: object({ ...conversation, ...reaction, fromId: text }),
  [CommandNumber.REACTION_PAGE]: object({ dataList: list(tally), requestId }),
  [CommandNumber.REACTORS_PAGE]: object({
    count: number,
    dataList: list(object({ userId: text })),
    completed: flag,
    requestId,
  }),
  [CommandNumber.INBOX_PAGE]: object({
    dataList: list(inboxEntry),
    maxSequence: number,
    completed: flag,
    truncated: flag,
    gaps: optional(list(gap)),
    requestId,
  }),
  [CommandNumber.HISTORY_PAGE]: object({ dataList: list(message), completed: flag, requestId }),
  [CommandNumber.MSG_READ_NOTIFY]: object({ ...receipt, unreadCount: number }),
  [CommandNumber.GROUP_READ_NOTIFY]: object({ ...receipt, unreadCount: number }),
  [CommandNumber.MSG_READ_RECEIPT]: object(receipt),
  [CommandNumber.GROUP_READ_RECEIPT]: object({
    ...receipt,
    countedSequence: optional(number),
    readCount: number,
    memberCount: number,
  }),
  [CommandNumber.GROUP_READERS_PAGE]: object({
    readCount: number,
    memberCount: number,
    dataList: list(object({ userId: text, read: flag })),
    completed: flag,
    requestId,
  }),
  [CommandNumber.GROUP_READ_COUNTS_PAGE]: object({
    memberCount: number,
    dataList: list(object({ messageSequence: number, readCount: number, memberCount: number })),
    requestId,
  }),
  [CommandNumber.CONVERSATION_PAGE]: object({ dataList: list(item), maxSequence: number, completed: flag, requestId }),
  [CommandNumber.CONVERSATION_SET_ACK]: result(
    object({ ...conversation, isTop: optional(flag), isMute: optional(flag), isDeleted: optional(flag) }),
  ),
  [CommandNumber.CONVERSATION_UPDATED]: item,
  [CommandNumber.CONVERSATION_DELETED]: object({
    conversationId: text,
    conversationType: type,
    fromId: text,
    toId: text,
  }),
  [CommandNumber.BLOCK_SET_ACK]: result(object({ blockedId: text, isBlocked: flag })),
  [CommandNumber.BLOCK_PAGE]: object({ blockedIds: list(text), requestId }),
  [CommandNumber.RECEIPTS_SET_ACK]: result(object({ receiptsOn: flag })),
  [CommandNumber.PUSH_TOKEN_SET_ACK]: result(object({ service: text })),
  [CommandNumber.PUSH_TOKEN_REMOVE_ACK]: result(object({})),
  [CommandNumber.RECEIPTS_STATE]: object({ receiptsOn: flag, othersShown: flag, changeable: flag, requestId }),
  [CommandNumber.RECEIPTS_UPDATED]: object({ fromId: text, receiptsOn: flag, othersShown: flag }),
  [CommandNumber.TYPING_NOTIFY]: object({ ...conversation, fromId: text, isTyping: flag }),
  [CommandNumber.GROUP_MEMBERS_ADDED]: object({
    groupId: text,
    groupName: text,
    ownerId: text,
    members: list(text),
    memberCount: number,
  }),
  [CommandNumber.GROUP_RENAMED]: object({ groupId: text, groupName: text, ownerId: text }),
  [CommandNumber.GROUP_MEMBER_REMOVED]: object({ groupId: text, userId: text, memberCount: number }),
  [CommandNumber.GROUP_DISSOLVED]: object({ groupId: text }),
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
export type PinnedMessage = Checked<typeof pinnedMessage>;
/** The reactions to one message, in the order in which they first came: how many have set each, and if the user has. */
export type Tally = Checked<typeof tally>;
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
