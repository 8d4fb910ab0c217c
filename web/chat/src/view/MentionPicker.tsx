// The members of a group to choose from while a name is typed after an `@`. The focus stays in the text.

import type { Peer } from "@whaleshark/client";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { offered, typedName } from "../model/mentions.ts";
import { useTexts } from "../texts/index.ts";
import { PersonAvatar, PersonName } from "./people.tsx";

const NONE: readonly string[] = [];
/** Of so many members the names are asked for, so that typing finds them. */
const NAMED_AT_MOST = 300;

/** The other members of a group, once there is a reason to know them. */
export function useMembers(chat: Chat, peer: Peer, isWanted: boolean): readonly string[] {
  const [members, setMembers] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when the members change
  useEffect(() => {
    if (isWanted && peer.kind === "group") {
      // Without an answer nobody is offered; the next change of the members asks again.
      chat.groups.get(peer).then(
        (group) => {
          const others = group.members.filter((member) => member !== chat.user);
          for (const member of others.slice(0, NAMED_AT_MOST)) {
            chat.names.of(member, peer);
          }
          setMembers(others);
        },
        () => {},
      );
    }
  }, [chat, peer.id, isWanted, chat.membersVersion]);
  return members;
}

export interface Picker {
  readonly id: string;
  readonly names: readonly string[];
  readonly at: number;
  /** The id of the chosen option, for the text field; undefined if nothing is offered. */
  readonly chosen: string | undefined;
  pick(name: string | undefined): void;
  /** @returns whether the key was for the picker */
  onKey(event: KeyboardEvent): boolean;
  /** The text or the caret has changed. */
  look(text: string, caret: number): void;
}

/**
 * @param nameOf what a member is called
 * @param onPick puts an id in the place of what was typed
 */
export function usePicker(
  id: string,
  members: readonly string[],
  nameOf: (member: string) => string,
  onPick: (name: string) => void,
): Picker {
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(0);
  const names = typed === undefined ? NONE : offered(typed, members, nameOf);
  const close = () => setTyped(undefined);
  const pick = (name: string | undefined) => {
    if (name !== undefined) {
      close();
      onPick(name);
    }
  };
  return {
    id,
    names,
    at,
    chosen: names.length > 0 ? `${id}${at}` : undefined,
    pick,
    onKey: ({ key, shiftKey, ctrlKey, altKey, metaKey }) => {
      if (names.length === 0 || shiftKey || ctrlKey || altKey || metaKey) {
        return false;
      }
      const step = { ArrowDown: 1, ArrowUp: names.length - 1 }[key];
      if (step !== undefined) {
        setAt((at + step) % names.length);
      } else if (key === "Enter" || key === "Tab") {
        pick(names[at]);
      } else if (key === "Escape") {
        close();
      }
      return step !== undefined || ["Enter", "Tab", "Escape"].includes(key);
    },
    look: (text, caret) => {
      const name = typedName(text, caret);
      if (name !== typed) {
        setTyped(name);
        setAt(0);
      }
    },
  };
}

export function MentionPicker(props: { readonly chat: Chat; readonly peer: Peer; readonly picker: Picker }) {
  const { chat, peer, picker } = props;
  const texts = useTexts();
  const { id, names, at } = picker;
  return names.length === 0 ? null : (
    <div class="picker" role="listbox" id={id} aria-label={texts.mentionWhom}>
      {names.map((name, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, which has the focus
        <div
          key={name}
          id={`${id}${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          // Keeps the focus in the text.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => picker.pick(name)}
        >
          <PersonAvatar chat={chat} id={name} peer={peer} />
          <PersonName chat={chat} id={name} peer={peer} withId />
        </div>
      ))}
    </div>
  );
}
