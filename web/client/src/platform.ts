// What the client needs of the platform that it runs on. What is missing is told at once: no later attempt would help.

import type { WebSocketClass } from "./socket.ts";

/**
 * The class to connect with.
 *
 * @param given takes precedence over the platform's own
 * @throws TypeError if there is none
 */
export function webSocketClass(given: WebSocketClass | undefined): WebSocketClass {
  const found = given ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket;
  if (!found) {
    throw new TypeError(
      "there is no WebSocket here (expected: the option webSocket; in Node.js before 22, install the package ws, " +
        'import WebSocket from "ws", and pass webSocket: WebSocket)',
    );
  }
  return found;
}

/** @throws TypeError if a client with these options can never connect from here, and what to pass */
export function requirePlatform(options: {
  readonly url: string;
  readonly webSocket?: WebSocketClass | undefined;
}): void {
  if (!/^wss?:\/\/[^/]/i.test(options.url)) {
    throw new TypeError(`url: ${options.url} (expected: ws://HOST:PORT/ws, or wss: for TLS)`);
  }
  webSocketClass(options.webSocket);
  if (!globalThis.crypto?.getRandomValues) {
    throw new TypeError(
      "there is no crypto.getRandomValues here (expected: in React Native, " +
        "import react-native-get-random-values first)",
    );
  }
}
