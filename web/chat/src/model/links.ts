/** A piece of a text, with its target if it is a web address. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`，。；：！？、（）「」『』《》〈〉【】“”‘’…]+/gi;
const CLOSING = ".,;:!?*_~)]}";

/** The end of an address: trailing punctuation belongs to the sentence, unless it closes a bracket of the address. */
function trimmed(address: string): string {
  let end = address.length;
  while (CLOSING.includes(address[end - 1] ?? " ")) {
    end--;
  }
  const opened = address.slice(0, end).split("(").length > address.slice(0, end).split(")").length;
  return address.slice(0, opened && address[end] === ")" ? end + 1 : end);
}

/** Splits a text into words and web addresses. Only http and https addresses become links. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimmed(found);
    if (URL.canParse(address)) {
      if (index > done) {
        pieces.push({ text: text.slice(done, index) });
      }
      pieces.push({ text: address, href: address });
      done = index + address.length;
    }
  }
  if (done < text.length) {
    pieces.push({ text: text.slice(done) });
  }
  return pieces;
}
