// Frames as text and as binary. Both carry the same data; a connection is answered in the format of its LOGIN.

import { type Event, readEvent } from "./events.ts";
import type { Request } from "./requests.ts";
import { isRecord, ProtocolError } from "./schema.ts";

/** The fields about the device in each frame. */
export interface Device {
  readonly appId: number;
  readonly clientType: number;
  readonly imei: string;
}

/** A frame from the server. `event` is undefined if its command is unknown to this version. */
export interface EventFrame {
  readonly command: number;
  readonly appId: number;
  readonly clientType: number;
  readonly imei: string;
  readonly toId: string;
  readonly data: unknown;
  readonly event: Event | undefined;
}

const VERSION = 1;
const JSON_TYPE = 0;
const REQUEST_HEADER = 28;
const EVENT_HEADER = 8;

export function encodeText(request: Request, device: Device): string {
  const { appId, clientType, imei } = device;
  return JSON.stringify({ command: request.command, appId, clientType, imei, data: request.data });
}

/** The array covers the whole of its buffer. */
export function encodeBinary(request: Request, device: Device): Uint8Array {
  // Not all platforms have an encoder and a decoder: text frames need neither.
  const utf8 = new TextEncoder();
  const imei = utf8.encode(device.imei);
  const body = utf8.encode(JSON.stringify(request.data));
  const frame = new Uint8Array(REQUEST_HEADER + imei.length + body.length);
  const header = new DataView(frame.buffer);
  [request.command, VERSION, device.clientType, JSON_TYPE, device.appId, imei.length, body.length].forEach(
    (field, i) => {
      header.setInt32(i * 4, field);
    },
  );
  frame.set(imei, REQUEST_HEADER);
  frame.set(body, REQUEST_HEADER + imei.length);
  return frame;
}

/** @throws ProtocolError if it is not a frame */
export function decodeText(frame: string): EventFrame {
  return envelope(parse(frame));
}

/**
 * The frames of a BINARY message, in order: one or more, each whole.
 *
 * @throws ProtocolError behind the last whole frame, if the message does not end there
 */
export function* framesOf(message: Uint8Array): Generator<Uint8Array> {
  let rest = message;
  do {
    const end = EVENT_HEADER + headerOf(rest).bodyLength;
    yield rest.subarray(0, end);
    rest = rest.subarray(end);
  } while (rest.length > 0);
}

/** @throws ProtocolError if it is not one whole frame */
export function decodeBinary(frame: Uint8Array): EventFrame {
  const { command, bodyLength } = headerOf(frame);
  if (bodyLength !== frame.length - EVENT_HEADER) {
    throw new ProtocolError(`bodyLength: ${bodyLength} (expected: ${frame.length - EVENT_HEADER})`);
  }
  const decoded = envelope(parse(utf8Text(frame.subarray(EVENT_HEADER))));
  if (decoded.command !== command) {
    throw new ProtocolError(`command: ${decoded.command} (expected: ${command}, as its header says)`);
  }
  return decoded;
}

/** What the header of a frame says, which begins here and ends here or before the end. */
function headerOf(bytes: Uint8Array): { readonly command: number; readonly bodyLength: number } {
  if (bytes.length < EVENT_HEADER) {
    throw new ProtocolError(`frame: ${bytes.length} bytes (expected: at least ${EVENT_HEADER})`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyLength = header.getInt32(4);
  if (bodyLength < 0 || bodyLength > bytes.length - EVENT_HEADER) {
    throw new ProtocolError(`bodyLength: ${bodyLength} (expected: 0..${bytes.length - EVENT_HEADER})`);
  }
  return { command: header.getInt32(0), bodyLength };
}

function utf8Text(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ProtocolError("body: not UTF-8");
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ProtocolError("body: not JSON");
  }
}

function envelope(body: unknown): EventFrame {
  if (!isRecord(body) || typeof body.command !== "number") {
    throw new ProtocolError("command: missing (expected: a number)");
  }
  const { command, data } = body;
  return {
    command,
    appId: Number(body.appId ?? 0),
    clientType: Number(body.clientType ?? 0),
    imei: String(body.imei ?? ""),
    toId: String(body.toId ?? ""),
    data,
    event: readEvent(command, data),
  };
}
