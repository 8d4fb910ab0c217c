// Goal: this client and the server agree on every byte. Method: the golden frames of the protocol, which the server's
// tests read too, are decoded and compared with their meaning, and requests are encoded again to the same bytes.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Device, decodeBinary, decodeText, encodeBinary, encodeText } from "../src/codec.ts";
import type { Request } from "../src/requests.ts";
import { CommandNumber, RefusalCode } from "../src/wire.ts";

interface Golden {
  readonly name: string;
  readonly direction: "request" | "event";
  readonly transport: "tcp" | "ws-binary" | "ws-text";
  readonly command: number;
  readonly hex?: string;
  readonly text?: string;
  readonly exact?: boolean;
  readonly decoded: Device & { readonly toId?: string; readonly data: unknown };
}

const file = new URL("../../../protocol/src/test/resources/golden-frames.json", import.meta.url);
const all = JSON.parse(readFileSync(file, "utf8")) as Golden[];
const ours = all.filter((golden) => golden.transport !== "tcp");

describe("requests", () => {
  const exact = ours.filter((golden) => golden.direction === "request" && golden.exact !== false);

  it.each(exact.map((golden) => [`${golden.transport} ${golden.name}`, golden] as const))("%s", (_, golden) => {
    const request = { command: golden.command, data: golden.decoded.data } as Request;
    if (golden.transport === "ws-text") {
      expect(encodeText(request, golden.decoded)).toBe(golden.text);
    } else {
      expect(Buffer.from(encodeBinary(request, golden.decoded)).toString("hex")).toBe(golden.hex);
    }
  });
});

describe("events", () => {
  const events = ours.filter((golden) => golden.direction === "event");

  it.each(events.map((golden) => [`${golden.transport} ${golden.name}`, golden] as const))("%s", (_, golden) => {
    const frame =
      golden.transport === "ws-text"
        ? decodeText(golden.text ?? "")
        : decodeBinary(Buffer.from(golden.hex ?? "", "hex"));
    expect(frame.command).toBe(golden.command);
    expect({ appId: frame.appId, clientType: frame.clientType, imei: frame.imei }).toEqual({
      appId: golden.decoded.appId,
      clientType: golden.decoded.clientType,
      imei: golden.decoded.imei,
    });
    expect(frame.data).toEqual(golden.decoded.data);
    // What the checks let through is all that the server said: no field is forgotten.
    expect(frame.event).toEqual({ command: golden.command, data: golden.decoded.data });
  });
});

it("the file has every command, in the direction of the contract", () => {
  const listed = new Set(ours.map((golden) => golden.command));
  expect(Object.values(CommandNumber).filter((command) => !listed.has(command))).toEqual([]);
  expect([...listed].filter((command) => !Object.values<number>(CommandNumber).includes(command))).toEqual([]);
});

describe("what is no frame is refused", () => {
  it.each([
    ["text that is not JSON", () => decodeText("{")],
    ["no command", () => decodeText("{}")],
    ["a field of another type", () => decodeText('{"command":2007,"data":{"groupId":7}}')],
    [
      "a number that is no integer",
      () => decodeText('{"command":5101,"data":{"dataList":[],"maxSequence":0.5,"completed":true}}'),
    ],
    ["too few bytes", () => decodeBinary(new Uint8Array(7))],
    ["a length that is not the body's", () => decodeBinary(new Uint8Array(9))],
    ["bytes that are not UTF-8", () => decodeBinary(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0xff))],
  ])("%s", (_, decode) => {
    expect(decode).toThrow(/expected|not/);
  });
});

it("refusals are called what the protocol calls them", () => {
  const protocol = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
  const table = [...protocol.matchAll(/^\| (\d{5}) \| ([A-Z_]+) \|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(Object.entries(RefusalCode)).toEqual(table);
});

it("a command that this version does not know is no error", () => {
  expect(decodeText('{"command":7777,"data":{}}').event).toBeUndefined();
});
