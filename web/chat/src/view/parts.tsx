// Small parts that several views share.

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { type Colour, colourOf } from "../model/colour.ts";
import { initialsOf } from "../model/initials.ts";
import { visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";

/** A name that another user chose: hidden characters are shown, and it does not affect the text direction around it. */
export function Name({ of }: { readonly of: string }) {
  return <bdi>{visibleName(of)}</bdi>;
}

/** A colour, for a style. */
export function tinted({ hue, tone }: Colour) {
  return { "--hue": hue, "--tone": tone };
}

/** The initials of a name on a colour of its own. */
export function Avatar(props: { readonly name: string; readonly round?: boolean; readonly colour?: Colour }) {
  const { name, round = true, colour = colourOf(name) } = props;
  return (
    <span class={`avatar ${round ? "" : "square"}`} style={tinted(colour)} aria-hidden="true">
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
