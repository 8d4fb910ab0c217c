import { type ChatMessage, type Conversation, direct, type Peer, peerKey } from "@whaleshark/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { forwarded } from "../model/replies.ts";
import { goTo } from "../model/route.ts";
import { nameInSentence, visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";
import { Avatar, Dialog } from "./parts.tsx";
import { PeerAvatar, PeerName } from "./people.tsx";

const SHOWN_AT_MOST = 100;

interface Props {
  readonly chat: Chat;
  readonly message: ChatMessage;
  readonly onClose: () => void;
}

/** Sends a message on to another conversation, or to a user who is named. */
export function ForwardDialog({ chat, message, onClose }: Props) {
  const texts = useTexts();
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const sought = search.trim();
  const wanted = sought.toLowerCase();
  const known = [...chat.conversations.listed(), ...(wanted ? chat.conversations.hidden() : [])];
  const found = known.filter((to) => to.membership === "in" && chat.names.has(to, wanted));
  const isKnown = known.some(({ peer }) => peer.kind === "direct" && peer.id === sought);
  const named = sought && sought !== chat.user && !isKnown ? direct(sought) : undefined;

  const send = (peer: Peer, title: string) => {
    onClose();
    chat.client.send(peer, forwarded(message));
    chat.toast.show(texts.forwardedTo(nameInSentence(chat.names.title({ peer, title }))), {
      label: texts.open,
      act: () => goTo(peer),
    });
  };
  return (
    <Dialog title={texts.forwardTo} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What goes to others is not guessed: who was typed, or the only one that begins so, or the only one.
          const exact = found.find(({ peer }) => peer.id === sought);
          const beginning = found.filter(({ title, peer }) =>
            [peer.kind === "direct" ? chat.names.known(peer.id) : title, peer.id].some((name) =>
              name.toLowerCase().startsWith(wanted),
            ),
          );
          const all: Pick<Conversation, "peer" | "title">[] = named
            ? [...found, { peer: named, title: sought }]
            : found;
          const to = exact ?? [beginning, all].find(({ length }) => wanted && length === 1)?.[0];
          if (to) {
            send(to.peer, to.title);
          }
        }}
      >
        <input
          ref={field}
          type="search"
          placeholder={texts.search}
          aria-label={texts.search}
          maxLength={128}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </form>
      <ul class="people targets">
        {found.slice(0, SHOWN_AT_MOST).map(({ peer, title }) => (
          <li key={peerKey(peer)}>
            <button type="button" onClick={() => send(peer, title)}>
              <PeerAvatar chat={chat} peer={peer} title={title} />
              <span class="title">
                <PeerName chat={chat} peer={peer} title={title} withId />
              </span>
            </button>
          </li>
        ))}
        {named && (
          <li>
            <button type="button" onClick={() => send(named, named.id)}>
              <Avatar name={chat.names.known(named.id)} />
              <span class="title">{texts.writeTo(visibleName(chat.names.known(named.id)))}</span>
            </button>
          </li>
        )}
      </ul>
      {found.length === 0 && !named && <p class="notice">{texts.noMatches}</p>}
    </Dialog>
  );
}
