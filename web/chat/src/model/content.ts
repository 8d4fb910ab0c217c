import { IndexedDbStore, isRecord, type Json, MemoryStore, type Store } from "@whaleshark/client";

/** Whether somebody looks at this window now. */
export function inView(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

/** What a message says, as text. */
export function textOf(body: Json): string {
  if (typeof body === "string") {
    return body;
  }
  return isRecord(body) && typeof body.text === "string" ? body.text : JSON.stringify(body);
}

/** The store of a device; a forgetful one where the browser keeps nothing. */
export async function openStore(appId: number, user: string, imei: string): Promise<Store> {
  try {
    return await IndexedDbStore.open(`whaleshark/${appId}/${user}/${imei}`);
  } catch {
    return new MemoryStore();
  }
}
