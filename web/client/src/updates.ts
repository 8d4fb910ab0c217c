// The input and output of a SyncedClient: its options, and its updates.

import type { Backoff } from "./backoff.ts";
import type { Conversation } from "./book.ts";
import type { Tapped } from "./connection.ts";
import type { ChatMessage, DataOf } from "./events.ts";
import type { Origin } from "./inbox.ts";
import type { OutboxEntry } from "./outbox.ts";
import type { Peer } from "./peer.ts";
import type { WebSocketClass } from "./socket.ts";
import type { Edit } from "./states.ts";
import type { Store } from "./store.ts";

/** The connection state of this device. Minor versions add states and causes. */
export type SyncState =
  | { readonly is: "connecting" }
  | { readonly is: "catching-up" }
  | { readonly is: "online" }
  | { readonly is: "offline"; readonly why: string; readonly pause: number }
  /** Stopped for good: its token has expired, the application signed it out, or another device displaced it. */
  | { readonly is: "stopped"; readonly cause: "expired" | "signed-out" | "displaced" | "closed"; readonly why: string }
  /** Stopped for good: the login was refused, with this `RefusalCode`. */
  | { readonly is: "stopped"; readonly cause: "refused"; readonly why: string; readonly code: number };

/** An update. Updates are delivered in order, one at a time. Minor versions add types: ignore those you do not know. */
export type Update =
  | { readonly type: "state"; readonly state: SyncState }
  | { readonly type: "listed"; readonly conversation: Conversation }
  | {
      readonly type: "arrived";
      readonly peer: Peer;
      readonly message: ChatMessage;
      readonly origin: Origin;
      readonly silent: boolean;
    }
  | { readonly type: "recalled"; readonly peer: Peer; readonly sequence: number }
  /** A message that was told before says something else now, whoever edited it, on whatever device. */
  | { readonly type: "edited"; readonly peer: Peer; readonly sequence: number; readonly edit: Edit }
  /**
   * A message was pinned or unpinned in its conversation, on whatever device; `pinnedTime` is there if it is pinned
   * now. `by` is absent if the app's own server did it. It may be told again. A recall unpins too, and is told alone.
   */
  | {
      readonly type: "pinned";
      readonly peer: Peer;
      readonly sequence: number;
      readonly isPinned: boolean;
      readonly pinnedTime?: number;
      readonly by?: string;
    }
  /**
   * A user has set a reaction at a message or taken it back, on whatever device: `count` have set it now. It may be
   * told again, some are left out, and an own one may come before or after what it follows: where a count does not
   * follow from the one before, `reactions` says what holds. A recall takes reactions away, and is told alone.
   */
  | {
      readonly type: "reaction";
      readonly peer: Peer;
      readonly sequence: number;
      readonly reaction: string;
      readonly isSet: boolean;
      readonly count: number;
      readonly by: string;
    }
  /** History has messages here that were not delivered; both ends inclusive. */
  | { readonly type: "gap"; readonly peer: Peer; readonly from: number; readonly to: number }
  /** An own message is waiting, or its state has changed. */
  | { readonly type: "unsent"; readonly entry: OutboxEntry }
  | { readonly type: "sent"; readonly entry: OutboxEntry; readonly message: ChatMessage }
  | { readonly type: "discarded"; readonly entry: OutboxEntry }
  | { readonly type: "delivered"; readonly peer: Peer; readonly upTo: number }
  | { readonly type: "read-by-peer"; readonly peer: Peer; readonly upTo: number }
  | { readonly type: "read-in-group"; readonly peer: Peer; readonly receipt: DataOf<"GROUP_READ_RECEIPT"> }
  /** The user has read, on this or another device. */
  | { readonly type: "own-read"; readonly peer: Peer; readonly upTo: number; readonly elsewhere: boolean }
  | { readonly type: "hidden"; readonly peer: Peer }
  | { readonly type: "members"; readonly peer: Peer }
  /** Others have begun or stopped writing there: `typing.typists` of the client says who writes. */
  | { readonly type: "typing"; readonly peer: Peer }
  /** The user's receipts were switched elsewhere. */
  | { readonly type: "receipts"; readonly receiptsOn: boolean; readonly othersShown: boolean }
  | { readonly type: "refused"; readonly refusal: DataOf<"REFUSED"> }
  /** The store failed: after a restart messages are delivered again, and unsent ones are lost. */
  | { readonly type: "not-stored" };

/** The kind of a device. It names the device together with its `imei`. */
export const ClientType = { WEB_API: 0, WEB: 1, IOS: 2, ANDROID: 3, WINDOWS: 4, MAC: 5 } as const;
export type ClientType = (typeof ClientType)[keyof typeof ClientType];

export interface SyncOptions {
  /** The WebSocket of the server, `ws://HOST:PORT/ws`; with `wss:` over TLS. */
  readonly url: string;
  readonly appId: number;
  readonly user: string;
  readonly token?: string | undefined;
  /** The name of this installation; it can have one connection at a time. */
  readonly imei: string;
  /** Default: `ClientType.WEB`. */
  readonly clientType?: ClientType;
  /** Where the state of this device outlives the process. */
  readonly store: Store;
  /** The class to connect with where the platform has none; in Node.js before 22 that of the package `ws`. */
  readonly webSocket?: WebSocketClass;
  /** Default: "text". */
  readonly transport?: "text" | "binary";
  /** The pauses between attempts to connect. */
  readonly backoff?: Backoff;
  /** How long to wait for an answer; milliseconds, by default 15 000. */
  readonly patience?: number;
  /**
   * Whether a person can see the window now: read reports wait until then. Default: whether the page is visible; always
   * where there is no page.
   */
  readonly visible?: () => boolean;
  /**
   * Is told each update. If it returns a promise, the stored cursor does not pass this update before the promise is
   * fulfilled: after a crash the update comes again. Later updates do not wait for it. After a rejection nothing more
   * is stored: the update, and all behind it, come again at the next start. Catch what must not end a Node.js process.
   */
  readonly onUpdate: (update: Update) => unknown;
  readonly onFrame?: (frame: Tapped) => void;
}
