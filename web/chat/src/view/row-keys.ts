// The keyboard in the list of conversations: all rows together are one stop of Tab, and arrows go from one to the next.

import { useState } from "preact/hooks";

/**
 * The row at which Tab stops: where the focus was last, else the open conversation, else the first one.
 *
 * @param keys of the rows that are shown
 * @param open the key of the open conversation
 */
export function stopOf(keys: readonly string[], focused: string | undefined, open: string | undefined) {
  return [focused, open].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];
}

/** Remembers where the focus was last in the list. */
export function useRows(keys: readonly string[], open: string | undefined) {
  const [focused, setFocused] = useState<string>();
  const onFocusIn = ({ target }: FocusEvent) => {
    const key = target instanceof HTMLElement ? target.dataset.row : undefined;
    if (key !== undefined) {
      setFocused(key);
    }
  };
  return { stop: stopOf(keys, focused, open), onFocusIn };
}

/**
 * Where a key leads from one of so many rows.
 *
 * @param at the row that has the focus; -1 if none has it
 * @returns undefined for keys that lead nowhere
 */
export function rowAfter(key: string, at: number, rows: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return (at + 1) % rows;
    case "ArrowUp":
      return (Math.max(at, 0) - 1 + rows) % rows;
    case "Home":
      return at < 0 ? undefined : 0;
    case "End":
      return at < 0 ? undefined : rows - 1;
    default:
      return undefined;
  }
}

/** Arrows move, also from the search into the list and around its ends; Home and End go to the ends. */
export function onRowKey(event: KeyboardEvent): void {
  if (event.currentTarget instanceof HTMLElement && !event.altKey) {
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("ul a")];
    const to = rowAfter(event.key, rows.indexOf(document.activeElement as HTMLElement), rows.length);
    if (to !== undefined) {
      rows[to]?.focus();
      event.preventDefault();
    }
  }
}
