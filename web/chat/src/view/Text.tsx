// The text of a message. It becomes elements one by one: nothing in it is ever read as HTML, and nothing is fetched.

import { type Block, blocksOf, type Span } from "../model/markup.ts";
import { visibleCode, visibleText } from "../model/visible.ts";

/** A text with its links and marks. */
export function Text({ text }: { readonly text: string }) {
  return (
    <div class="text" dir="auto">
      {blocksOf(visibleText(text)).map(block)}
    </div>
  );
}

function block(part: Block) {
  switch (part.is) {
    case "code":
      return <pre dir="ltr">{visibleCode(part.text)}</pre>;
    case "quote":
      return <blockquote>{lines(part.lines)}</blockquote>;
    case "lines":
      return lines(part.lines);
  }
}

function lines(all: readonly (readonly Span[])[]) {
  return all.flatMap((line, i) => [i > 0 ? "\n" : "", ...line.map(span)]);
}

function span(part: Span) {
  switch (part.is) {
    case "text":
      return part.text;
    case "code":
      return <code>{visibleCode(part.text)}</code>;
    case "link":
      return (
        <a href={part.text} target="_blank" rel="noopener noreferrer">
          {part.text}
        </a>
      );
    case "bold":
      return <strong>{part.spans.map(span)}</strong>;
    case "italic":
      return <em>{part.spans.map(span)}</em>;
    case "struck":
      return <s>{part.spans.map(span)}</s>;
  }
}
