const WORDS = /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]+/gu;
const HAN = /^\p{Script=Han}+$/u;
const AT_MOST = 2;

/**
 * The letters that stand for a name on an avatar: the first of each of two words. Chinese is written without words: of
 * a person it is the end, which is the given name, and of a group the beginning.
 */
export function initialsOf(name: string, of: "person" | "group"): string {
  const words = name.match(WORDS) ?? [];
  const [first] = words;
  if (first && HAN.test(first)) {
    const characters = Array.from(first);
    return (of === "person" ? characters.slice(-AT_MOST) : characters.slice(0, AT_MOST)).join("");
  }
  const initials = words.slice(0, AT_MOST).map((word) => Array.from(word)[0] ?? "");
  return initials.join("") || "?";
}
