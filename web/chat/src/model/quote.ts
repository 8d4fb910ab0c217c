const LINES_AT_MOST = 4;
/** Code points. */
const CHARACTERS_AT_MOST = 240;

/** A text as the beginning of an answer: its first lines, each behind the mark of a quote. */
export function quoteOf(text: string): string {
  const lines = text.trim().split("\n");
  const first = lines.slice(0, LINES_AT_MOST).join("\n");
  const characters = [...first];
  const kept = characters.slice(0, CHARACTERS_AT_MOST).join("").trimEnd();
  const isCut = lines.length > LINES_AT_MOST || characters.length > CHARACTERS_AT_MOST;
  return (isCut ? `${kept} …` : kept)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

/** A draft with a quote after what was typed before, and a line to go on in. */
export function withQuote(typed: string, quote: string): string {
  return `${typed.trim() ? `${typed.trimEnd()}\n` : ""}${quote}\n`;
}

/** Brings quotes to the composer that is open, if there is one. */
export class Quotes {
  composer: ((quote: string) => void) | undefined;

  add(text: string): void {
    this.composer?.(quoteOf(text));
  }
}
