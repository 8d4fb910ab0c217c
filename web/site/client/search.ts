// Full-text search by looking at every text. All documents are about half a megabyte: that takes milliseconds, finds
// parts of words and identifiers, and needs neither an index nor rules for a language.

export interface SearchSection {
  readonly depth: number;
  readonly anchor: string;
  readonly text: string;
  readonly body: string;
}

export interface SearchPage {
  readonly path: string;
  readonly language: string;
  readonly isTranslated: boolean;
  /** What a place in it counts, beside one of the other pages. */
  readonly weight: number;
  readonly sections: readonly SearchSection[];
}

export interface Found {
  readonly page: SearchPage;
  readonly section: SearchSection;
  /** What of the query the section has. */
  readonly words: readonly string[];
  readonly score: number;
}

export const FOUND_AT_MOST = 20;
const OF_ONE_PAGE_AT_MOST = 3;
const COUNTED_AT_MOST = 4;

/** The words of a query, each as it stands there. */
function wordsOf(query: string): string[] {
  return [...new Set(query.split(/\s+/))].filter((word) => word !== "");
}

/** The words of a query by the browser's dictionary: Chinese has no spaces between them. */
function segmentsOf(query: string): string[] {
  const segments = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(query)];
  return [...new Set(segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment))];
}

/** How well a text has a word: each place counts, most where the word begins there. */
function weight(text: string, word: string): number {
  let sum = 0;
  for (let at = text.indexOf(word), n = 0; at >= 0 && n < COUNTED_AT_MOST; at = text.indexOf(word, at + 1), n++) {
    const begins = !/[a-z0-9]/.test(word[0] ?? "") || !/[a-z0-9]/.test(text[at - 1] ?? "");
    sum += begins ? 1 : 0.25;
  }
  return sum;
}

function score(title: string, section: SearchSection, words: readonly string[], phrase: string): number {
  const heading = section.text.toLowerCase();
  const body = section.body.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const here = 6 * weight(heading, word) + weight(body, word);
    if (here === 0) {
      return 0;
    }
    sum += here + 3 * Math.min(1, weight(title, word));
  }
  // A heading that says just this is what somebody looks for.
  const named = heading.includes(phrase) ? (24 * phrase.length) / heading.length : 0;
  return sum + named + (words.length > 1 && body.includes(phrase) ? 6 : 0);
}

/**
 * The sections that have all words of a query, the best first. If none has a Chinese query as it stands, its parts may
 * stand apart; if none in this language has it, another language's may.
 */
export function search(pages: readonly SearchPage[], language: string, query: string): Found[] {
  const phrase = query.normalize("NFKC").toLowerCase().trim();
  const own = pages.filter((page) => page.language === language || !page.isTranslated);
  for (const searched of [own, pages]) {
    for (const words of [wordsOf(phrase), segmentsOf(phrase)]) {
      const found = words.length === 0 ? [] : searchIn(searched, words, phrase);
      if (found.length > 0) {
        return found;
      }
    }
  }
  return [];
}

function searchIn(pages: readonly SearchPage[], words: readonly string[], phrase: string): Found[] {
  const best = (found: Found[]) => found.sort((a, b) => b.score - a.score);
  const all = pages.flatMap((page) => {
    const title = page.sections[0]?.text.toLowerCase() ?? "";
    const found = page.sections
      .map((section) => ({ page, section, words, score: page.weight * score(title, section, words, phrase) }))
      .filter((each) => each.score > 0);
    return best(found).slice(0, OF_ONE_PAGE_AT_MOST);
  });
  return best(all).slice(0, FOUND_AT_MOST);
}

/** The part of a text around the first word of a query, as pieces: each second one is a word of the query. */
export function excerpt(text: string, words: readonly string[]): string[] {
  const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0);
  const first = places.length === 0 ? 0 : Math.min(...places);
  const start = first < 40 ? 0 : Math.max(0, text.lastIndexOf(" ", first - 30) + 1, first - 60);
  const part = `${start > 0 ? "… " : ""}${text.slice(start, start + 160)}${text.length > start + 160 ? " …" : ""}`;
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return part.split(new RegExp(`(${escaped.join("|")})`, "i"));
}
