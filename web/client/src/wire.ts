// The numbers of the wire contract: its commands, and the codes of its refusals.

export const CommandNumber = {
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
  EDIT: 1060,
  EDIT_ACK: 1061,
  EDIT_NOTIFY: 1062,
  PIN: 1080,
  PIN_ACK: 1081,
  PIN_NOTIFY: 1082,
  PIN_PULL: 1083,
  PIN_PAGE: 1084,
  REACT: 1090,
  REACT_ACK: 1091,
  REACTION_NOTIFY: 1092,
  REACTION_PULL: 1093,
  REACTION_PAGE: 1094,
  REACTORS_PULL: 1095,
  REACTORS_PAGE: 1096,
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
  BLOCK_SET: 5200,
  BLOCK_SET_ACK: 5201,
  BLOCK_PULL: 5202,
  BLOCK_PAGE: 5203,
  RECEIPTS_SET: 5300,
  RECEIPTS_SET_ACK: 5301,
  RECEIPTS_PULL: 5302,
  RECEIPTS_STATE: 5303,
  RECEIPTS_UPDATED: 5304,
  PUSH_TOKEN_SET: 5400,
  PUSH_TOKEN_SET_ACK: 5401,
  PUSH_TOKEN_REMOVE: 5402,
  PUSH_TOKEN_REMOVE_ACK: 5403,
  TYPING: 5500,
  TYPING_NOTIFY: 5501,
  GROUP_MEMBERS_ADDED: 2001,
  GROUP_RENAMED: 2003,
  GROUP_MEMBER_REMOVED: 2006,
  GROUP_DISSOLVED: 2007,
} as const;

export type CommandName = keyof typeof CommandNumber;
/** The number of a command. */
export type Num<N extends CommandName> = (typeof CommandNumber)[N];

const NAMES = new Map<number, CommandName>(
  (Object.keys(CommandNumber) as CommandName[]).map((name) => [CommandNumber[name], name]),
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
  RECEIPTS_FIXED: 40307,
  DIRECTORY_CLOSED: 40308,
  EDIT_TOO_LATE: 40309,
  PIN_NOT_ALLOWED: 40310,
  NO_SUCH_GROUP: 40400,
  NO_SUCH_MESSAGE: 40401,
  NO_SUCH_PATH: 40402,
  NO_SUCH_USER: 40403,
  METHOD_NOT_ALLOWED: 40500,
  TOO_SLOW: 40800,
  MESSAGE_ID_CONFLICT: 40900,
  ALREADY_LOGGED_IN: 40901,
  GROUP_CONFLICT: 40902,
  GROUP_DISSOLVED: 41000,
  MESSAGE_RECALLED: 41001,
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

/** For the end of a switch over a union: does not compile while a case is missing. */
export function never(missing: never): never {
  throw new Error(`not handled: ${JSON.stringify(missing)}`);
}
