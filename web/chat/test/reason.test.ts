// Goal: an error is told in the user's words. Method: every code that the server knows, and every way not to reach it.

import { DisconnectedError, RefusalCode, RefusedError } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { reason } from "../src/model/reason.ts";
import { LANGUAGES, type Language, textsOf } from "../src/texts/index.ts";

describe.each(Object.keys(LANGUAGES) as Language[])("in %s", (language) => {
  const texts = textsOf(language);

  it.each(Object.entries(RefusalCode))("%s is told in the user's words", (name, code) => {
    const told = reason(new RefusedError(code, "toId: 0x07"), texts);
    expect(told).not.toContain(String(code));
    expect(told).not.toContain(name);
    if (code !== RefusalCode.DENIED && code !== RefusalCode.BANNED) {
      expect(told).not.toContain("toId");
      expect(told).toMatch(language === "zh" ? /^[\p{Script=Han}，、]{4,}$/u : /^[a-z][a-z, ]{8,}$/);
    }
  });

  it("the app's own reason is told, and nothing in its place where there is none", () => {
    const denied = (detail: string) => reason(new RefusedError(RefusalCode.DENIED, detail), texts);
    const banned = (detail: string) => reason(new RefusedError(RefusalCode.BANNED, detail), texts);
    expect(denied("no phone numbers")).toMatch(/[:：] ?no phone numbers$/);
    expect(banned("banned by the application: spam")).toMatch(/[:：] ?spam$/);
    expect(denied("message: refused by the app")).toMatch(
      language === "zh" ? /^应用\p{Script=Han}+$/u : /^the app [a-z ]+$/,
    );
    expect(banned("banned by the application")).toMatch(
      language === "zh" ? /^应用\p{Script=Han}+$/u : /^the app [a-z ]+$/,
    );
  });

  it("a code that this chat does not know keeps what the server says", () => {
    expect(reason(new RefusedError(49999, "too blue"), texts)).toContain("too blue");
    expect(reason(new RefusedError(49999, "too blue"), texts)).toContain("49999");
  });

  it("no answer is told without names of the wire", () => {
    expect(reason(new DisconnectedError("no answer after 15000 ms"), texts)).toBe(texts.noAnswer);
    expect(reason(new TypeError("Failed to fetch"), texts)).toBe(texts.noAnswer);
  });
});
