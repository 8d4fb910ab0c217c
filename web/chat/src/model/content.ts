import { IndexedDbStore, type Json, MemoryStore, type Store } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";
import { plainOf } from "./markup.ts";

/** Whether a person is looking at this window now. */
export function inView(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** The UTF-16 units of a message that fit in a line. */
const LINE_AT_MOST = 300;

/** The content of a message: a text, nothing, or fields that this chat cannot display. */
export type Content =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "empty" }
  | { readonly is: "fields"; readonly fields: readonly (readonly [name: string, value: string])[] };

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function contentOf(body: Json): Content {
  if (isRecord(body) && typeof body.text !== "string") {
    const fields = Object.entries(body).map(([name, value]) => [name, plain(value as Json)] as const);
    return fields.length > 0 ? { is: "fields", fields } : { is: "empty" };
  }
  if (Array.isArray(body)) {
    const fields = body.map((value, i) => [String(i + 1), plain(value)] as const);
    return fields.length > 0 ? { is: "fields", fields } : { is: "empty" };
  }
  const text = plain(isRecord(body) ? (body.text as string) : body);
  return text.trim() === "" ? { is: "empty" } : { is: "text", text };
}

/** The content of a message as one text. */
export function textOf(body: Json): string {
  const content = contentOf(body);
  switch (content.is) {
    case "text":
      return content.text;
    case "empty":
      return "";
    case "fields":
      return content.fields.map(([name, value]) => `${name}: ${value}`).join("\n");
  }
}

/** The beginning of a message, without the marks of its text, for a list or a notification. */
export function lineOf(body: Json): string {
  const text = textOf(body).slice(0, LINE_AT_MOST);
  return contentOf(body).is === "text" ? plainOf(text) : text;
}

/** The store of a device; an in-memory one if the browser has no storage. */
export async function openStore(appId: number, user: string, imei: string): Promise<Store> {
  try {
    return await IndexedDbStore.open(`whaleshark/${appId}/${user}/${imei}`);
  } catch {
    return new MemoryStore();
  }
}
