import { type ChatMessage, type Conversation, type OutboxEntry, peerKey } from "@whaleshark/client";
import { Component, createRef } from "preact";
import type { Chat } from "../model/chat.ts";
import type { Chip } from "../model/tallies.ts";
import type { Counts } from "../model/timeline.ts";
import { nameInSentence } from "../model/visible.ts";
import { type Language, textsOf, useTexts } from "../texts/index.ts";
import { answeredBy, authorOf, Body, recalledLine } from "./Body.tsx";
import { ClockIcon, FailIcon, RetryIcon } from "./icons.tsx";
import { ActionBar, copies, itemsOf, type MessageListener, messageActions } from "./MessageActions.tsx";
import { tinted } from "./parts.tsx";
import { PersonAvatar, PersonName } from "./people.tsx";
import { opensMenu } from "./press.ts";
import { Chips } from "./Reactions.tsx";
import { ReadCount, Tick } from "./Receipt.tsx";
import { clock, moment } from "./times.ts";

interface RowProps {
  readonly chat: Chat;
  readonly message: ChatMessage;
  readonly follows: boolean;
  readonly peerRead: number;
  readonly peerReceived: number;
  readonly conversation: Conversation;
  readonly counts: Counts | undefined;
  /** Some who have read it, for the newest own message of a group: the same list until they change. */
  readonly faces: readonly string[] | undefined;
  /** The reactions: the same list until they change. */
  readonly chips: readonly Chip[];
  readonly mayReact: boolean;
  /** See `Names.version`. */
  readonly namesVersion: number;
  /** See `Pins.version`. */
  readonly pinsVersion: number;
  readonly limitsVersion: number;
  readonly recallsOthers: boolean;
  /** The message that this one answers, if it is loaded. */
  readonly answered: ChatMessage | undefined;
  readonly language: Language;
  readonly listener: MessageListener;
}

/** Rendered again only if its props have changed: a window may hold thousands of rows. */
export class MessageRow extends Component<RowProps> {
  private readonly row = createRef<HTMLElement>();

  override shouldComponentUpdate(next: RowProps): boolean {
    const now = this.props;
    const sequence = now.message.messageSequence;
    const state = ({ peerRead, peerReceived }: RowProps) =>
      Number(sequence <= peerRead) + Number(sequence <= peerReceived);
    return (
      next.message !== now.message ||
      next.follows !== now.follows ||
      next.counts !== now.counts ||
      next.faces !== now.faces ||
      next.chips !== now.chips ||
      next.mayReact !== now.mayReact ||
      next.namesVersion !== now.namesVersion ||
      next.pinsVersion !== now.pinsVersion ||
      next.limitsVersion !== now.limitsVersion ||
      next.recallsOthers !== now.recallsOthers ||
      next.answered !== now.answered ||
      next.language !== now.language ||
      next.conversation.membership !== now.conversation.membership ||
      state(next) !== state(now)
    );
  }

  /** Whether one of its reactions has the focus, which goes with it if somebody takes it back. */
  override getSnapshotBeforeUpdate(): boolean {
    const focused = document.activeElement;
    return focused?.matches(".chip") === true && this.row.current?.contains(focused) === true;
  }

  override componentDidUpdate(_props: RowProps, _state: object, hadFocus: boolean): void {
    if (hadFocus && !this.row.current?.contains(document.activeElement)) {
      this.row.current?.focus({ preventScroll: true });
    }
  }

