// The client of a Whale Shark server, as an application uses it. What is not named here may change at any time.

export { Backoff } from "./backoff.ts";
export type { BodyContent, CardField, MessageBody, ReplyTo } from "./body.ts";
export { readBody, replyTo, writeBody } from "./body.ts";
export type { Conversation } from "./book.ts";
export type { AnswerTo, Question, Tapped } from "./connection.ts";
export { DisconnectedError, RefusedError } from "./connection.ts";
export { DevicePush } from "./device-push.ts";
export type { ChatMessage, ConversationItem, DataOf } from "./events.ts";
export type { Group } from "./groups.ts";
export { Groups } from "./groups.ts";
export type { Origin } from "./inbox.ts";
export type { OutboxEntry, SendState } from "./outbox.ts";
export type { Named, Peer } from "./peer.ts";
export { direct, group, namesOf, peerKey } from "./peer.ts";
export type { ReceiptsState } from "./receipts.ts";
export { Receipts } from "./receipts.ts";
export type { Json } from "./schema.ts";
export { ProtocolError } from "./schema.ts";
export type { WebSocketClass, WebSocketLike } from "./socket.ts";
export type { Store, Stored, Unsent } from "./store.ts";
export { IndexedDbStore, MemoryStore } from "./store.ts";
export { SyncedClient } from "./synced.ts";
export type { SyncOptions, SyncState, Update } from "./updates.ts";
export { ClientType } from "./updates.ts";
export { CommandNumber, commandName, RefusalCode } from "./wire.ts";
