import { isRecord } from "../../../client/src/schema.ts";

/** The configuration that the page needs from its server. */
export interface ServerInfo {
  readonly url: string;
  readonly openLogin: boolean;
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
  return { url, openLogin: info.openLogin === true };
}
