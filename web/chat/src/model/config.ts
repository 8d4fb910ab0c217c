import { isRecord } from "../../../client/src/schema.ts";

/** The configuration that the page needs from its server. */
export interface ServerInfo {
  readonly url: string;
  readonly openLogin: boolean;
}

const KEPT = "whaleshark.server";

/** What the server told last, to show what is kept while it does not answer; undefined if it never did. */
export function keptServerInfo(): ServerInfo | undefined {
  try {
    const info: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "");
    return isRecord(info) && typeof info.url === "string"
      ? { url: info.url, openLogin: info.openLogin === true }
      : undefined;
  } catch {
    return undefined;
  }
}

function keepServerInfo(info: ServerInfo): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(info));
  } catch {
    // There is no storage.
  }
}

/** @throws Error if the server does not provide it */
export async function loadServerInfo(): Promise<ServerInfo> {
  const response = await fetch("/v1/client-config");
  const info: unknown = await response.json();
  if (!response.ok || !isRecord(info) || typeof info.webSocketPort !== "number") {
    throw new Error("no client-config");
  }
  const secure = location.protocol === "https:";
  const host = `${location.hostname}:${info.webSocketPort}`;
  const url = `${secure ? "wss" : "ws"}://${host}${String(info.webSocketPath ?? "/ws")}`;
  const told = { url, openLogin: info.openLogin === true };
  keepServerInfo(told);
  return told;
}
