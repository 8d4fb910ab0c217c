import { IndexedDbStore, type Json, MemoryStore, readBody, type Store } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";
import { plainOf } from "./markup.ts";
import { visibleName } from "./visible.ts";

/** Whether a person is looking at this window now. */
export function inView(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** The UTF-16 units of a message that fit in a line. */
const LINE_AT_MOST = 300;
const FIELDS_AT_MOST = 100;
const NAME_AT_MOST = 100;
const VALUE_AT_MOST = 1_000;

/** A value of foreign JSON, with the path to it. */
export type Field = readonly [name: string, value: string];

/** JSON of other programs as a list of its values, each with its path: `address.city`. */
export function fieldsOf(json: Json): Field[] {
  const fields: Field[] = [];
  const add = (name: string, value: Json) => {
    if (fields.length === FIELDS_AT_MOST) {
      return;
    }
    const inner = isRecord(value) || Array.isArray(value) ? Object.entries(value) : [];
    if (Array.isArray(value) && inner.every(([, one]) => typeof one !== "object")) {
      fields.push([name || "1", cut(inner.map(([, one]) => String(one)).join(", "), VALUE_AT_MOST)]);
    } else if (inner.length > 0) {
      for (const [key, one] of inner) {
        const step = Array.isArray(value) ? String(Number(key) + 1) : key;
        add(cut(name ? `${name}.${step}` : step, NAME_AT_MOST), one as Json);
      }
    } else if (typeof value !== "object") {
      fields.push([name, cut(String(value), VALUE_AT_MOST)]);
    }
  };
  add("", json);
  return fields;
}

function cut(text: string, atMost: number): string {
  return text.length <= atMost ? text : `${text.slice(0, atMost).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** What a message says as one text: its own, or else its fields. */
export function textOf(body: Json): string {
  const { content, text } = readBody(body);
  switch (content.kind) {
    case "text":
    case "system":
      return text;
    case "card":
      return [text, ...content.fields.map(line), content.url ?? ""].filter(Boolean).join("\n");
    case "file":
    case "image":
      return `${text}\n${content.url}`;
    case "unknown":
    case "foreign":
      return text || (isLeaf(content.json) ? String(content.json) : fieldsOf(content.json).map(pair).join("\n"));
  }
}

/** Whether JSON is one value, which needs no list. */
export function isLeaf(json: Json): boolean {
  return typeof json !== "object";
}

/** The beginning of a message, without the marks of its text, for a list or a notification. */
export function lineOf(body: Json): string {
  const { content, text, forwardedFrom } = readBody(body);
  const line =
    content.kind === "foreign" || (content.kind === "unknown" && !text)
      ? textOf(body).slice(0, LINE_AT_MOST)
      : plainOf(text.slice(0, LINE_AT_MOST));
  return asForwarded(line, forwardedFrom);
}

/** A text with whose words it has, if it was forwarded. */
export function asForwarded(text: string, from: string | undefined): string {
  return from === undefined ? text : `↪ ${visibleName(from)}: ${text}`;
}

function line({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}: ${value}`;
}

function pair([name, value]: Field): string {
  return line({ name, value });
}

/** The store of a device; an in-memory one if the browser has no storage. */
export async function openStore(appId: number, user: string, imei: string): Promise<Store> {
  try {
    return await IndexedDbStore.open(`whaleshark/${appId}/${user}/${imei}`);
  } catch {
    return new MemoryStore();
  }
}
