// The subset of Markdown in texts: **bold**, *italic*, ~~struck~~, `code`, quotes, lists and blocks of code. What is
// not closed stays as it was typed. A link is its own address, so that no text leads elsewhere than it says.

import { piecesOf } from "./links.ts";

export type Style = "bold" | "italic" | "struck";

/** A part of a line. */
export type Span =
  | { readonly is: "text" | "code" | "link" | "mention"; readonly text: string }
  | { readonly is: Style; readonly spans: readonly Span[] };

/** A part of a text: lines, the items of a list, or code. A numbered list begins with the number of its first item. */
export type Block =
  | { readonly is: "lines" | "quote" | "list"; readonly lines: readonly (readonly Span[])[] }
  | { readonly is: "numbers"; readonly lines: readonly (readonly Span[])[]; readonly first: number }
  | { readonly is: "code"; readonly text: string };

const FENCE = /^```[\w+#.-]*\s*$/;
/** What a line of a block begins with, which is no part of its text. */
const BEGINNINGS = { quote: /^> /, list: /^[-*•] (?=\S)/, numbers: /^(\d{1,3})[.)] (?=\S)/ } as const;
/** Code within a line. At most three marks around it: the cost of a long row of them stays in proportion. */
const CODE = /(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)/g;
const BEGUN = ["quote", "list", "numbers"] as const;
const MARK = /\*+|~+|_+/g;
const STYLES: ReadonlyMap<string, readonly Style[]> = new Map([
  ["***", ["italic", "bold"]],
  ["**", ["bold"]],
  ["*", ["italic"]],
  ["_", ["italic"]],
  ["~~", ["struck"]],
]);
const SPACE = /^\s?$/;
const WORD = /[\p{L}\p{M}\p{N}]/u;
/** Scripts without spaces between words: a mark may stand beside their letters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/**
 * The blocks of a text, in their order. Takes time in proportion to the text, whatever is in it.
 *
 * @param mentions finds the users whom the text mentions
 */
export function blocksOf(text: string, mentions?: RegExp): Block[] {
  const lines = text.split("\n");
  const fences = lines.map((line) => line.trimEnd() === "```");
  const lastFence = fences.lastIndexOf(true);
  const kindAt = (at: number): Block["is"] => {
    const line = lines[at] ?? "";
    const begun = BEGUN.find((is) => BEGINNINGS[is].test(line));
    return begun ?? (at < lastFence && FENCE.test(line) ? "code" : "lines");
  };
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const is = kindAt(at);
    let end = is === "code" ? fences.indexOf(true, at + 1) + 1 : at + 1;
    if (is === "code") {
      blocks.push({ is, text: lines.slice(at + 1, end - 1).join("\n") });
    } else {
      while (end < lines.length && kindAt(end) === is) {
        end++;
      }
      const beginning = is === "lines" ? "" : BEGINNINGS[is];
      const spans = lines.slice(at, end).map((line) => spansOf(line.replace(beginning, ""), mentions));
      blocks.push(
        is === "numbers" ? { is, lines: spans, first: Number.parseInt(lines[at] ?? "", 10) } : { is, lines: spans },
      );
    }
    at = end;
  }
  return blocks;
}

/** A text without its marks. */
export function plainOf(text: string): string {
  return blocksOf(text)
    .map((block) =>
      block.is === "code" ? block.text : block.lines.map((line, i) => itemMark(block, i) + plainLine(line)).join("\n"),
    )
    .join("\n");
}

/** What stands before a line where there are no lists. */
function itemMark(block: Block, at: number): string {
  return block.is === "list" ? "• " : block.is === "numbers" ? `${block.first + at}. ` : "";
}

function plainLine(spans: readonly Span[]): string {
  return spans.map((span) => ("text" in span ? span.text : plainLine(span.spans))).join("");
}

function spansOf(line: string, mentions?: RegExp): readonly Span[] {
  const open = new OpenMarks();
  let at = 0;
  const marked = (end: number) => {
    open.marked(line, at, end);
    at = end;
  };
  const upTo = (end: number) => {
    for (const { text, href } of piecesOf(line.slice(at, end))) {
      const after = at + text.length;
      if (href) {
        open.put({ is: "link", text });
      } else {
        const from = at;
        for (const { 0: name, index } of mentions ? text.matchAll(mentions) : []) {
          marked(from + index);
          open.put({ is: "mention", text: name });
          at += name.length;
        }
        marked(after);
      }
      at = after;
    }
  };
  for (const { 0: found, 2: code = "", index } of line.matchAll(CODE)) {
    upTo(index);
    open.put({ is: "code", text: code });
    at = index + found.length;
  }
  upTo(line.length);
  return open.end();
}

interface Frame {
  readonly mark: string;
  readonly spans: Span[];
}

/** The marks of a line that are not closed yet, each at most once, with what stands behind them. */
class OpenMarks {
  private readonly frames: Frame[] = [];
  private current: Frame = { mark: "", spans: [] };

  put(span: Span): void {
    const { spans } = this.current;
    const last = spans.at(-1);
    if (span.is === "text" && last?.is === "text") {
      spans[spans.length - 1] = { is: "text", text: last.text + span.text };
    } else {
      spans.push(span);
    }
  }

  /** A part of a line, with its marks; the characters around decide what a mark does. */
  marked(line: string, from: number, to: number): void {
    let done = from;
    for (const { 0: mark, index } of line.slice(from, to).matchAll(MARK)) {
      const at = from + index;
      this.text(line.slice(done, at));
      this.mark(mark, line[at - 1] ?? "", line[at + mark.length] ?? "");
      done = at + mark.length;
    }
    this.text(line.slice(done, to));
  }

  /** The spans of the line; marks that were not closed are text. */
  end(): readonly Span[] {
    while (this.frames.length > 0) {
      this.giveUp();
    }
    return this.current.spans;
  }

  private text(text: string): void {
    if (text) {
      this.put({ is: "text", text });
    }
  }

  private mark(mark: string, before: string, after: string): void {
    const isBound = (beside: string) => WORD.test(beside) && (mark === "_" || !UNSPACED.test(beside));
    const mayOpen = STYLES.has(mark) && !SPACE.test(after) && !isBound(before);
    const mayClose = !SPACE.test(before) && !isBound(after);
    const isOpen = this.current.mark === mark || this.frames.some((frame) => frame.mark === mark);
    while (isOpen && (mayOpen || mayClose) && this.current.mark !== mark) {
      this.giveUp();
    }
    if (isOpen && mayClose) {
      this.close();
    } else if (mayOpen) {
      if (isOpen) {
        this.giveUp();
      }
      this.frames.push(this.current);
      this.current = { mark, spans: [] };
    } else {
      this.text(mark);
    }
  }

  private close(): void {
    const { mark, spans } = this.current;
    const styled = (STYLES.get(mark) ?? []).reduce<readonly Span[]>((inner, is) => [{ is, spans: inner }], spans);
    this.leave();
    for (const span of styled) {
      this.put(span);
    }
  }

  /** The innermost mark is text after all. */
  private giveUp(): void {
    const { mark, spans } = this.current;
    this.leave();
    this.text(mark);
    for (const span of spans) {
      this.put(span);
    }
  }

  private leave(): void {
    this.current = this.frames.pop() ?? this.current;
  }
}
