// Goal: a client that can never connect says so when it is made, and what to pass. Method: as on a platform where
// something is missing.

import { afterEach, expect, it, vi } from "vitest";
import { MemoryStore } from "../src/store.ts";
import { SyncedClient } from "../src/synced.ts";

afterEach(() => vi.unstubAllGlobals());

class NoSocket {
  binaryType = "";
  readyState = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;
  send(): void {}
  close(): void {}
}

function open(more: { readonly url?: string; readonly webSocket?: typeof NoSocket } = {}): SyncedClient {
  const store = new MemoryStore();
  return new SyncedClient({
    url: "ws://here/ws",
    appId: 1,
    user: "alice",
    imei: "i",
    store,
    onUpdate: () => {},
    ...more,
  });
}

it("needs a WebSocket: the platform's own, or one that is passed", () => {
  vi.stubGlobal("WebSocket", undefined);
  expect(() => open()).toThrow(/^there is no WebSocket here \(expected: the option webSocket; .* package ws, .*\)$/);
  expect(() => open({ webSocket: NoSocket })).not.toThrow();
  vi.stubGlobal("WebSocket", NoSocket);
  expect(() => open()).not.toThrow();
});

it("needs the address of a WebSocket", () => {
  for (const url of ["", "here", "http://here/ws", "ws:/here", "ws://"]) {
    expect(() => open({ url, webSocket: NoSocket })).toThrow(
      `url: ${url} (expected: ws://HOST:PORT/ws, or wss: for TLS)`,
    );
  }
  for (const url of ["ws://here", "wss://here:1/ws", "WSS://[::1]/ws"]) {
    expect(() => open({ url, webSocket: NoSocket })).not.toThrow();
  }
});

it("needs random numbers", () => {
  vi.stubGlobal("crypto", undefined);
  expect(() => open({ webSocket: NoSocket })).toThrow(
    /crypto\.getRandomValues .* react-native-get-random-values first/,
  );
});
