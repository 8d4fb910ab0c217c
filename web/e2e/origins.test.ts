// Goal: pages of an origin that is set may call the HTTP port and use the WebSocket, and pages of others may do
// neither. Method: real pages of two other hosts; every name below `localhost` is this machine to a browser.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { Stage } from "./stage.ts";

const GROUP = "/v1/apps/10001/groups/reef";
const SYNC = "/v1/conversation/syncConversationList";

/** Serves an empty page under every name. */
const site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html>"));
await once(site.listen(0, "127.0.0.1"), "listening");
afterAll(() => site.close());

const { port } = site.address() as AddressInfo;
const listed = `http://listed.localhost:${port}`;
const foreign = `http://foreign.localhost:${port}`;
const stage = new Stage({ WHALESHARK_ORIGINS: listed });

async function at(origin: string): Promise<Page> {
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(origin);
  return page;
}

/** What the page's script sees of an answer. It sends what a browser asks about first: a token, and JSON. */
function call(page: Page, method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([url, method, body]) => {
      const headers = { "Content-Type": "application/json", Authorization: "Bearer a.b.c" };
      const answer = await fetch(url, { method, headers, ...(body === "" ? {} : { body }) });
      return { status: answer.status, body: await answer.json() };
    },
    [`${stage.server.url}${path}`, method, body ? JSON.stringify(body) : ""] as const,
  );
}

/** Logs in over a WebSocket: the code of the answer, or "closed". */
function logIn(page: Page, url: string): Promise<unknown> {
  return page.evaluate(
    (url) =>
      new Promise((done) => {
        const socket = new WebSocket(url);
        const login = { command: 9000, appId: 10001, clientType: 1, imei: "page", data: { userId: "alice" } };
        socket.onopen = () => socket.send(JSON.stringify(login));
        socket.onmessage = ({ data }) => {
          socket.close();
          done(JSON.parse(data).data.code);
        };
        socket.onclose = () => done("closed");
      }),
    url,
  );
}

it("a page of a listed origin calls, and reads answers and refusals", async () => {
  const page = await at(listed);
  expect(await call(page, "PUT", GROUP, { ownerId: "alice", members: ["bob"] })).toMatchObject({ status: 201 });
  expect(await call(page, "GET", GROUP)).toMatchObject({ status: 200, body: { ownerId: "alice" } });
  expect(await call(page, "POST", `${GROUP}/members`, { members: ["carol"] })).toMatchObject({ status: 200 });
  expect(await call(page, "POST", SYNC, { appId: 10001, operater: "alice", lastSequence: 0 })).toMatchObject({
    status: 200,
    body: { code: 200, data: { dataList: [{ toId: "reef" }] } },
  });
  expect(await call(page, "GET", "/v1/apps/10001/groups/none")).toMatchObject({ status: 404, body: { code: 40400 } });
  expect(await call(page, "GET", "/nowhere")).toMatchObject({ status: 404, body: { code: 40402 } });
  expect(
    await page.evaluate((url) => fetch(url, { method: "DELETE" }).then((a) => a.status), stage.server.url + GROUP),
  ).toBe(204);
  await page.context().close();
});

it("a page of any other origin reads and changes nothing", async () => {
  const page = await at(foreign);
  const wreck = "/v1/apps/10001/groups/wreck";
  await expect(call(page, "PUT", wreck, { ownerId: "alice" })).rejects.toThrow("Failed to fetch");
  expect((await fetch(`${stage.server.url}${wreck}`)).status).toBe(404);
  await expect(call(page, "GET", "/health")).rejects.toThrow("Failed to fetch");
  // A plain POST needs no preflight: the browser sends it, and the server refuses it.
  const refused = page.waitForEvent("response", (answer) => answer.url().endsWith(SYNC));
  await page.evaluate(async (url) => {
    const body = JSON.stringify({ appId: 10001, operater: "alice", lastSequence: 0 });
    await fetch(url, { method: "POST", body, mode: "no-cors" });
  }, `${stage.server.url}${SYNC}`);
  expect((await refused).status()).toBe(403);
  await page.context().close();
});

it("a WebSocket is open to pages of a listed origin alone, at both ports", async () => {
  for (const url of [stage.server.webSocketUrl, `${stage.server.url.replace("http", "ws")}/ws`]) {
    for (const [origin, outcome] of [
      [listed, 200],
      [foreign, "closed"],
    ] as const) {
      const page = await at(origin);
      expect(await logIn(page, url), `${origin} at ${url}`).toBe(outcome);
      await page.context().close();
    }
  }
});
