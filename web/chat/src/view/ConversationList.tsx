import { type Conversation, direct, peerKey } from "@whaleshark/client";
import { useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { textOf } from "../model/content.ts";
import { loadTyped } from "../model/prefs.ts";
import { goTo, hashOf } from "../model/route.ts";
import { type Language, type Texts, useTexts } from "../texts/index.ts";
import { NewChatDialog, NewGroupDialog } from "./GroupDialogs.tsx";
import { ClockIcon, FailIcon, GearIcon, GroupIcon, Logo, MuteIcon, PenIcon, PinIcon } from "./icons.tsx";
import { Avatar, badge } from "./parts.tsx";
import { SettingsDialog } from "./SettingsDialog.tsx";
import { Tick } from "./Tick.tsx";
import { shortDay } from "./times.ts";

function preview(conversation: Conversation, user: string, texts: Texts): string {
  const { last, peer } = conversation;
  if (!last) {
    return peer.kind === "group" ? texts.memberCount(conversation.memberCount) : "";
  }
  if (last.recalled) {
    return last.fromId === user ? texts.recalledByYou : texts.recalledBy(last.fromId);
  }
  const text = textOf(last.messageBody);
  // Between two people the tick says who wrote it.
  return peer.kind === "group" ? `${last.fromId === user ? texts.you : last.fromId}: ${text}` : text;
}

const LISTED_AT_FIRST = 200;

type Dialog = "chat" | "group" | "settings" | undefined;

export function ConversationList(props: {
  readonly chat: Chat;
  readonly open: string | undefined;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
}) {
  const { chat, open, language, setLanguage, onSignOut } = props;
  const texts = useTexts();
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(LISTED_AT_FIRST);
  const [dialog, setDialog] = useState<Dialog>();
  const wanted = search.trim().toLowerCase();
  const all = chat.conversations();
  const listed = wanted ? all.filter((c) => `${c.title} ${c.peer.id}`.toLowerCase().includes(wanted)) : all;
  const close = () => setDialog(undefined);
  const sought = search.trim();
  const newPeer = sought && sought !== chat.user ? direct(sought) : undefined;
  const isListed = newPeer && all.some((c) => peerKey(c.peer) === peerKey(newPeer));

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && event.currentTarget instanceof HTMLElement) {
      const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
      links.at((links.indexOf(document.activeElement as HTMLElement) + step) % links.length)?.focus();
      event.preventDefault();
    }
  };

  return (
    <div class="list">
      <header>
        <Logo size={32} />
        <h1>{chat.user}</h1>
        <button
          type="button"
          class="quiet"
          onClick={() => setDialog("chat")}
          aria-label={texts.newChat}
          title={texts.newChat}
        >
          <PenIcon />
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => setDialog("group")}
          aria-label={texts.newGroup}
          title={texts.newGroup}
        >
          <GroupIcon />
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => setDialog("settings")}
          aria-label={texts.settings}
          title={texts.settings}
        >
          <GearIcon />
        </button>
      </header>
      <nav aria-label={texts.conversations} onKeyDown={onKeyDown}>
        <search>
          <form
            class="search"
            onSubmit={(event) => {
              event.preventDefault();
              const found = listed[0]?.peer ?? newPeer;
              if (wanted && found) {
                goTo(found);
                setSearch("");
              }
            }}
          >
            <input
              type="search"
              placeholder={texts.search}
              aria-label={texts.search}
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </form>
        </search>
        <ul>
          {listed.slice(0, limit).map((conversation) => (
            <Row
              key={peerKey(conversation.peer)}
              chat={chat}
              conversation={conversation}
              isOpen={peerKey(conversation.peer) === open}
              language={language}
            />
          ))}
          {listed.length > limit && (
            <li>
              <button type="button" class="more" onClick={() => setLimit(limit + LISTED_AT_FIRST)}>
                {texts.showMore}
              </button>
            </li>
          )}
          {newPeer && !isListed && (
            <li>
              <a href={hashOf(newPeer)} class="new" onClick={() => setSearch("")}>
                <Avatar name={newPeer.id} />
                <span class="title">{texts.writeTo(newPeer.id)}</span>
              </a>
            </li>
          )}
        </ul>
        {all.length === 0 && !wanted && (
          <div class="empty">
            <p>{texts.noConversations}</p>
            <button type="button" class="primary" onClick={() => setDialog("chat")}>
              {texts.writeToSomeone}
            </button>
            <button type="button" onClick={() => setDialog("group")}>
              {texts.makeGroup}
            </button>
          </div>
        )}
        {wanted && listed.length === 0 && !newPeer && <p class="empty">{texts.noMatches}</p>}
      </nav>
      {dialog === "chat" && <NewChatDialog chat={chat} onClose={close} />}
      {dialog === "group" && <NewGroupDialog chat={chat} onClose={close} />}
      {dialog === "settings" && (
        <SettingsDialog language={language} setLanguage={setLanguage} onSignOut={onSignOut} onClose={close} />
      )}
    </div>
  );
}

function Row(props: {
  readonly chat: Chat;
  readonly conversation: Conversation;
  readonly isOpen: boolean;
  readonly language: Language;
}) {
  const { chat, conversation, isOpen, language } = props;
  const { peer, title, last, unread, muted, pinned, time } = conversation;
  const texts = useTexts();
  const own = last !== undefined && last.fromId === chat.user && !last.recalled;
  const unsent = chat.unsentOf(peer).at(-1);
  const draft = isOpen ? "" : loadTyped(chat.signIn, peer).trim();
  return (
    <li>
      <a href={hashOf(peer)} class={isOpen ? "open" : ""} aria-current={isOpen ? "page" : undefined}>
        <Avatar name={title} round={peer.kind === "direct"} />
        <span class="title">{title}</span>
        <span class="marks">
          {chat.hasFailed(peer) && (
            <span class="failed" role="img" aria-label={texts.notSent} title={texts.notSent}>
              <FailIcon />
            </span>
          )}
          {pinned && (
            <span role="img" aria-label={texts.pinned} title={texts.pinned}>
              <PinIcon />
            </span>
          )}
          {muted && (
            <span role="img" aria-label={texts.muted} title={texts.muted}>
              <MuteIcon />
            </span>
          )}
          {time > 0 && (
            <time dateTime={new Date(time).toISOString()}>{shortDay(time, Date.now(), language, texts)}</time>
          )}
        </span>
        <span class="preview">
          {draft && <b>{texts.draft}</b>}
          {!draft && unsent && unsent.state !== "failed" && <ClockIcon />}
          {!draft && !unsent && own && peer.kind === "direct" && (
            <Tick sequence={last.messageSequence} conversation={conversation} />
          )}
          <span>{draft || (unsent ? textOf(unsent.body) : preview(conversation, chat.user, texts))}</span>
        </span>
        {unread > 0 && (
          <span class={`badge ${muted ? "muted" : ""}`} role="img" aria-label={texts.unread(unread)}>
            {badge(unread)}
          </span>
        )}
      </a>
    </li>
  );
}
