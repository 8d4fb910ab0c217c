import { direct, group, type Peer } from "@whaleshark/client";

/** The page that is shown. It is part of the address, so that back, reload and bookmarks work. */
export type Route =
  | { readonly page: "home" }
  | { readonly page: "conversation"; readonly peer: Peer }
  | { readonly page: "frames" };

export function routeOf(hash: string): Route {
  const [, page, id] = /^#\/(frames|d|g)(?:\/(.+))?$/.exec(hash) ?? [];
  if (page === "frames") {
    return { page: "frames" };
  }
  if (page && id) {
    try {
      const name = decodeURIComponent(id);
      return { page: "conversation", peer: page === "g" ? group(name) : direct(name) };
    } catch {
      return { page: "home" };
    }
  }
  return { page: "home" };
}

export function hashOf(peer: Peer): string {
  return `#/${peer.kind === "group" ? "g" : "d"}/${encodeURIComponent(peer.id)}`;
}

export function goTo(peer: Peer): void {
  location.hash = hashOf(peer);
}

/** A window for somebody else, also where the browser keeps its user signed in. */
export const SECOND_WINDOW = "/#/second";

export function isSecondWindow(): boolean {
  return `/${location.hash}` === SECOND_WINDOW;
}

export function goHome(): void {
  location.hash = "#/";
}

export function goToFrames(): void {
  location.hash = "#/frames";
}
