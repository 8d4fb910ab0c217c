// The client of the wire contract. Start with SyncedClient; Connection is a single stateless socket.

export { Backoff } from "./backoff.ts";
export type { Conversation } from "./book.ts";
export type { Device, EventFrame } from "./codec.ts";
export { decodeBinary, decodeText, encodeBinary, encodeText } from "./codec.ts";
export type { AnswerTo, Closed, Question, Tapped } from "./connection.ts";
export { Connection, DisconnectedError, RefusedError } from "./connection.ts";
export type { Group } from "./groups.ts";
export { Groups } from "./groups.ts";
export { newMessageId } from "./ids.ts";
export type { OutboxEntry, SendState } from "./outbox.ts";
export type { Peer } from "./peer.ts";
export { direct, group, namesOf, peerKey, peerOf, seenBy } from "./peer.ts";
export type { Json } from "./schema.ts";
export { isRecord, ProtocolError } from "./schema.ts";
export type { Range } from "./sequences.ts";
export { SequenceSet } from "./sequences.ts";
export type { Store, Unsent } from "./store.ts";
export { IndexedDbStore, MemoryStore } from "./store.ts";
export { SyncedClient } from "./synced.ts";
export type { SyncOptions, SyncState, Update } from "./updates.ts";
export type { ChatMessage, ConversationItem, DataOf, Event, Request } from "./wire.ts";
export { Command, commandName, mayRetry, never, RefusalCode } from "./wire.ts";
