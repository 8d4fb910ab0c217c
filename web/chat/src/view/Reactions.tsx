// The reactions below a message.

import type { Peer, Reactors } from "@whaleshark/client";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import type { Chip } from "../model/tallies.ts";
import { nameInSentence, visibleText } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { badge } from "./parts.tsx";
import { useReactionViews } from "./reaction-views.ts";

/** Those who are named beside a chip. */
const NAMED_AT_MOST = 10;
/** Somebody who points at a chip for so long wants to know; milliseconds. */
const POINTED_FOR = 250;

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly sequence: number;
  readonly chips: readonly Chip[];
  readonly mayReact: boolean;
  readonly language: Language;
  /** Shows who has reacted. */
  readonly onWho: () => void;
}

/** What a chip shows. */
export function ChipFace({ reaction, count }: Chip) {
  return (
    <>
      <bdi>{visibleText(reaction)}</bdi> <span>{badge(count)}</span>
    </>
  );
}

/**
 * The reactions to a message. A click sets one of the user or takes it back; who has set it is told on pointing at it.
 * No stops of Tab: on the keyboard, the right arrow leads here from the message.
 */
export function Chips({ chat, peer, sequence, chips, mayReact, language, onWho }: Props) {
  const texts = useTexts();
  const views = useReactionViews();
  const id = useId();
  const [pointed, setPointed] = useState("");
  const chip = chips.find(({ reaction }) => reaction === pointed);
  return (
    <fieldset class="chips" aria-label={texts.reactions} aria-live="off" onMouseLeave={() => setPointed("")}>
      {chips.map(({ reaction, count, mine = false }) => (
        <button
          key={reaction}
          type="button"
          class="chip"
          tabIndex={-1}
          aria-pressed={mine}
          aria-describedby={reaction === pointed ? id : undefined}
          aria-label={texts.reacted(views?.nameOf(reaction, language) ?? visibleText(reaction), count, mine)}
          onClick={() => (mayReact ? void chat.react(peer, sequence, reaction) : onWho())}
          onPointerEnter={({ pointerType }) => pointerType === "mouse" && setPointed(reaction)}
          onFocus={({ currentTarget }) => currentTarget.matches(":focus-visible") && setPointed(reaction)}
          onBlur={() => setPointed("")}
        >
          <ChipFace reaction={reaction} count={count} />
        </button>
      ))}
      {chip && (
        <Who
          key={chip.reaction}
          id={id}
          chat={chat}
          peer={peer}
          sequence={sequence}
          chip={chip}
          onClose={() => setPointed("")}
        />
      )}
    </fieldset>
  );
}

interface WhoProps extends Pick<Props, "chat" | "peer" | "sequence"> {
  readonly id: string;
  readonly chip: Chip;
  readonly onClose: () => void;
}

/** The first of those who have set a reaction. */
function Who({ id, chat, peer, sequence, chip, onClose }: WhoProps) {
  const texts = useTexts();
  const tip = useRef<HTMLSpanElement>(null);
  const { found } = useReactors({ chat, peer, sequence, chip, atMost: NAMED_AT_MOST, after: POINTED_FOR });
  const names = found?.userIds.map((userId) =>
    userId === chat.user ? texts.you : nameInSentence(chat.names.of(userId, peer)),
  );
  const isShown = names !== undefined && names.length > 0;
  // Above the chips, or below them where there is no room.
  useLayoutEffect(() => {
    const top = tip.current?.closest(".scroll")?.getBoundingClientRect().top ?? 0;
    tip.current?.classList.remove("below");
    tip.current?.classList.toggle("below", tip.current.getBoundingClientRect().top < top);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: closing does the same at all times
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation(); // it closes this, which lies above all else
        onClose();
      }
    };
    if (isShown) {
      document.addEventListener("keydown", onKey, true);
    }
    return () => document.removeEventListener("keydown", onKey, true);
  }, [isShown]);
  return (
    <span class="who" role="tooltip" id={id} ref={tip} hidden={!isShown}>
      {isShown && texts.reactedBy(names, (found?.count ?? 0) - names.length)}
    </span>
  );
}

interface Asked {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly sequence: number;
  readonly chip: Chip;
  /** How many of them are wanted. */
  readonly atMost: number;
  /** The time after which they are asked for; milliseconds. */
  readonly after: number;
}

/** Who has set a reaction, asked for again whenever the count has changed; or why that failed. */
export function useReactors({ chat, peer, sequence, chip: { reaction, count }, atMost, after }: Asked) {
  const [state, setState] = useState<{ readonly found?: Omit<Reactors, "completed">; readonly failed?: unknown }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest stays the same
  useEffect(() => {
    let current = true;
    const ask = () =>
      chat.reactions.who(peer, sequence, reaction, atMost).then(
        (found) => current && setState({ found }),
        (failed: unknown) => current && setState({ failed }),
      );
    const timer = setTimeout(ask, after);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [reaction, count]);
  return state;
}
