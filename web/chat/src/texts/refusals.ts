// What a refusal of the server is called in the user's words.

import type { RefusalCode } from "@whaleshark/client";

type Code = (typeof RefusalCode)[keyof typeof RefusalCode];

/** Words for every code. Where the app decides, they take its reason, which is empty if it gives none. */
export type Refusals = Readonly<Record<Code, string | ((why: string) => string)>>;

/** What the server puts before the app's reason, or says in its place. */
const NO_REASON = /^(message: refused by the app$|banned by the application(: |$))/;

/** @returns undefined for a code of a newer server */
export function told(refusals: Refusals, code: number, detail: string): string | undefined {
  const words: Refusals[Code] | undefined = refusals[code as Code];
  return typeof words === "function" ? words(detail.replace(NO_REASON, "")) : words;
}
