// Small parts that several views share.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { colourOf } from "../model/colour.ts";
import { initialsOf } from "../model/initials.ts";
import { visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";

/** A name that another user chose: hidden characters are shown, and it does not affect the text direction around it. */
export function Name({ of }: { readonly of: string }) {
  return <bdi>{visibleName(of)}</bdi>;
}

/** The colour of a name, for a style. */
export function tinted(name: string) {
  const { hue, tone } = colourOf(name);
  return { "--hue": hue, "--tone": tone };
}

/** The initials of a name on a colour of its own. */
export function Avatar({ name, round = true }: { readonly name: string; readonly round?: boolean }) {
  return (
    <span class={`avatar ${round ? "" : "square"}`} style={tinted(name)} aria-hidden="true">
      {initialsOf(name, round ? "person" : "group")}
    </span>
  );
}

/** A modal dialog; the browser keeps the focus inside and closes it with Escape. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const { title, onClose, children } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const texts = useTexts();
  // Runs before the first paint, so that early key presses go to the dialog.
  useLayoutEffect(() => {
    ref.current?.showModal();
  }, []);
  return (
    <dialog ref={ref} aria-labelledby={id} onClose={onClose}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" class="quiet" onClick={() => ref.current?.close()} aria-label={texts.close}>
          ✕
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** A question; Escape means no. */
export function QuestionDialog({
  text,
  yes,
  onAnswer,
}: {
  readonly text: string;
  readonly yes: string;
  readonly onAnswer: (yes: boolean) => void;
}) {
  const texts = useTexts();
  const answer = useRef(false);
  return (
    <Dialog title={text} onClose={() => onAnswer(answer.current)}>
      {/* The browser closes the dialog, and gives the focus back. */}
      <form method="dialog">
        <footer>
          <button type="submit">{texts.cancel}</button>
          <button
            type="submit"
            class="danger"
            onClick={() => {
              answer.current = true;
            }}
          >
            {yes}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
}

const MARGIN = 6;

/** Moves an opened menu into view: sideways, or above its button instead of below. */
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

/** A button that opens a menu: arrows move, Enter chooses, Escape closes. */
export function Menu(props: {
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly items: readonly MenuItem[];
}) {
  const { label, icon, items } = props;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useLayoutEffect(() => {
    if (!open) {
      return undefined;
    }
    const list = root.current?.querySelector<HTMLElement>("[role=menu]");
    if (list) {
      keepInView(list);
      list.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    }
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) {
        setOpen(false);
      }
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const entries = [...(root.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const to = steps[event.key];
    if (open && to !== undefined) {
      event.preventDefault();
      entries.at(to % entries.length)?.focus();
    } else if (open && (event.key === "Escape" || event.key === "Tab")) {
      event.stopPropagation();
      close();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and the menu inside
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="quiet"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {icon}
      </button>
      {open && (
        <div role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The maximum number of people of a large group that are shown. */
export const SHOWN_AT_MOST = 500;

const COUNTED_TO = 999;

/** A count, shortened for a badge. */
export function badge(count: number): string {
  return count > COUNTED_TO ? `${COUNTED_TO}+` : String(count);
}

/** Parses user names separated by commas, semicolons or spaces. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
}
