/** A piece of a text; where it leads if it is a web address. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`，。；：！？、（）「」『』《》〈〉【】“”‘’…]+/gi;
const CLOSING = /[.,;:!?*_~)\]}]+$/;

/** Where an address ends: punctuation after it belongs to the sentence, unless the address has opened a bracket. */
function trimmed(address: string): string {
  const end = CLOSING.exec(address)?.index ?? address.length;
  const opened = address.slice(0, end).split("(").length > address.slice(0, end).split(")").length;
  return address.slice(0, opened && address[end] === ")" ? end + 1 : end);
}

/** Cuts a text into words and web addresses. Nothing but http and https leads anywhere. */
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
