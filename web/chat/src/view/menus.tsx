// Menus: behind a button, or where somebody clicked.

import type { ComponentChildren, RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ContextMenu, MenuItem } from "../model/menus.ts";

const MARGIN = 6;

interface Choices {
  /** A click in it is not one outside of the menu. */
  readonly owner: RefObject<HTMLElement | null>;
  /** Puts the drawn menu in its place. */
  readonly place: (menu: HTMLElement) => void;
  readonly onClose: () => void;
  /** Of a grid; a list has one. */
  readonly columns?: number;
  /** Selects a button elsewhere that opens it, and closes it by itself. */
  readonly opener?: string;
}

/** What an open menu does: arrows move, Enter chooses, Escape and a click outside close. */
export function useChoices({ owner, place, onClose, columns = 1, opener }: Choices) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useLayoutEffect(() => {
    if (list.current) {
      place(list.current);
      list.current.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    }
    const outside = (event: PointerEvent) => {
      const { target } = event;
      if (target instanceof Element && !owner.current?.contains(target) && !(opener && target.closest(opener))) {
        onClose();
      }
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = {
      ArrowDown: at + columns,
      ArrowUp: at - columns,
      ...(columns > 1 && { ArrowRight: at + 1, ArrowLeft: at - 1 }),
      Home: 0,
      End: -1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      entries.at(to % entries.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      onClose();
    }
    event.stopPropagation();
  };
  return { ref: list, onKeyDown };
}

interface ListProps extends Choices {
  readonly id?: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
}

/** The items of an open menu. */
function MenuItems({ id, label, items, ...choices }: ListProps) {
  const { onClose } = choices;
  return (
    <div role="menu" id={id} aria-label={label} tabIndex={-1} {...useChoices(choices)}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose();
            item.onSelect();
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** Moves the menu of a button into view: sideways, or above its button instead of below. */
function keepInView(menu: HTMLElement): void {
  const box = (menu.closest(".scroll") ?? document.documentElement).getBoundingClientRect();
  const { left, right, top } = menu.getBoundingClientRect();
  const shift = Math.max(box.left + MARGIN - left, 0) + Math.min(box.right - MARGIN - right, 0);
  menu.style.translate = `${shift}px`;
  if (top < box.top) {
    menu.style.top = `calc(100% + ${MARGIN}px)`;
    menu.style.bottom = "auto";
  }
}

/** Moves a menu to a place on the screen, or as near to it as all of the menu is in view. */
export function moveTo(menu: HTMLElement, x: number, y: number): void {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(MARGIN, Math.min(x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(y, innerHeight - height - MARGIN))}px`;
}

/** Puts the menu of a button below it; in a dialog, over what scrolls there. */
function placeBelow(menu: HTMLElement): void {
  if (menu.closest("dialog")) {
    const { right, bottom } = menu.parentElement?.getBoundingClientRect() ?? new DOMRect();
    moveTo(menu, right - menu.offsetWidth, bottom);
  } else {
    keepInView(menu);
  }
}

/** A button that opens a menu. */
export function Menu(props: {
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly items: readonly MenuItem[];
  /** Whether the button is a stop of Tab. */
  readonly isStop?: boolean;
}) {
  const { label, icon, items, isStop = true } = props;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        class="quiet"
        ref={button}
        tabIndex={isStop ? 0 : -1}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </button>
      {open && <MenuItems id={id} label={label} items={items} owner={root} place={placeBelow} onClose={close} />}
    </div>
  );
}

/** What closes a menu so that the focus goes back to where it was. */
export function useWayBack(onClose: () => void): () => void {
  const before = useRef(document.activeElement);
  return () => {
    onClose();
    if (before.current instanceof HTMLElement) {
      before.current.focus({ preventScroll: true });
    }
  };
}

/** The menu of what was clicked. */
export function OpenContextMenu({ menu, onClose }: { readonly menu: ContextMenu; readonly onClose: () => void }) {
  const root = useRef<HTMLDivElement>(null);
  const { label, items, x, y } = menu;
  const close = useWayBack(onClose);
  return (
    <div class="menu at-point" ref={root}>
      <MenuItems label={label} items={items} owner={root} place={(list) => moveTo(list, x, y)} onClose={close} />
    </div>
  );
}
