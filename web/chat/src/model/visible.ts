// Names and texts of other users may contain characters that are invisible or change the direction of surrounding text.
// Those are shown as their code points.

/** Line breaks, direction marks, joiners and variation selectors are legitimate in texts. */
const OF_USE = "[\\n\\t\\p{Join_Control}\\p{Variation_Selector}\\u061c\\u200e\\u200f\\u2066-\\u2069]";
/** The flags that are spelled with invisible tags: of England, Scotland, and Wales. */
const FLAGS = `\\u{1f3f4}(?:${["gbeng", "gbsct", "gbwls"].map(tags).join("|")})\\u{e007f}`;
/** Control characters, fillers, and bidirectional overrides; and those flags, to leave them as they are. */
const HIDDEN_IN_TEXTS = new RegExp(`${FLAGS}|(?!${OF_USE})[\\p{Cc}\\p{Default_Ignorable_Code_Point}]`, "gu");

const JOINED = "\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\p{Variation_Selector}|\\p{M}|\\p{Script=Arabic}";
const SELECTED = "\\p{Extended_Pictographic}|\\p{Script=Han}|\\p{Script=Mongolian}";
/** In names they are not, except joiners and selectors after a character that they modify. */
const HIDDEN_IN_NAMES = new RegExp(
  [
    "[\\n\\t\\u061c\\u200e\\u200f\\u2028\\u2029\\u2066-\\u2069]",
    `(?<!${JOINED})\\p{Join_Control}`,
    `(?<!${SELECTED})\\p{Variation_Selector}`,
  ].join("|"),
  "gu",
);

const BLACK_FLAG = "\u{1f3f4}";
/** Direction marks and isolates. */
const TURNING = /[\u061c\u200e\u200f\u2066-\u2069]/g;

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

function numbered(character: string): string {
  return `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;
}

function tags(letters: string): string {
  return [...letters].map((letter) => `\\u{e00${letter.charCodeAt(0).toString(16)}}`).join("");
}

/** Makes the hidden characters of a text visible. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN_IN_TEXTS, (found) => (found.startsWith(BLACK_FLAG) ? found : numbered(found)));
}

/** Makes the hidden characters of a name visible: two names that look the same are the same. */
export function visibleName(name: string): string {
  return visibleText(name).replace(HIDDEN_IN_NAMES, numbered);
}

/** Makes the hidden characters of code visible, where order and direction are what it does. */
export function visibleCode(code: string): string {
  return visibleText(code).replace(TURNING, numbered);
}

/** A name for use within a sentence: it does not change the direction of the words around it. */
export function nameInSentence(name: string): string {
  const shown = visibleName(name);
  return RIGHT_TO_LEFT.test(shown) ? FIRST_STRONG_ISOLATE + shown + POP_ISOLATE : shown;
}
