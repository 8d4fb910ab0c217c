import type { Language, Texts } from "../texts/index.ts";

const DAY = 86_400_000;

function dayStart(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function daysBetween(time: number, now: number): number {
  return Math.round((dayStart(now) - dayStart(time)) / DAY);
}

/** Shows the year if it differs from the current one. */
function yearUnless(time: number, now: number) {
  return new Date(time).getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "numeric" } as const);
}

/** Groups messages by day, in their order. */
export function byDay<M extends { readonly messageTime: number }>(messages: readonly M[]): (readonly M[])[] {
  const days: M[][] = [];
  for (const message of messages) {
    const today = days.at(-1);
    if (today?.[0] && dayStart(today[0].messageTime) === dayStart(message.messageTime)) {
      today.push(message);
    } else {
      days.push([message]);
    }
  }
  return days;
}

export function clock(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}

/** The full date and time. */
export function moment(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "medium", hourCycle: "h23" }).format(time);
}

export function day(time: number, now: number, language: Language, texts: Texts): string {
  const days = daysBetween(time, now);
  if (days === 0) {
    return texts.today;
  }
  if (days === 1) {
    return texts.yesterday;
  }
  const date = { weekday: "short", month: "short", day: "numeric", ...yearUnless(time, now) } as const;
  return new Intl.DateTimeFormat(language, date).format(time);
}

/** A short form for a list: the time today, else the day. */
export function shortDay(time: number, now: number, language: Language, texts: Texts): string {
  const days = daysBetween(time, now);
  if (days === 0) {
    return clock(time, language);
  }
  if (days === 1) {
    return texts.yesterday;
  }
  return new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", ...yearUnless(time, now) }).format(time);
}