  override render(props: RowProps) {
    const { chat, message, follows, conversation, counts, faces, chips, mayReact, answered, language, listener } =
      props;
    const texts = textsOf(language);
    const { fromId, messageBody, messageSequence, messageTime, editedTime, recalled } = message;
    const { peer } = conversation;
    const own = fromId === chat.user;
    if (recalled) {
      return (
        <p class="recalled" data-sequence={messageSequence}>
          {recalledLine(peer, own, () => nameInSentence(chat.names.of(fromId, peer)), texts)}
        </p>
      );
    }
    const actions = messageActions(chat, message, conversation, texts, listener);
    const openMenu = (x: number, y: number) =>
      chat.menus.open({ label: texts.messageMenu, items: itemsOf(actions), x, y });
    const time = clock(messageTime, language);
    const author = authorOf(chat, peer, fromId, texts);
    const reactionCount = chips.reduce((sum, { count }) => sum + count, 0);
    const label = [
      author,
      time,
      ...(editedTime === undefined ? [] : [texts.edited]),
      ...(reactionCount > 0 ? [texts.reactionCount(reactionCount)] : []),
    ].join(", ");
    return (
      <article
        ref={this.row}
        class={`message ${own ? "own" : "other"} ${follows ? "follows" : ""}`}
        data-sequence={messageSequence}
        aria-label={label}
        tabIndex={-1}
        {...opensMenu(openMenu)}
      >
        {!own &&
          peer.kind === "group" &&
          (follows ? <span class="avatar none" /> : <PersonAvatar chat={chat} id={fromId} peer={peer} />)}
        <div class="said">
          <div class="bubble">
            {!own && peer.kind === "group" && !follows && (
              <b class="author" style={tinted(chat.names.colour(fromId, peer))}>
                <PersonName chat={chat} id={fromId} peer={peer} />
              </b>
            )}
            <Body chat={chat} peer={peer} body={messageBody} sequence={messageSequence} answered={answered} />
            <span class="meta">
              {editedTime !== undefined && (
                <time
                  class="edited"
                  dateTime={new Date(editedTime).toISOString()}
                  title={texts.editedAt(moment(editedTime, language))}
                >
                  {texts.edited}
                </time>
              )}
              <time dateTime={new Date(messageTime).toISOString()} title={moment(messageTime, language)}>
                {time}
              </time>
              {own && peer.kind === "direct" && <Tick sequence={messageSequence} conversation={conversation} />}
              {own && peer.kind === "group" && counts && (
                <ReadCount counts={counts} onOpen={() => listener.onReaders(messageSequence)}>
                  {faces?.map((id) => (
                    <PersonAvatar key={id} chat={chat} id={id} peer={peer} />
                  ))}
                </ReadCount>
              )}
            </span>
          </div>
          {chips.length > 0 && (
            <Chips
              chat={chat}
              peer={peer}
              sequence={messageSequence}
              chips={chips}
              mayReact={mayReact}
              language={language}
              onWho={() => listener.onReactors(messageSequence)}
            />
          )}
        </div>
        <ActionBar actions={actions} />
      </article>
    );
  }
}

export function UnsentRow(props: { readonly chat: Chat; readonly entry: OutboxEntry; readonly language: Language }) {
  const { chat, entry, language } = props;
  const texts = useTexts();
  const { state, messageId, body, time, refused } = entry;
  const label = {
    waiting: texts.stateWaiting,
    sending: texts.stateSending,
    retrying: texts.stateRetrying,
    failed: texts.stateFailed(refused ? texts.refusal(refused.code, refused.detail) : ""),
  }[state];
  const retry = { label: texts.retry, onSelect: () => chat.client.retry(messageId) };
  const discard = {
    label: texts.discard,
    onSelect: () =>
      chat.questions.ask({
        text: texts.discardQuestion,
        yes: texts.discard,
        act: () => chat.client.discard(messageId),
      }),
  };
  const items = [copies(body, texts), ...(state === "failed" ? [retry, discard] : [])];
  const Mark = state === "failed" ? FailIcon : state === "retrying" ? RetryIcon : ClockIcon;
  return (
    <article
      class={`message own unsent ${state}`}
      aria-label={`${texts.you}, ${label}`}
      data-peer={peerKey(entry.peer)}
      tabIndex={-1}
      {...opensMenu((x, y) => chat.menus.open({ label: texts.messageMenu, items, x, y }))}
    >
      <div class="said">
        <div class="bubble">
          <Body chat={chat} peer={entry.peer} body={body} answered={answeredBy(chat, entry.peer, body)} />
          <span class="meta">
            {state !== "sending" && <span class="why">{label}</span>}
            <time dateTime={new Date(time).toISOString()}>{clock(time, language)}</time>
            <span class="tick" role="img" aria-label={label} title={label}>
              <Mark />
            </span>
          </span>
          {state === "failed" && (
            <span class="actions">
              <button type="button" onClick={retry.onSelect}>
                {retry.label}
              </button>
              <button type="button" onClick={discard.onSelect}>
                {discard.label}
              </button>
            </span>
          )}
        </div>
      </div>
    </article>
  );
}
