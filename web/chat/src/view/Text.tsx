// The text of a message. It becomes elements one by one: nothing in it is ever read as HTML, and nothing is fetched.

import { type Block, blocksOf, type Span } from "../model/markup.ts";
import { mentionPattern } from "../model/mentions.ts";
import { visibleCode, visibleName, visibleText } from "../model/visible.ts";

interface Props {
  readonly text: string;
  /** The users whom it mentions. */
  readonly mentions?: readonly string[];
  /** Who reads it: a mention of them stands out. */
  readonly user?: string;
  /** What a user is called. */
  readonly nameOf?: (user: string) => string;
}

/** A text with its links, marks and mentions. */
export function Text({ text, mentions = [], user = "", nameOf = (id) => id }: Props) {
  const ownName = `@${visibleText(user)}`;
  const pattern = mentionPattern(mentions.map(visibleText));
  const mentioned = new Map(mentions.map((id) => [`@${visibleText(id)}`, id]));

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
        return mention(part.text);
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

  function mention(written: string) {
    const id = mentioned.get(written);
    const shown = id === undefined ? written : `@${visibleName(nameOf(id))}`;
    return (
      <bdi class={written === ownName ? "mention own-name" : "mention"} title={shown === written ? undefined : written}>
        {shown}
      </bdi>
    );
  }

  return (
    <div class="text" dir="auto">
      {blocksOf(visibleText(text), pattern).map(block)}
    </div>
  );
}
