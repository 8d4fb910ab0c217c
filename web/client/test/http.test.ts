// Goal: a call ends though nobody answers it. Method: a server that says nothing to requests, and timers of the test.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { AppCalls } from "../src/http.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("a server that does not answer counts as unreachable after half a minute", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const failed = new AppCalls(`http://127.0.0.1:${port}`, 10001, undefined).call("GET", "/profiles").catch((e) => e);
  await once(silent, "request");
  vi.advanceTimersByTime(30_000);
  expect(await failed).toBeInstanceOf(TypeError);
  silent.closeAllConnections();
  silent.close();
});
