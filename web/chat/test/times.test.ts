// Goal: days begin at midnight of the reader, and are called as people call them. Method: times around midnights.

import { expect, it } from "vitest";
import { textsOf } from "../src/texts/index.ts";
import { byDay, day, shortDay } from "../src/view/times.ts";

const at = (year: number, month: number, date: number, hour: number, minute = 0) =>
  new Date(year, month - 1, date, hour, minute).getTime();
const NOW = at(2026, 3, 2, 9, 30);
const en = textsOf("en");
const zh = textsOf("zh");

it("a separator names today, yesterday, and any other day, with its year where that is another", () => {
  expect(day(at(2026, 3, 2, 0), NOW, "en", en)).toBe("Today");
  expect(day(at(2026, 3, 1, 23, 59), NOW, "en", en)).toBe("Yesterday");
  expect(day(at(2026, 2, 28, 12), NOW, "en", en)).toBe("Sat, Feb 28");
  expect(day(at(2025, 12, 31, 12), NOW, "en", en)).toBe("Wed, Dec 31, 2025");
  expect(day(at(2026, 3, 1, 12), NOW, "zh", zh)).toBe("昨天");
});

it("the list says the clock today, then the day", () => {
  expect(shortDay(at(2026, 3, 2, 7, 5), NOW, "en", en)).toBe("07:05");
  expect(shortDay(at(2026, 3, 1, 7, 5), NOW, "en", en)).toBe("Yesterday");
  expect(shortDay(at(2026, 2, 28, 7, 5), NOW, "en", en)).toBe("2/28");
  expect(shortDay(at(2025, 2, 28, 7, 5), NOW, "en", en)).toBe("2/28/2025");
});

it("messages are put under their days, in their order", () => {
  const times = [at(2026, 2, 28, 23, 59), at(2026, 3, 1, 0), at(2026, 3, 1, 8), at(2026, 3, 2, 9)];
  const days = byDay(times.map((messageTime) => ({ messageTime })));
  expect(days.map((messages) => messages.map((message) => message.messageTime))).toEqual([
    [times[0]],
    [times[1], times[2]],
    [times[3]],
  ]);
  expect(byDay([])).toEqual([]);
});
