import type { Language, Texts } from "../texts/index.ts";

const DAY = 86_400_000;

function dayStart(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

export function sameDay(a: number, b: number): boolean {
  return dayStart(a) === dayStart(b);
}

export function clock(time: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}

export function day(time: number, now: number, language: Language, texts: Texts): string {
  const days = Math.round((dayStart(now) - dayStart(time)) / DAY);
  if (days === 0) {
    return texts.today;
  }
  if (days === 1) {
    return texts.yesterday;
  }
  const year = new Date(time).getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "numeric" } as const);
  return new Intl.DateTimeFormat(language, { weekday: "short", month: "short", day: "numeric", ...year }).format(time);
}

/** As short as a list wants it: the clock today, the day before. */
export function short(time: number, now: number, language: Language, texts: Texts): string {
  if (sameDay(time, now)) {
    return clock(time, language);
  }
  const days = Math.round((dayStart(now) - dayStart(time)) / DAY);
  return days === 1
    ? texts.yesterday
    : new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric" }).format(time);
}
