// Goal: calls for members go where the server has them, and what it answers is checked. Method: a server of the test.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Groups } from "../src/groups.ts";

let server: Server;
let groups: Groups;
let requests: string[];
let answer: object;

beforeEach(async () => {
  requests = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) {
      body += part;
    }
    requests.push(`${request.method} ${request.url} ${body}`);
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  groups = new Groups(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 10001, "token");
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

it("members come by page, after whom was last", async () => {
  answer = { members: [{ userId: "ann", role: "owner", muted: false }], completed: false };
  expect(await groups.members("a/b")).toEqual(answer);
  await groups.members("a/b", "ann&", 500);
  expect(requests).toEqual([
    "GET /v1/apps/10001/groups/a%2Fb/members?limit=100 ",
    "GET /v1/apps/10001/groups/a%2Fb/members?limit=500&after=ann%26 ",
  ]);
});

it("a role is given, and the mute stays unless it is said", async () => {
  answer = { userId: "b/c", role: "admin", muted: true };
  expect(await groups.setMember("team", "b/c", "admin")).toEqual(answer);
  await groups.setMember("team", "b/c", "member", false);
  expect(requests).toEqual([
    'PUT /v1/apps/10001/groups/team/members/b%2Fc {"role":"admin"}',
    'PUT /v1/apps/10001/groups/team/members/b%2Fc {"role":"member","muted":false}',
  ]);
});

it("a role that is none of the three is an error", async () => {
  answer = { userId: "bob", role: "king", muted: false };
  await expect(groups.setMember("team", "bob", "admin")).rejects.toThrow(
    "role: string (expected: owner or admin or member)",
  );
});
