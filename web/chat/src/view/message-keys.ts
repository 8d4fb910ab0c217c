// The keyboard in a window of messages: all messages together are one stop of Tab, and arrows go from one to the next.

const MESSAGES = ".messages article";

/** Moves the focus, which scrolls. The window hears of it at once: when it is drawn next, it keeps this place. */
function goTo(message: HTMLElement | undefined): void {
  message?.focus();
  message?.closest(".scroll")?.dispatchEvent(new Event("scroll"));
}

/** Puts the focus on the last message, if there is one. */
export function toLastMessage(): void {
  goTo([...document.querySelectorAll<HTMLElement>(MESSAGES)].at(-1));
}

/** Puts the focus on the composer. */
export function toComposer(): void {
  document.querySelector<HTMLElement>(".composer textarea")?.focus();
}

/** The message at which the arrows begin: the last one in view. */
function firstStop(log: Element, messages: readonly HTMLElement[]): HTMLElement | undefined {
  const end = log.getBoundingClientRect().bottom + 1;
  return messages.findLast((message) => message.getBoundingClientRect().bottom <= end) ?? messages.at(-1);
}

/** Arrows move, Enter opens the menu of a message, Escape goes back to the composer. */
export function onMessageKey(event: KeyboardEvent): void {
  const log = event.currentTarget;
  const { target, key } = event;
  if (!(log instanceof HTMLElement) || !(target instanceof HTMLElement)) {
    return;
  }
  const isMessage = target.matches(MESSAGES);
  if (!isMessage && target !== log) {
    return;
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const messages = [...log.querySelectorAll<HTMLElement>("article")];
  if (step !== undefined) {
    goTo(isMessage ? messages[messages.indexOf(target) + step] : firstStop(log, messages));
    event.preventDefault();
  } else if (isMessage && (key === "Enter" || key === " ")) {
    const { left, bottom } = (target.querySelector(".bubble") ?? target).getBoundingClientRect();
    target.dispatchEvent(new MouseEvent("contextmenu", { cancelable: true, clientX: left, clientY: bottom }));
    event.preventDefault();
  } else if (isMessage && key === "Escape") {
    toComposer();
    if (document.activeElement !== target) {
      event.stopPropagation();
    }
  }
}
