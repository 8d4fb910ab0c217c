// What is needed to react, and to see who has: loaded when reactions are shown first.

import type { Peer } from "@whaleshark/client";
import { useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { reason } from "../model/reason.ts";
import { NAMES, SIGNS } from "../model/signs.ts";
import type { Chip } from "../model/tallies.ts";
import { visibleText } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { moveTo, useChoices, useWayBack } from "./menus.tsx";
import { Dialog, SHOWN_AT_MOST } from "./parts.tsx";
import { PersonAvatar, PersonName } from "./people.tsx";
import { ChipFace, useReactors } from "./Reactions.tsx";

/** The signs of a row of the picker. */
const COLUMNS = 6;
const MARGIN = 6;
const NO_CHIPS: readonly Chip[] = [];

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly sequence: number;
  readonly language: Language;
  readonly onClose: () => void;
}

/** What a reaction is called; one that is not known here is called what it looks like. */
export function nameOf(reaction: string, language: Language): string {
  return NAMES[language].get(reaction) ?? visibleText(reaction);
}

function chipsOf({ chat, peer, sequence }: Pick<Props, "chat" | "peer" | "sequence">): readonly Chip[] {
  return chat.visits.to(peer)?.timeline.tallies.of(sequence) ?? NO_CHIPS;
}

/** Puts the picker below the bubble of its message, or above; all of it in view. */
function placeAt(sequence: number, picker: HTMLElement): void {
  const bubble = document.querySelector(`.messages [data-sequence="${sequence}"] .bubble`);
  const { left, right, top, bottom } = (bubble ?? document.documentElement).getBoundingClientRect();
  const { width, height } = picker.getBoundingClientRect();
  const x = bubble?.closest(".own") ? right - width : left;
  const y = bottom + MARGIN + height > innerHeight ? top - MARGIN - height : bottom + MARGIN;
  moveTo(picker, x, y);
}

/** The signs to choose from, the usual ones first; those that the user has set are checked, and taken back. */
export function ReactionPicker({ chat, peer, sequence, language, onClose }: Props) {
  const texts = useTexts();
  const root = useRef<HTMLDivElement>(null);
  const close = useWayBack(onClose);
  const choices = useChoices({
    owner: root,
    place: (it) => placeAt(sequence, it),
    onClose: close,
    columns: COLUMNS,
    opener: `.messages [data-sequence="${sequence}"] .action-bar .react`,
  });
  const chips = chipsOf({ chat, peer, sequence });
  return (
    <div class="menu at-point" ref={root}>
      <div role="menu" class="signs" aria-label={texts.react} tabIndex={-1} {...choices}>
        {SIGNS.map((sign) => (
          <button
            key={sign}
            type="button"
            role="menuitemcheckbox"
            tabIndex={-1}
            aria-checked={chips.some(({ reaction, mine }) => reaction === sign && mine === true)}
            aria-label={nameOf(sign, language)}
            title={nameOf(sign, language)}
            onClick={() => {
              close();
              void chat.react(peer, sequence, sign);
            }}
          >
            {sign}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Who has reacted to a message, one reaction at a time. */
export function ReactorsDialog({ chat, peer, sequence, language, onClose }: Props) {
  const texts = useTexts();
  const chips = chipsOf({ chat, peer, sequence });
  const [chosen, setChosen] = useState("");
  const shown = chips.find(({ reaction }) => reaction === chosen) ?? chips[0];
  return (
    <Dialog title={texts.reactions} onClose={onClose}>
      <fieldset class="chips" aria-label={texts.reactions}>
        {chips.map((chip) => (
          <button
            key={chip.reaction}
            type="button"
            class="chip"
            aria-pressed={chip === shown}
            aria-label={texts.reacted(nameOf(chip.reaction, language), chip.count, chip.mine ?? false)}
            title={nameOf(chip.reaction, language)}
            onClick={() => setChosen(chip.reaction)}
          >
            <ChipFace {...chip} />
          </button>
        ))}
      </fieldset>
      {shown ? (
        <People
          key={shown.reaction}
          chat={chat}
          peer={peer}
          sequence={sequence}
          chip={shown}
          label={nameOf(shown.reaction, language)}
        />
      ) : (
        <p class="notice">{texts.nobody}</p>
      )}
    </Dialog>
  );
}

interface PeopleProps extends Pick<Props, "chat" | "peer" | "sequence"> {
  readonly chip: Chip;
  readonly label: string;
}

/** Those who have set one reaction. */
function People({ chat, peer, sequence, chip, label }: PeopleProps) {
  const texts = useTexts();
  const { found, failed } = useReactors({ chat, peer, sequence, chip, atMost: SHOWN_AT_MOST, after: 0 });
  const people = found?.userIds ?? [];
  const more = (found?.count ?? 0) - people.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul class="people" tabIndex={0} aria-label={label} aria-busy={!found && failed === undefined}>
        {people.map((id) => (
          <li key={id}>
            <PersonAvatar chat={chat} id={id} peer={peer} />
            <span class="title">{id === chat.user ? texts.you : <PersonName chat={chat} id={id} peer={peer} />}</span>
          </li>
        ))}
        {more > 0 && <li class="notice">{texts.and(more)}</li>}
      </ul>
      <p class="error" role="alert">
        {failed !== undefined && texts.failed(reason(failed, texts))}
      </p>
    </>
  );
}
