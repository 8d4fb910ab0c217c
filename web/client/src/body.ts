// What a message says, in the shape that clients agree on: docs/message-body.md. The server passes bodies on and never
// looks, so whatever JSON others have sent is read: what is too long is cut, and what makes no sense is left out.

import type { ChatMessage } from "./events.ts";
import { isRecord, isSame, type Json } from "./schema.ts";

/** The bounds of a body. Texts are counted in code points, ids in UTF-16 units as everywhere on the wire. */
const AT_MOST = {
  kind: 64,
  excerpt: 300,
  id: 128,
  mentions: 100,
  title: 200,
  fields: 20,
  fieldName: 100,
  fieldValue: 1_000,
  fileName: 255,
  url: 2_048,
} as const;

const CONTROL = /[\p{Cc}\p{Cs}]/u;
/** ASCII only: an address cannot look like another one. */
const ADDRESS = /^https?:\/\/[!-~]+$/i;

/** The message that another one answers, in the same conversation. Author and excerpt are what the answer says. */
export interface ReplyTo {
  readonly messageSequence: number;
  readonly fromId: string;
  /** The beginning of its text. */
  readonly text: string;
}

/** A line of a card. */
export interface CardField {
  readonly name: string;
  readonly value: string;
}

/** What a body holds beside its text. */
export type BodyContent =
  | { readonly kind: "text" | "system" }
  | { readonly kind: "card"; readonly title: string; readonly url?: string; readonly fields: readonly CardField[] }
  | { readonly kind: "file" | "image"; readonly name: string; readonly url: string; readonly sizeBytes?: number }
  /** A kind of a later version, or of another program. */
  | { readonly kind: "unknown"; readonly name: string; readonly json: Json }
  /** JSON of another program, in no agreed shape. */
  | { readonly kind: "foreign"; readonly json: Json };

export interface MessageBody {
  readonly content: BodyContent;
  /** What a client shows that knows nothing else of the body; empty if there is nothing to say. */
  readonly text: string;
  readonly replyTo?: ReplyTo;
  /** The users whom the text mentions, as `@` and their id. */
  readonly mentions: readonly string[];
  /** The author of the message that this one repeats, as its sender says. */
  readonly forwardedFrom?: string;
}

/** Reads the body of any message. Never throws. */
export function readBody(json: Json): MessageBody {
  if (typeof json === "string") {
    return { content: { kind: "text" }, text: json, mentions: [] };
  }
  const content = isRecord(json) ? contentOf(json, json as Json) : undefined;
  if (!content || !isRecord(json)) {
    return { content: { kind: "foreign", json }, text: "", mentions: [] };
  }
  const replyTo = replyOf(json.replyTo);
  return {
    content,
    text: typeof json.text === "string" ? json.text : defaultText(content),
    ...(replyTo && { replyTo }),
    mentions: mentionsOf(json.mentions),
    ...(isId(json.forwardedFrom) && { forwardedFrom: json.forwardedFrom }),
  };
}

/**
 * The JSON of a body: a plain text if it is nothing else. What was foreign or unknown is as it was.
 *
 * @throws RangeError if something is out of its bounds, which a reader would cut or leave out
 */
export function writeBody(body: MessageBody): Json {
  const { content, text, replyTo, mentions, forwardedFrom } = body;
  if (content.kind === "foreign" || content.kind === "unknown") {
    return content.json;
  }
  if (content.kind === "text" && !replyTo && mentions.length === 0 && forwardedFrom === undefined) {
    return text;
  }
  const json = {
    ...content,
    text,
    ...(replyTo && { replyTo: { ...replyTo } }),
    ...(mentions.length > 0 && { mentions }),
    ...(forwardedFrom !== undefined && { forwardedFrom }),
  };
  const read = readBody(json as unknown as Json);
  for (const part of ["content", "replyTo", "mentions", "forwardedFrom"] as const) {
    if (!isSame(read[part], body[part])) {
      throw new RangeError(`${part}: out of its bounds (expected: those of docs/message-body.md)`);
    }
  }
  return json as unknown as Json;
}

/** What an answer to a message says of it. */
export function replyTo(message: ChatMessage): ReplyTo {
  const { messageSequence, fromId, messageBody } = message;
  return { messageSequence, fromId, text: cut(readBody(messageBody).text, AT_MOST.excerpt) };
}

function contentOf(fields: Readonly<Record<string, unknown>>, json: Json): BodyContent | undefined {
  const { kind, text, url } = fields;
  if (typeof kind !== "string" || kind === "text" || kind === "system") {
    return typeof text === "string" ? { kind: kind === "system" ? kind : "text" } : undefined;
  }
  const address = isAddress(url) ? url : undefined;
  switch (kind) {
    case "card": {
      const title = textOr(fields.title, AT_MOST.title);
      return title ? { kind, title, ...(address && { url: address }), fields: cardFields(fields.fields) } : undefined;
    }
    case "file":
    case "image": {
      const { sizeBytes } = fields;
      const name = textOr(fields.name, AT_MOST.fileName);
      const size = typeof sizeBytes === "number" && Number.isSafeInteger(sizeBytes) && sizeBytes >= 0;
      return name && address ? { kind, name, url: address, ...(size && { sizeBytes }) } : undefined;
    }
    default:
      return { kind: "unknown", name: cut(kind, AT_MOST.kind), json };
  }
}

function defaultText(content: BodyContent): string {
  switch (content.kind) {
    case "card":
      return content.title;
    case "file":
    case "image":
      return content.name;
    default:
      return "";
  }
}

function cardFields(value: unknown): readonly CardField[] {
  return (Array.isArray(value) ? value : [])
    .slice(0, AT_MOST.fields)
    .filter(isRecord)
    .map(({ name, value }) => ({ name: textOr(name, AT_MOST.fieldName), value: textOr(value, AT_MOST.fieldValue) }))
    .filter(({ name }) => name !== "");
}

function replyOf(value: unknown): ReplyTo | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { messageSequence, fromId, text } = value;
  const isSequence =
    typeof messageSequence === "number" && Number.isSafeInteger(messageSequence) && messageSequence > 0;
  return isSequence && isId(fromId) ? { messageSequence, fromId, text: textOr(text, AT_MOST.excerpt) } : undefined;
}

function mentionsOf(value: unknown): readonly string[] {
  return [...new Set((Array.isArray(value) ? value : []).filter(isId))].slice(0, AT_MOST.mentions);
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= AT_MOST.id && !CONTROL.test(value);
}

function isAddress(value: unknown): value is string {
  return typeof value === "string" && value.length <= AT_MOST.url && ADDRESS.test(value);
}

function textOr(value: unknown, atMost: number): string {
  return typeof value === "string" ? cut(value, atMost) : "";
}

/** No character is cut in two. */
function cut(text: string, atMost: number): string {
  return text.length <= atMost ? text : [...text.slice(0, 2 * atMost)].slice(0, atMost).join("");
}
