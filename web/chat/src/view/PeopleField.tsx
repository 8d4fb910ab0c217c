// A field for people. It offers those whom the user knows; what is typed finds them by name, and others where the app
// lets its users search. Ids are taken as they are. Who is chosen stands before the field. The focus stays in it.

import type { Profile } from "@whaleshark/client";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { nameInSentence, visibleName } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { isComposing } from "./input-method.ts";
import { namesIn } from "./parts.tsx";
import { PersonAvatar, PersonName } from "./people.tsx";

const SEARCH_AFTER = 200;
const NOBODY: readonly string[] = [];
const OFFERED_AT_MOST = 8;

/** What a field for people says. */
export interface Choice {
  readonly chosen: readonly string[];
  readonly typed: string;
}

export const NO_CHOICE: Choice = { chosen: [], typed: "" };

interface Checked {
  readonly ids: readonly string[];
  /** Why they cannot be taken; empty if they can. */
  readonly fault: string;
}

/**
 * One id that was typed.
 *
 * @param told the fault that is shown already: the same once more is meant so
 */
export async function checkedId(chat: Chat, typed: string, texts: Texts, told: string): Promise<Checked> {
  const isOpen = await chat.names.isOpen();
  return { ids: [typed], fault: await doubt(chat, isOpen ? [typed] : [], texts, told) };
}

/**
 * The ids of all who are chosen or typed. Where there is a directory to search, a space separates no ids: it may be in
 * a name, whose words may be the ids of others.
 *
 * @param told as for one
 */
export async function checkedIds(chat: Chat, { chosen, typed }: Choice, texts: Texts, told: string): Promise<Checked> {
  const isOpen = typed.trim() !== "" && (await chat.names.isOpen());
  const ids = isOpen ? listed(typed) : namesIn(typed);
  return { ids: [...new Set([...chosen, ...ids])], fault: await doubt(chat, isOpen ? ids : [], texts, told) };
}

function listed(typed: string): string[] {
  return typed.split(/[,;，；、]+/).flatMap((id) => id.trim() || []);
}

/** Whoever is not in the directory may be a name that was not chosen, or a user whom the app has not entered. */
async function doubt(chat: Chat, ids: readonly string[], texts: Texts, told: string): Promise<string> {
  const strangers = await chat.names.strangers(ids);
  const fault = strangers.length > 0 ? texts.strangers(strangers.map(nameInSentence).join(", ")) : "";
  return fault === told ? "" : fault;
}

interface Props {
  readonly chat: Chat;
  readonly id: string;
  /** What the field is called; undefined if a label says it. */
  readonly label?: string;
  readonly hint: string;
  readonly maxLength?: number;
  /** Says why what is typed cannot be taken; empty if it can. */
  readonly check?: (typed: string) => string;
  /** Who is not offered. */
  readonly without?: readonly string[];
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
}

/** The people to offer for what is typed: those whom the user knows, then whom a search finds. */
function useFound(chat: Chat, typed: string, without: readonly string[]): readonly string[] {
  const [found, setFound] = useState<readonly Profile[]>([]);
  const wanted = typed.trim();
  useEffect(() => {
    let current = true;
    setFound([]);
    const timer = setTimeout(async () => {
      const profiles = await chat.names.search(wanted);
      if (current) {
        setFound(profiles);
      }
    }, SEARCH_AFTER);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [chat, wanted]);
  useEffect(() => chat.acquaintances.meet(), [chat]);
  const known = chat.acquaintances.find(wanted.toLowerCase(), OFFERED_AT_MOST, without);
  const others = found.flatMap(({ userId }) => (userId === chat.user || without.includes(userId) ? [] : userId));
  return [...new Set(wanted ? [...known, ...others] : known)].slice(0, OFFERED_AT_MOST);
}

export function PeopleField({ chat, id, label, hint, maxLength, check, without = [], choice, onChoice }: Props) {
  const texts = useTexts();
  const [selected, setSelected] = useState<string>();
  const [isOpen, setOpen] = useState(false);
  const { chosen, typed } = choice;
  const offered = useFound(chat, typed, [...chosen, ...without]);
  const found = isOpen ? offered : NOBODY;
  const at = selected === undefined ? -1 : found.indexOf(selected);
  const pick = (user: string) => {
    setSelected(undefined);
    onChoice({ chosen: [...chosen, user], typed: "" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: found.length - 1 }[event.key];
    const user = found[at];
    if (step !== undefined && found.length > 0) {
      setSelected(found[at < 0 && step !== 1 ? found.length - 1 : (at + step) % found.length]);
    } else if (event.key === "Enter" && user !== undefined) {
      pick(user);
    } else if (event.key === "Backspace" && !typed && chosen.length > 0) {
      onChoice({ chosen: chosen.slice(0, -1), typed });
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div class="people-field">
      {chosen.length > 0 && (
        <ul class="chosen">
          {chosen.map((user) => (
            <li key={user}>
              <PersonName chat={chat} id={user} />
              <button
                type="button"
                class="quiet"
                aria-label={texts.removeMember(visibleName(chat.names.full(user)))}
                onClick={() => onChoice({ chosen: chosen.filter((other) => other !== user), typed })}
              >
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        aria-label={label}
        required={chosen.length === 0}
        pattern=".*\S.*"
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        placeholder={hint}
        maxLength={maxLength}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={`${id}found`}
        aria-activedescendant={found[at] && `${id}found${at}`}
        value={typed}
        onInput={(event) => {
          const field = event.currentTarget;
          field.setCustomValidity(check?.(field.value.trim()) ?? "");
          setSelected(undefined);
          onChoice({ chosen, typed: field.value });
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setOpen(true)}
      />
      {found.length > 0 && (
        <div class="found" role="listbox" id={`${id}found`} aria-label={texts.people}>
          {found.map((userId, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which has the focus
            <div
              key={userId}
              id={`${id}found${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              // Keeps the focus in the field.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(userId)}
            >
              <PersonAvatar chat={chat} id={userId} />
              <PersonName chat={chat} id={userId} />
              <span class="notice">{visibleName(userId)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
