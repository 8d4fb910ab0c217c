import type { ChatMessage } from "@whaleshark/client";

/** The messages that are drawn on each side of where the user is. A screen holds about thirty. */
const BESIDE = 100;

/** Where the user is among the messages: at a sequence, or at the end. */
export type Whereabouts = number | "end";

/** The part of the messages that is drawn. However many are loaded, the page holds a few screens of them. */
export interface Slice {
  readonly messages: readonly ChatMessage[];
  /** Whether there are more before it. */
  readonly isCutAbove: boolean;
  /** Whether there are more after it. */
  readonly isCutBelow: boolean;
}

/** @param all ascending */
export function sliceOf(all: readonly ChatMessage[], around: Whereabouts): Slice {
  const found = around === "end" ? -1 : all.findIndex(({ messageSequence }) => messageSequence >= around);
  const at = found < 0 ? all.length : found;
  const from = Math.max(0, Math.min(at - BESIDE, all.length - 2 * BESIDE));
  const to = Math.min(all.length, from + 2 * BESIDE);
  return { messages: all.slice(from, to), isCutAbove: from > 0, isCutBelow: to < all.length };
}
