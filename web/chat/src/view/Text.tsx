// The text of a message. It becomes elements one by one: nothing in it is ever read as HTML, and nothing is fetched.

import { type Block, blocksOf, type Span } from "../model/markup.ts";
import { mentionPattern } from "../model/mentions.ts";
import { visibleCode, visibleText } from "../model/visible.ts";

interface Props {
  readonly text: string;
  /** The users whom it mentions. */
  readonly mentions?: readonly string[];
  /** Who reads it: a mention of them stands out. */
  readonly user?: string;
}

/** A text with its links, marks and mentions. */
export function Text({ text, mentions = [], user = "" }: Props) {
  const ownName = `@${visibleText(user)}`;
  const pattern = mentionPattern(mentions.map(visibleText));

  function block(part: Block) {
    switch (part.is) {
      case "code":
        return <pre dir="ltr">{visibleCode(part.text)}</pre>;
      case "quote":
        return <blockquote>{lines(part.lines)}</blockquote>;
      case "list":
        return <ul>{items(part.lines)}</ul>;
      case "numbers":
        return <ol start={part.first}>{items(part.lines)}</ol>;
      case "lines":
        return lines(part.lines);
    }
  }

  function items(all: readonly (readonly Span[])[]) {
    return all.map((line, i) => <li key={i}>{line.map(span)}</li>);
  }

  function lines(all: readonly (readonly Span[])[]) {
    return all.flatMap((line, i) => [i > 0 ? "\n" : "", ...line.map(span)]);
  }

  function span(part: Span) {
    switch (part.is) {
      case "text":
        return part.text;
      case "mention":
        return <bdi class={part.text === ownName ? "mention own-name" : "mention"}>{part.text}</bdi>;
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

  return (
    <div class="text" dir="auto">
      {blocksOf(visibleText(text), pattern).map(block)}
    </div>
  );
}
