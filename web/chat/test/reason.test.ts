// Goal: an error is told in the user's words. Method: every code that the server knows, and every way not to reach it.

import { DisconnectedError, RefusalCode, RefusedError } from "@whaleshark/client";
import { describe, expect, it } from "vitest";
import { reason } from "../src/model/reason.ts";
import { LANGUAGES, type Language, textsOf } from "../src/texts/index.ts";

describe.each(Object.keys(LANGUAGES) as Language[])("in %s", (language) => {
  const texts = textsOf(language);

  it.each(Object.entries(RefusalCode))("%s is told in the user's words", (_, code) => {
    const told = reason(new RefusedError(code, "toId: 0x07"), texts);
    expect(told.replace(String(code), "").replace("toId: 0x07", "")).not.toBe("");
    if (language === "zh") {
      expect(told).toMatch(/\p{Script=Han}{4}/u);
    }
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
