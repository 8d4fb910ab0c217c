// Puts PNG files of one size into one file that shows them in turn (APNG, part of the third edition of PNG).

import { crc32 } from "node:zlib";

const SIGNATURE_BYTES = 8;
const MILLISECONDS = 1000;

/** A picture, and how long it is shown: up to 65 seconds. */
export interface Frame {
  readonly png: Buffer;
  readonly milliseconds: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** A picture that repeats its frames without end. */
export function movingPicture(frames: readonly Frame[]): Buffer {
  const [first] = frames;
  if (!first) {
    throw new Error("frames: none (expected: one or more)");
  }
  const header = headerOf(first.png);
  let sequence = 0;
  const parts = [
    first.png.subarray(0, SIGNATURE_BYTES),
    chunk("IHDR", header),
    chunk("acTL", numbers(frames.length, 0)),
  ];
  for (const frame of frames) {
    if (!headerOf(frame.png).equals(header)) {
      throw new Error("a frame of another size or form (expected: as the first)");
    }
    parts.push(chunk("fcTL", control(sequence++, header, frame.milliseconds)));
    for (const { data } of chunks(frame.png).filter(({ type }) => type === "IDAT")) {
      parts.push(frame === first ? chunk("IDAT", data) : chunk("fdAT", Buffer.concat([numbers(sequence++), data])));
    }
  }
  return Buffer.concat([...parts, chunk("IEND", Buffer.alloc(0))]);
}

function headerOf(png: Buffer): Buffer {
  const header = chunks(png).find(({ type }) => type === "IHDR");
  if (!header) {
    throw new Error("no IHDR (expected: a PNG file)");
  }
  return header.data;
}

function chunks(png: Buffer): Chunk[] {
  const found: Chunk[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([numbers(data.length), named, numbers(crc32(named))]);
}

/** The whole of the picture, at its place, which replaces the one before. */
function control(sequence: number, header: Buffer, milliseconds: number): Buffer {
  const size = header.subarray(0, 8);
  const rest = Buffer.alloc(6); // two of them say: keep the frame, and do not blend
  rest.writeUInt16BE(milliseconds, 0);
  rest.writeUInt16BE(MILLISECONDS, 2);
  return Buffer.concat([numbers(sequence), size, numbers(0, 0), rest]);
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    bytes.writeUInt32BE(value, i * 4);
  });
  return bytes;
}
