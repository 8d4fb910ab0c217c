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

/** Moves among the reactions to a message, back to it, and on to another one. */
function onChipKey(event: KeyboardEvent, chip: HTMLElement, messages: readonly HTMLElement[]): void {
  const at = messages.findIndex((message) => message.contains(chip));
  const chips = [...(messages[at]?.querySelectorAll<HTMLElement>(".chip") ?? [])];
  const beside = chips.indexOf(chip) + (event.key === "ArrowLeft" ? -1 : 1);
  const to: Record<string, HTMLElement | undefined> = {
    ArrowUp: messages[at - 1],
    ArrowDown: messages[at + 1],
    ArrowLeft: chips[beside] ?? messages[at],
    ArrowRight: chips[beside] ?? chip,
    Escape: messages[at],
  };
  if (event.key in to) {
    goTo(to[event.key]);
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * Arrows move, Enter opens the menu of a message, R lets the user react to it, the right arrow leads to its reactions,
 * Escape goes back to the composer.
 */
export function onMessageKey(event: KeyboardEvent): void {
  const log = event.currentTarget;
  const { target, key } = event;
  if (!(log instanceof HTMLElement) || !(target instanceof HTMLElement)) {
    return;
  }
  const messages = [...log.querySelectorAll<HTMLElement>("article")];
  if (target.matches(".chip")) {
    onChipKey(event, target, messages);
  }
  const isMessage = target.matches(MESSAGES);
  if (!isMessage && target !== log) {
    return;
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step !== undefined) {
    goTo(isMessage ? messages[messages.indexOf(target) + step] : firstStop(log, messages));
    event.preventDefault();
  } else if (isMessage && (key === "Enter" || key === " ") && !event.repeat) {
    const { left, bottom } = (target.querySelector(".bubble") ?? target).getBoundingClientRect();
    target.dispatchEvent(new MouseEvent("contextmenu", { cancelable: true, clientX: left, clientY: bottom }));
    event.preventDefault();
  } else if (isMessage && key === "ArrowRight") {
    target.querySelector<HTMLElement>(".chip")?.focus();
    event.preventDefault();
  } else if (isMessage && key.toLowerCase() === "r" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    target.querySelector<HTMLElement>(".action-bar .react")?.click();
    event.preventDefault();
  } else if (isMessage && key === "Escape") {
    toComposer();
    if (document.activeElement !== target) {
      event.stopPropagation();
    }
  }
}
