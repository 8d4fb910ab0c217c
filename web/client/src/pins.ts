import type { DataOf } from "./events.ts";
import type { Peer } from "./peer.ts";
import type { Update } from "./updates.ts";

/** What the application is told when a message was pinned or unpinned. */
export function pinUpdate(peer: Peer, pin: PinState, by: string | undefined): Update {
  const { messageSequence: sequence, isPinned, pinnedTime } = pin;
  const time = isPinned && pinnedTime !== undefined ? { pinnedTime } : {};
  return { type: "pinned", peer, sequence, isPinned, ...time, ...(by !== undefined && { by }) };
}

/** Whether a message is pinned, and since when, as an answer or a push says it. */
type PinState = Pick<DataOf<"PIN_NOTIFY">, "messageSequence" | "isPinned" | "pinnedTime">;
