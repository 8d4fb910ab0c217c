// What a connection uses of a WebSocket.

/** What the client uses of a WebSocket. Those of browsers, Node.js, React Native and the package `ws` have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(): void;
}

/** The class of such WebSockets. */
export type WebSocketClass = new (url: string) => WebSocketLike;

/** The `readyState` of a WebSocket that can send. */
export const OPEN = 1;
