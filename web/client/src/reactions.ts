import type { DataOf } from "./events.ts";
import type { Peer } from "./peer.ts";
import type { Update } from "./updates.ts";

/** Who has set one reaction at a message. */
export interface Reactors {
  /** How many there are. */
  readonly count: number;
  /** Some of them, in the order of the bytes of their ids. */
  readonly userIds: readonly string[];
  /** Whether nobody comes after these. */
  readonly completed: boolean;
}

/** What the application is told when a reaction was set or taken back. */
export function reactionUpdate(peer: Peer, change: ReactionChange, by: string): Update {
  const { messageSequence: sequence, reaction, isSet, count } = change;
  return { type: "reaction", peer, sequence, reaction, isSet, count, by };
}

/** What has become of a reaction, as an answer or a push says it. */
type ReactionChange = Pick<DataOf<"REACTION_NOTIFY">, "messageSequence" | "reaction" | "isSet" | "count">;
