// Goal: the public API changes only on purpose. Method: what the built declarations say is compared with
// client/api.txt. To change it, run this with UPDATE_API=1, read the difference, and say it in the changelog: what is
// removed or narrowed is a break.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { publicApi } from "./api.ts";
import { CLIENT, Consumer } from "./consumer.ts";

const LISTED = join(CLIENT, "api.txt");

const consumer = new Consumer();

it("the public API is the one that is listed", () => {
  const folder = join(consumer.folder, "node_modules/@whaleshark/client/dist");
  const api = publicApi(folder, { "@whaleshark/client": "index.d.ts", "@whaleshark/client/node": "node.d.ts" });
  if (process.env.UPDATE_API) {
    writeFileSync(LISTED, api);
  }
  expect(api).toBe(readFileSync(LISTED, "utf8"));
});
