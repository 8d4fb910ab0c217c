import { DisconnectedError, RefusedError } from "@whaleshark/client";
import type { Texts } from "../texts/index.ts";

/** Describes an error for the user, in words of the user's language. */
export function reason(e: unknown, texts: Texts): string {
  if (e instanceof RefusedError) {
    return texts.refusal(e.code, e.message);
  }
  // A TypeError is all that `fetch` tells of a server that it cannot reach.
  if (e instanceof DisconnectedError || e instanceof TypeError) {
    return texts.noAnswer;
  }
  return e instanceof Error ? e.message : String(e);
}
