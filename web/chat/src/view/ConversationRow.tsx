import { type Conversation, peerKey } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import { lineOf } from "../model/content.ts";
import { loadTyped } from "../model/prefs.ts";
import { hashOf } from "../model/route.ts";
import { nameInSentence, visibleText } from "../model/visible.ts";
import { type Language, type Texts, useTexts } from "../texts/index.ts";
import { recalledLine } from "./Body.tsx";
import { conversationItems } from "./conversation-items.ts";
import { ClockIcon, FailIcon, MuteIcon, PinIcon } from "./icons.tsx";
import { badge } from "./parts.tsx";
import { PeerAvatar, PeerName } from "./people.tsx";
import { opensMenu } from "./press.ts";
import { ReadShare, Tick } from "./Receipt.tsx";
import { writingIn } from "./Typing.tsx";
import { shortDay } from "./times.ts";

function preview({ names, user }: Chat, conversation: Conversation, texts: Texts): string {
  const { last, peer } = conversation;
  const author = () => nameInSentence(names.known(last?.fromId ?? "")); // rows ask for no members
  if (!last) {
    return peer.kind === "group" ? texts.memberCount(conversation.memberCount) : "";
  }
  if (last.recalled) {
    return recalledLine(peer, last.fromId === user, author, texts);
  }
  const text = visibleText(lineOf(last.messageBody)) || texts.emptyMessage;
  // In a direct conversation the tick shows who wrote the message.
  return peer.kind === "group" ? texts.says(last.fromId === user ? texts.you : author(), text) : text;
}

/** A conversation in the list. */
export function ConversationRow(props: {
  readonly chat: Chat;
  readonly conversation: Conversation;
  readonly isOpen: boolean;
  /** Whether Tab stops here: of all rows, at one. */
  readonly isStop: boolean;
  readonly language: Language;
  readonly onOpen: () => void;
}) {
  const { chat, conversation, isOpen, isStop, language, onOpen } = props;
  const { peer, title, last, unread, muted, pinned, hidden, time } = conversation;
  const texts = useTexts();
  const own = last !== undefined && last.fromId === chat.user && !last.recalled;
  const counts = own && peer.kind === "group" ? chat.visits.countsOf(peer, last.messageSequence) : undefined;
  const mentioned = chat.mentions.unread(peer, conversation).length;
  const unsent = chat.unsent.of(peer).at(-1);
  const edit = chat.composing.edits.isChanged(peer) ? chat.composing.edits.of(peer) : undefined;
  const draft = isOpen ? "" : (edit?.typed ?? loadTyped(chat.signIn, peer)).trim();
  const writing = draft || unsent ? "" : writingIn(chat, peer, texts, (user) => chat.names.known(user));
  const openMenu = (x: number, y: number) =>
    chat.menus.open({ label: texts.conversationMenu, items: conversationItems(chat, conversation, texts), x, y });
  return (
    <li>
      <a
        href={hashOf(peer)}
        class={isOpen ? "open" : ""}
        tabIndex={isStop ? 0 : -1}
        data-row={peerKey(peer)}
        aria-current={isOpen ? "page" : undefined}
        onClick={onOpen}
        {...opensMenu(openMenu)}
      >
        <PeerAvatar chat={chat} peer={peer} title={title} />
        <span class="title">
          <PeerName chat={chat} peer={peer} title={title} />
        </span>
        <span class="marks">
          {chat.unsent.hasFailed(peer) && (
            <span class="failed" role="img" aria-label={texts.notSent} title={texts.notSent}>
              <FailIcon />
            </span>
          )}
          {mentioned > 0 && (
            <span
              class="mentioned"
              role="img"
              aria-label={texts.mentionsYou(mentioned)}
              title={texts.mentionsYou(mentioned)}
            >
              @{mentioned > 1 && badge(mentioned)}
            </span>
          )}
          {hidden && <span>{texts.hiddenMark}</span>}
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
        {writing ? (
          <span class="preview typing">{writing}</span>
        ) : (
          <span class="preview">
            {draft && <b>{texts.draft}</b>}
            {!draft && unsent && unsent.state !== "failed" && <ClockIcon />}
            {!draft && !unsent && own && peer.kind === "direct" && (
              <Tick sequence={last.messageSequence} conversation={conversation} />
            )}
            {!draft && !unsent && counts && <ReadShare counts={counts} />}
            <bdi>{draft || (unsent ? visibleText(lineOf(unsent.body)) : preview(chat, conversation, texts))}</bdi>
          </span>
        )}
        {unread > 0 && (
          <span class={`badge ${muted ? "muted" : ""}`} role="img" aria-label={texts.unread(unread)}>
            {badge(unread)}
          </span>
        )}
      </a>
    </li>
  );
}
