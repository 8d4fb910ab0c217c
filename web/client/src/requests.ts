// Every request of the wire contract, as a type.

import type { Json } from "./schema.ts";
import type { CommandName, Num } from "./wire.ts";

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
/** Names a message of a conversation in at least one way. */
interface OfMessage {
  readonly fromId: string;
  readonly messageKey?: number;
  readonly messageSequence?: number;
  readonly messageId?: string;
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
export type RecallRequest = Frame<"RECALL", ToConversation & OfMessage>;
export type EditRequest = Frame<
  "EDIT",
  ToConversation & OfMessage & { readonly messageBody: Json; readonly extra?: Json }
>;
export type PinRequest = Frame<"PIN", ToConversation & OfMessage & { readonly isPinned: boolean }>;
export type PinPullRequest = Frame<"PIN_PULL", ToConversation & { readonly fromId?: string }>;
export type ReactRequest = Frame<
  "REACT",
  ToConversation & OfMessage & { readonly reaction: string; readonly isSet: boolean }
>;
export type ReactionPullRequest = Frame<
  "REACTION_PULL",
  ToConversation & { readonly fromSequence: number; readonly toSequence: number; readonly fromId?: string }
>;
export type ReactorsPullRequest = Frame<
  "REACTORS_PULL",
  ToConversation & {
    readonly messageSequence: number;
    readonly reaction: string;
    readonly lastUserId?: string;
    readonly maxLimit?: number;
    readonly fromId?: string;
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
export type BlockSetRequest = Frame<
  "BLOCK_SET",
  { readonly blockedId: string; readonly isBlocked: boolean; readonly fromId?: string }
>;
export type ReceiptsSetRequest = Frame<"RECEIPTS_SET", { readonly receiptsOn: boolean; readonly fromId?: string }>;
export type ReceiptsPullRequest = Frame<"RECEIPTS_PULL", { readonly fromId?: string }>;
export type PushTokenSetRequest = Frame<
  "PUSH_TOKEN_SET",
  { readonly service: string; readonly token: string; readonly fromId?: string }
>;
export type PushTokenRemoveRequest = Frame<"PUSH_TOKEN_REMOVE", { readonly fromId?: string }>;
export type TypingRequest = Frame<"TYPING", ToConversation & { readonly isTyping: boolean; readonly fromId?: string }>;
export type BlockPullRequest = Frame<"BLOCK_PULL", { readonly fromId?: string }>;
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
  | EditRequest
  | PinRequest
  | PinPullRequest
  | ReactRequest
  | ReactionPullRequest
  | ReactorsPullRequest
  | ReadRequest
  | GroupReadRequest
  | InboxPullRequest
  | HistoryPullRequest
  | ConversationPullRequest
  | ConversationSetRequest
  | BlockSetRequest
  | BlockPullRequest
  | ReceiptsSetRequest
  | ReceiptsPullRequest
  | PushTokenSetRequest
  | PushTokenRemoveRequest
  | TypingRequest
  | GroupReadersRequest
  | GroupReadCountsRequest;
