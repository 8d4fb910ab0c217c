// Measures which messages are in view.

/** The distance in pixels that counts as near an edge. */
const NEAR = 120;

/**
 * A message, and its offset below the upper edge of the page's main part: what comes and goes above the messages, such
 * as a notice, moves nothing that is being read.
 */
export interface Place {
  readonly sequence: string;
  readonly top: number;
}

export function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

/** Whether the user is more than one screen away from the end. */
export function isFarFromEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop > 2 * box.clientHeight;
}

/** Whether it is time to have more above. */
export function isNearTop(box: HTMLElement): boolean {
  return box.scrollTop < Math.max(NEAR * 3, box.clientHeight);
}

/** Whether it is time to have more below. */
export function isNearBottom(box: HTMLElement): boolean {
  const { scrollHeight, scrollTop, clientHeight } = box;
  return scrollHeight - scrollTop - clientHeight < Math.max(NEAR * 3, clientHeight);
}

/** The scroll position at which an element is at the top. */
export function topOf(begin: HTMLElement): number {
  return begin.offsetTop - NEAR / 2;
}

/** Scrolls so that a message is in the middle. */
export function centre(box: HTMLElement, row: HTMLElement): void {
  box.scrollTop = row.offsetTop - (box.clientHeight - row.offsetHeight) / 2;
}

/** The messages from the first that ends below the upper edge; a binary search, since there may be thousands. */
function fromTop(box: HTMLElement): HTMLElement[] {
  const rows = [...box.querySelectorAll<HTMLElement>("[data-sequence]")];
  const edge = box.getBoundingClientRect().top;
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? edge) > edge) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return rows.slice(low);
}

/** The sequences of the messages whose end is in view. */
export function rowsInView(box: HTMLElement): number[] {
  const bottom = box.getBoundingClientRect().bottom + 1;
  const rows = fromTop(box);
  const below = rows.findIndex((row) => row.getBoundingClientRect().bottom > bottom);
  return rows.slice(0, below < 0 ? rows.length : below).map((row) => Number(row.dataset.sequence));
}

/**
 * The position of the uppermost message in view. If little of it is left there, that of the next one: what comes below
 * a message that is cut off then moves only what is out of view.
 */
export function placeOf(box: HTMLElement): Place | undefined {
  const rows = fromTop(box);
  const { top, bottom } = box.getBoundingClientRect();
  const [first, second] = rows;
  const isCut = first !== undefined && first.getBoundingClientRect().top < top;
  const row = isCut && second && second.getBoundingClientRect().top < (top + bottom) / 2 ? second : first;
  return row ? { sequence: row.dataset.sequence ?? "", top: offsetOf(row) } : undefined;
}

function offsetOf(row: HTMLElement): number {
  return row.getBoundingClientRect().top - (row.closest("main")?.getBoundingClientRect().top ?? 0);
}

/** Scrolls so that a message keeps its offset, whatever was inserted above it. */
export function restore(box: HTMLElement, place: Place | undefined): void {
  const row = place && box.querySelector<HTMLElement>(`[data-sequence="${place.sequence}"]`);
  if (row) {
    box.scrollTop += offsetOf(row) - place.top;
  }
}
