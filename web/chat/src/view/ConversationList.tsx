import { direct, peerKey } from "@whaleshark/client";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { goTo, hashOf } from "../model/route.ts";
import { visibleName } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { ConversationRow } from "./ConversationRow.tsx";
import { FirstMinute, isNew } from "./Empty.tsx";
import { GearIcon, GroupIcon, Logo, PenIcon } from "./icons.tsx";
import { NewChatDialog, NewGroupDialog } from "./NewDialogs.tsx";
import { Avatar } from "./parts.tsx";
import { onRowKey, useRows } from "./row-keys.ts";
import { SettingsDialog } from "./SettingsDialog.tsx";

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
  const [showsHidden, setShowsHidden] = useState(false);
  const [wantsMentions, setWantsMentions] = useState(false);
  const wanted = search.trim().toLowerCase();
  const all = chat.conversations.listed();
  const hidden = chat.conversations.hidden();
  const known = [...all, ...hidden];
  const mentions = known.map((c) => ({ c, n: chat.mentions.unread(c.peer, c).length })).filter(({ n }) => n > 0);
  const mentioned = mentions.reduce((sum, { n }) => sum + n, 0);
  const unfiltered = showsHidden ? known : all;
  const listed = wanted
    ? known.filter((c) => chat.names.has(c, wanted))
    : wantsMentions
      ? mentions.map(({ c }) => c)
      : unfiltered;
  useEffect(() => {
    if (mentioned === 0) {
      setWantsMentions(false); // or the next one would take the other rows away
    }
  }, [mentioned]);
  const isSearching = wanted !== "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each search: rows not drawn have names too
  useEffect(() => {
    if (isSearching) {
      for (const { peer } of known.filter(({ peer: { kind } }) => kind === "direct")) {
        chat.names.of(peer.id);
      }
    }
  }, [chat, isSearching]);
  const close = () => setDialog(undefined);
  const endSearch = () => setSearch("");
  const sought = search.trim();
  const newPeer = sought && sought !== chat.user ? direct(sought) : undefined;
  const isListed = newPeer && known.some((c) => peerKey(c.peer) === peerKey(newPeer));

  const shown = listed.slice(0, limit);
  const rows = useRows(
    shown.map(({ peer }) => peerKey(peer)),
    open,
  );

  return (
    <div class="list">
      <header>
        <Logo size={32} />
        <h1>{visibleName(chat.names.of(chat.user))}</h1>
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
      <nav aria-label={texts.conversations} onKeyDown={onRowKey} onFocusIn={rows.onFocusIn}>
        <search>
          <form
            class="search"
            onSubmit={(event) => {
              event.preventDefault();
              const found = listed[0]?.peer ?? newPeer;
              if (wanted && found) {
                goTo(found);
                endSearch();
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
        {mentioned > 0 && !wanted && (
          <button
            type="button"
            class="chip mentions"
            aria-pressed={wantsMentions}
            onClick={() => setWantsMentions(!wantsMentions)}
          >
            {texts.mentionsOnly(mentioned)}
          </button>
        )}
        <ul>
          {shown.map((conversation) => (
            <ConversationRow
              key={peerKey(conversation.peer)}
              chat={chat}
              conversation={conversation}
              isOpen={peerKey(conversation.peer) === open}
              isStop={peerKey(conversation.peer) === rows.stop}
              language={language}
              onOpen={endSearch}
            />
          ))}
          {listed.length > limit && (
            <li>
              <button type="button" class="more" onClick={() => setLimit(limit + LISTED_AT_FIRST)}>
                {texts.showMore}
              </button>
            </li>
          )}
          {hidden.length > 0 && !wanted && (
            <li>
              <button type="button" class="more" onClick={() => setShowsHidden(!showsHidden)}>
                {showsHidden ? texts.hideHidden : texts.showHidden(hidden.length)}
              </button>
            </li>
          )}
          {newPeer && !isListed && (
            <li>
              <a href={hashOf(newPeer)} class="new" tabIndex={shown.length > 0 ? -1 : 0} onClick={endSearch}>
                <Avatar name={chat.names.known(newPeer.id)} />
                <span class="title">{texts.writeTo(visibleName(chat.names.known(newPeer.id)))}</span>
              </a>
            </li>
          )}
        </ul>
        {all.length === 0 && chat.conversations.isTold && !wanted && !showsHidden && (
          <div class="empty">
            <p>{texts.noConversations}</p>
            <button type="button" class="primary" onClick={() => setDialog("chat")}>
              {texts.writeToSomeone}
            </button>
            <button type="button" onClick={() => setDialog("group")}>
              {texts.makeGroup}
            </button>
            {isNew(chat) && <FirstMinute />}
          </div>
        )}
        {wanted && listed.length === 0 && !newPeer && <p class="empty">{texts.noMatches}</p>}
      </nav>
      {dialog === "chat" && <NewChatDialog chat={chat} onClose={close} />}
      {dialog === "group" && <NewGroupDialog chat={chat} onClose={close} />}
      {dialog === "settings" && (
        <SettingsDialog
          chat={chat}
          language={language}
          setLanguage={setLanguage}
          onSignOut={onSignOut}
          onClose={close}
        />
      )}
    </div>
  );
}
