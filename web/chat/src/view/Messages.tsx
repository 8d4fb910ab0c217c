import { type ChatMessage, type Conversation, type OutboxEntry, type Peer, peerKey } from "@whaleshark/client";
import { Component, Fragment } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { inView, textOf } from "../model/content.ts";
import type { Counts } from "../model/timeline.ts";
import { type Language, textsOf, useTexts } from "../texts/index.ts";
import { ClockIcon, DotsIcon, DownIcon, FailIcon, RetryIcon } from "./icons.tsx";
import { Avatar, Menu, type MenuItem } from "./parts.tsx";
import { Tick } from "./Tick.tsx";
import { clock, day, sameDay } from "./times.ts";

const NEAR = 120;
const SAME_BREATH = 5 * 60_000;

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly language: Language;
  readonly onReaders: (sequence: number) => void;
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

/** After which sequence messages were unread when the window was opened; infinite if none were. */
function useNewFrom(conversation: Conversation): number {
  const known = useRef<number | undefined>(undefined);
  if (known.current === undefined && conversation.listed) {
    known.current = conversation.unread > 0 ? conversation.read : Number.POSITIVE_INFINITY;
  }
  return known.current ?? Number.POSITIVE_INFINITY;
}

/** The messages of one conversation, oldest first; older ones are loaded when it is scrolled up. */
export function Messages({ chat, peer, language, onReaders }: Props) {
  const texts = useTexts();
  const timeline = chat.timeline(peer);
  const conversation = chat.client.conversation(peer);
  const messages = timeline.shown();
  const unsent = chat.unsentOf(peer);
  const scroll = useRef<HTMLDivElement>(null);
  const anchor = useRef({ height: 0, first: 0, atEnd: true });
  const placed = useRef(false);
  const [away, setAway] = useState(false);
  const newFrom = useNewFrom(conversation);
  const first = messages[0]?.messageSequence ?? 0;
  const last = messages.at(-1)?.messageSequence ?? 0;

  /** Everything whose end is in view is displayed. */
  const report = useCallback(() => {
    const box = scroll.current;
    if (!box || !inView()) {
      return;
    }
    const bottom = box.getBoundingClientRect().bottom + 1;
    const rows = box.querySelectorAll<HTMLElement>("[data-sequence]");
    for (let i = rows.length - 1; i >= 0; i--) {
      const row = rows[i];
      if (row && row.getBoundingClientRect().bottom <= bottom) {
        chat.displayed(peer, Number(row.dataset.sequence));
        return;
      }
    }
  }, [chat, peer]);

  const onScroll = () => {
    const box = scroll.current;
    if (!box) {
      return;
    }
    anchor.current.atEnd = isAtEnd(box);
    setAway(box.scrollHeight - box.scrollTop > 2 * box.clientHeight);
    if (box.scrollTop < NEAR * 3) {
      void chat.loadOlder(peer);
    }
    report();
  };

  // What is looked at stays where it is: at the end, or where older messages were put above it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of what is shown
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box) {
      const { height, first: firstBefore, atEnd } = anchor.current;
      const begin = placed.current ? null : box.querySelector<HTMLElement>(".day.unread");
      placed.current ||= messages.length > 0;
      if (begin && (timeline.complete || first <= newFrom)) {
        // Opened where reading was left off.
        box.scrollTop = begin.offsetTop - box.offsetTop - NEAR / 4;
        anchor.current.atEnd = isAtEnd(box);
      } else if (atEnd) {
        box.scrollTop = box.scrollHeight;
      } else if (firstBefore > first) {
        box.scrollTop += box.scrollHeight - height;
      }
      anchor.current = { ...anchor.current, height: box.scrollHeight, first };
      if (box.scrollHeight <= box.clientHeight + NEAR) {
        void chat.loadOlder(peer);
      }
      report();
    }
  }, [first, last, unsent.length, timeline.loading, chat.state.is, messages.length]);

  useEffect(() => {
    const box = scroll.current;
    const resized = new ResizeObserver(() => {
      if (box && anchor.current.atEnd) {
        box.scrollTop = box.scrollHeight;
      }
      report();
    });
    if (box) {
      resized.observe(box);
    }
    window.addEventListener("focus", report);
    document.addEventListener("visibilitychange", report);
    return () => {
      resized.disconnect();
      window.removeEventListener("focus", report);
      document.removeEventListener("visibilitychange", report);
    };
  }, [report]);

  const unreadFrom = messages.find((m) => m.messageSequence > newFrom && m.fromId !== chat.user)?.messageSequence;
  const now = Date.now();
  return (
    <div class="messages">
      <div
        class="scroll"
        ref={scroll}
        onScroll={onScroll}
        role="log"
        aria-label={texts.messagesWith(conversation.title)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <p class="edge">{timeline.loading ? texts.loading : timeline.complete ? texts.beginning : ""}</p>
        {messages.map((message, i) => {
          const before = messages[i - 1];
          const newDay = !before || !sameDay(before.messageTime, message.messageTime);
          const isUnreadFrom = message.messageSequence === unreadFrom;
          const follows =
            !newDay &&
            !isUnreadFrom &&
            before.fromId === message.fromId &&
            !before.recalled &&
            message.messageTime - before.messageTime < SAME_BREATH;
          return (
            <Fragment key={message.messageSequence}>
              {newDay && <p class="day">{day(message.messageTime, now, language, texts)}</p>}
              {isUnreadFrom && <p class="day unread">{texts.newMessages}</p>}
              <Row
                chat={chat}
                message={message}
                follows={follows}
                peerRead={conversation.peerRead}
                peerReceived={conversation.peerReceived}
                conversation={conversation}
                counts={timeline.counts.get(message.messageSequence)}
                language={language}
                onReaders={onReaders}
              />
            </Fragment>
          );
        })}
        {unsent.map((entry) => (
          <UnsentRow key={entry.messageId} chat={chat} entry={entry} language={language} />
        ))}
      </div>
      {away && (
        <button
          type="button"
          class="to-newest"
          aria-label={texts.toNewest}
          title={texts.toNewest}
          onClick={() => scroll.current?.scrollTo({ top: scroll.current.scrollHeight })}
        >
          <DownIcon />
          {conversation.unread > 0 && <span class="badge">{conversation.unread}</span>}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  readonly chat: Chat;
  readonly message: ChatMessage;
  readonly follows: boolean;
  readonly peerRead: number;
  readonly peerReceived: number;
  readonly conversation: Conversation;
  readonly counts: Counts | undefined;
  readonly language: Language;
  readonly onReaders: (sequence: number) => void;
}

/** Drawn again only if what it shows has changed: a window may hold thousands. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props;
    const sequence = now.message.messageSequence;
    const state = ({ peerRead, peerReceived }: RowProps) =>
      Number(sequence <= peerRead) + Number(sequence <= peerReceived);
    return (
      next.message !== now.message ||
      next.follows !== now.follows ||
      next.counts !== now.counts ||
      next.language !== now.language ||
      state(next) !== state(now)
    );
  }

  override render({ chat, message, follows, conversation, counts, language, onReaders }: RowProps) {
    const texts = textsOf(language);
    const { fromId, messageBody, messageSequence, messageTime, recalled } = message;
    const { peer } = conversation;
    const own = fromId === chat.user;
    if (recalled) {
      return (
        <p class="day recalled" data-sequence={messageSequence}>
          {own ? texts.recalledByYou : texts.recalledBy(fromId)}
        </p>
      );
    }
    const text = textOf(messageBody);
    const items: MenuItem[] = [{ label: texts.copy, onSelect: () => void navigator.clipboard?.writeText(text) }];
    if (own) {
      items.push({ label: texts.recall, onSelect: () => void chat.recall(peer, messageSequence) });
    }
    if (own && peer.kind === "group") {
      items.push({ label: texts.readBy, onSelect: () => onReaders(messageSequence) });
    }
    const time = clock(messageTime, language);
    const author = own ? texts.you : fromId;
    return (
      <article
        class={`message ${own ? "own" : "other"} ${follows ? "follows" : ""}`}
        data-sequence={messageSequence}
        aria-label={`${author}, ${time}`}
      >
        {!own && peer.kind === "group" && (follows ? <span class="avatar none" /> : <Avatar name={fromId} />)}
        <div class="bubble">
          {!own && peer.kind === "group" && !follows && <b class="author">{fromId}</b>}
          <span class="text" dir="auto">
            {text}
          </span>
          <span class="meta">
            <time dateTime={new Date(messageTime).toISOString()}>{time}</time>
            {own && peer.kind === "direct" && <Tick sequence={messageSequence} conversation={conversation} />}
            {own && peer.kind === "group" && counts && (
              <button
                type="button"
                class={`link count ${counts.readCount >= counts.memberCount ? "all" : ""}`}
                onClick={() => onReaders(messageSequence)}
              >
                {texts.readCount(counts.readCount, counts.memberCount)}
              </button>
            )}
          </span>
        </div>
        <Menu label={texts.messageMenu} icon={<DotsIcon />} items={items} />
      </article>
    );
  }
}

function UnsentRow(props: { readonly chat: Chat; readonly entry: OutboxEntry; readonly language: Language }) {
  const { chat, entry, language } = props;
  const texts = useTexts();
  const { state, messageId, body, time, refused } = entry;
  const label = {
    waiting: texts.stateWaiting,
    sending: texts.stateSending,
    retrying: texts.stateRetrying,
    failed: texts.stateFailed(refused ? texts.refusal(refused.code, refused.detail) : ""),
  }[state];
  const Mark = state === "failed" ? FailIcon : state === "retrying" ? RetryIcon : ClockIcon;
  return (
    <article
      class={`message own unsent ${state}`}
      aria-label={`${texts.you}, ${label}`}
      data-peer={peerKey(entry.peer)}
    >
      <div class="bubble">
        <span class="text" dir="auto">
          {textOf(body)}
        </span>
        <span class="meta">
          {state !== "sending" && <span class="why">{label}</span>}
          <time dateTime={new Date(time).toISOString()}>{clock(time, language)}</time>
          <span class="tick" role="img" aria-label={label} title={label}>
            <Mark />
          </span>
        </span>
        {state === "failed" && (
          <span class="actions">
            <button type="button" onClick={() => chat.client.retry(messageId)}>
              {texts.retry}
            </button>
            <button type="button" onClick={() => chat.client.discard(messageId)}>
              {texts.discard}
            </button>
          </span>
        )}
      </div>
    </article>
  );
}
