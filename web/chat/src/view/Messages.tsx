import type { ChatMessage, Peer } from "@whaleshark/client";
import { Fragment } from "preact";
import type { Chat } from "../model/chat.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { DownIcon } from "./icons.tsx";
import { MessageRow, UnsentRow } from "./MessageRow.tsx";
import { badge } from "./parts.tsx";
import { useNewFrom, useScrolling } from "./scrolling.ts";
import { byDay, day } from "./times.ts";

const SAME_BREATH = 5 * 60_000;

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly language: Language;
  readonly onReaders: (sequence: number) => void;
}

/** Whether a message goes on where the one before it left off. */
function follows(message: ChatMessage, before: ChatMessage | undefined): boolean {
  return (
    before?.fromId === message.fromId && !before.recalled && message.messageTime - before.messageTime < SAME_BREATH
  );
}

/** The messages of one conversation, oldest first; older ones are loaded when it is scrolled up. */
export function Messages({ chat, peer, language, onReaders }: Props) {
  const texts = useTexts();
  const timeline = chat.timeline(peer);
  const conversation = chat.client.conversation(peer);
  const messages = timeline.shown();
  const unsent = chat.unsentOf(peer);
  const newFrom = useNewFrom(chat, peer);
  const { scroll, content, isFarUp, onScroll, toNewest } = useScrolling(chat, peer, newFrom);
  const unreadFrom = messages.find((m) => m.messageSequence > newFrom && m.fromId !== chat.user)?.messageSequence;
  const now = Date.now();
  return (
    <div class="messages">
      <div
        class="scroll"
        ref={scroll}
        onScroll={onScroll}
        role="log"
        aria-busy={timeline.loading}
        aria-label={texts.messagesWith(conversation.title)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <div class="content" ref={content}>
          <p class="edge">{timeline.loading ? texts.loading : timeline.complete ? texts.beginning : ""}</p>
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
                      counts={timeline.counts.get(message.messageSequence)}
                      language={language}
                      onReaders={onReaders}
                    />
                  </Fragment>
                ))}
              </section>
            );
          })}
          {unsent.map((entry) => (
            <UnsentRow key={entry.messageId} chat={chat} entry={entry} language={language} />
          ))}
        </div>
      </div>
      {isFarUp && (
        <button type="button" class="to-newest" aria-label={texts.toNewest} title={texts.toNewest} onClick={toNewest}>
          <DownIcon />
          {conversation.unread > 0 && <span class="badge">{badge(conversation.unread)}</span>}
        </button>
      )}
    </div>
  );
}
