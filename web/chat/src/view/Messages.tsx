import type { ChatMessage, Conversation, Peer } from "@whaleshark/client";
import { Fragment } from "preact";
import { useEffect } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { sliceOf } from "../model/slice.ts";
import { visibleName } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { answeredBy } from "./Body.tsx";
import { FirstMessage } from "./Empty.tsx";
import { DownIcon, UpIcon } from "./icons.tsx";
import type { MessageListener } from "./MessageActions.tsx";
import { MessageRow, UnsentRow } from "./MessageRow.tsx";
import { onMessageKey } from "./message-keys.ts";
import { badge } from "./parts.tsx";
import { useScrolling } from "./scrolling.ts";
import { byDay, day } from "./times.ts";

const SAME_BREATH = 5 * 60_000;

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly language: Language;
  readonly listener: MessageListener;
}

/** Whether a message continues the group of the message before it. */
function follows(message: ChatMessage, before: ChatMessage | undefined): boolean {
  return (
    before?.fromId === message.fromId && !before.recalled && message.messageTime - before.messageTime < SAME_BREATH
  );
}

/** The messages of one conversation, oldest first; more are loaded when the user scrolls near them. */
export function Messages({ chat, peer, language, listener }: Props) {
  const texts = useTexts();
  const timeline = chat.visits.timeline(peer);
  const conversation = chat.conversations.of(peer);
  const all = timeline.shown();
  const visit = chat.visits.to(peer);
  const { messages, isCutAbove, isCutBelow } = visit?.drawn() ?? sliceOf(all, "end");
  const newFrom = visit?.newFrom ?? Number.POSITIVE_INFINITY;
  const { scroll, content, isFarUp, isUnreadAbove, look } = useScrolling(chat, peer);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window of another conversation is another one
  useEffect(() => chat.reactions.open(peer), [chat]);
  useEffect(() => chat.reactions.show(peer, messages));
  const own = peer.kind === "group" ? messages.findLast((m) => m.fromId === chat.user && !m.recalled) : undefined;
  const counts = own && timeline.counts.get(own.messageSequence);
  const faces = counts && chat.faces.of(peer, own.messageSequence, counts);
  const mayReact = chat.reactions.mayReact(conversation);
  const unreadFrom = all.find((m) => m.messageSequence > newFrom && m.fromId !== chat.user)?.messageSequence;
  const unsent = chat.unsent.of(peer);
  const now = Date.now();
  const isBeginning = timeline.older === undefined && !isCutAbove;
  const isEmpty = isBeginning && messages.length + unsent.length === 0 && conversation.membership === "in";
  const isAtNewest = timeline.newer === undefined && !isCutBelow;
  return (
    <div class="messages">
      <div
        class="scroll"
        ref={scroll}
        onScroll={look}
        onKeyDown={onMessageKey}
        role="log"
        aria-busy={timeline.loading.older || timeline.loading.newer}
        aria-label={texts.messagesWith(visibleName(chat.names.title(conversation)))}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <div class="content" ref={content}>
          <p class="edge">{timeline.loading.older ? texts.loading : isBeginning && !isEmpty ? texts.beginning : ""}</p>
          {isEmpty && <FirstMessage chat={chat} conversation={conversation} />}
          {byDay(messages).map((messagesOfDay) => {
            const time = messagesOfDay[0]?.messageTime ?? now;
            return (
              <section key={new Date(time).toDateString()}>
                <p class="day">{day(time, now, language, texts)}</p>
                {messagesOfDay.map((message, i) => (
                  <Fragment key={message.messageSequence}>
                    {message.messageSequence === unreadFrom && <p class="unread">{texts.newMessages}</p>}
                    <MessageRow
                      chat={chat}
                      message={message}
                      follows={message.messageSequence !== unreadFrom && follows(message, messagesOfDay[i - 1])}
                      peerRead={conversation.peerRead}
                      peerReceived={conversation.peerReceived}
                      conversation={conversation}
                      answered={answeredBy(chat, peer, message.messageBody, message.messageSequence)}
                      counts={timeline.counts.get(message.messageSequence)}
                      faces={message === own ? faces : undefined}
                      chips={timeline.tallies.of(message.messageSequence)}
                      mayReact={mayReact}
                      namesVersion={chat.names.version}
                      pinsVersion={chat.pins.version}
                      limitsVersion={chat.limits.version}
                      recallsOthers={chat.groups.recallsOthers(peer)}
                      language={language}
                      listener={listener}
                    />
                  </Fragment>
                ))}
              </section>
            );
          })}
          {!isAtNewest && <p class="edge">{timeline.loading.newer ? texts.loading : ""}</p>}
          {isAtNewest && conversation.membership !== "in" && (
            <p class="over">{conversation.membership === "dissolved" ? texts.groupDissolved : texts.notInGroup}</p>
          )}
          {isAtNewest &&
            unsent.map((entry) => <UnsentRow key={entry.messageId} chat={chat} entry={entry} language={language} />)}
        </div>
      </div>
      {isUnreadAbove && <UnreadAbove chat={chat} conversation={conversation} />}
      <ToMention chat={chat} conversation={conversation} isAbove={isFarUp} />
      {isFarUp && <ToNewest chat={chat} conversation={conversation} />}
    </div>
  );
}

interface ForConversation {
  readonly chat: Chat;
  readonly conversation: Conversation;
}

/** A button to the newest message, with the number of unread ones in between. */
function ToNewest({ chat, conversation: { peer, unread } }: ForConversation) {
  const texts = useTexts();
  const label = unread > 0 ? texts.unreadBetween(unread) : texts.toNewest;
  return (
    <button type="button" class="to-newest" aria-label={label} title={label} onClick={() => chat.visits.toNewest(peer)}>
      <DownIcon />
      {unread > 0 && <span class="badge">{unread}</span>}
    </button>
  );
}

/** A button to the next unread message that mentions the user and was not displayed, above the one to the newest. */
function ToMention({ chat, conversation, isAbove }: ForConversation & { readonly isAbove: boolean }) {
  const texts = useTexts();
  const { peer } = conversation;
  const visit = chat.visits.to(peer);
  const left = chat.mentions.unread(peer, conversation).filter((sequence) => !visit?.hasShown(sequence));
  const [first] = left;
  if (first === undefined) {
    return null;
  }
  const label = texts.toMention(left.length);
  return (
    <button
      type="button"
      class={isAbove ? "to-newest above" : "to-newest"}
      aria-label={label}
      title={label}
      onClick={() => chat.toMessage(peer, first)}
    >
      @<span class="badge">{badge(left.length)}</span>
    </button>
  );
}

/** A button to the first unread message. Only a button that says so marks undisplayed messages as read. */
function UnreadAbove({ chat, conversation: { peer, unread } }: ForConversation) {
  const texts = useTexts();
  return (
    <div class="unread-above">
      <button type="button" onClick={() => chat.visits.toFirstUnread(peer)}>
        <UpIcon />
        {texts.toFirstUnread(unread)}
      </button>
      <button type="button" onClick={() => chat.markAllRead(peer)}>
        {texts.markAllRead}
      </button>
    </div>
  );
}
