import type { Conversation, Peer } from "@whaleshark/client";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { lineOf } from "../model/content.ts";
import { reason } from "../model/reason.ts";
import { visibleText } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { AnsweredLine } from "./Body.tsx";
import { ListIcon, PinIcon } from "./icons.tsx";
import { Dialog } from "./parts.tsx";
import { moment, shortDay } from "./times.ts";

/** A pinned message of the open conversation, at first the newest pin. A click leads there, and shows an older one. */
export function PinsLine(props: { readonly chat: Chat; readonly peer: Peer; readonly onAll: () => void }) {
  const { chat, peer, onAll } = props;
  const texts = useTexts();
  const [next, setNext] = useState({ newest: 0, at: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window of another conversation is another one
  useEffect(() => chat.pins.open(peer), [chat]);
  const pins = chat.pins.of(peer);
  const newest = pins[0]?.messageSequence ?? 0;
  // A pin that was not there comes first.
  const at = next.newest === newest ? next.at % Math.max(pins.length, 1) : 0;
  const pin = pins[at];
  return pin ? (
    <section class="pins" aria-label={texts.pinnedMessages}>
      <button
        type="button"
        class="answered"
        onClick={() => {
          setNext({ newest, at: at + 1 });
          chat.toMessage(peer, pin.messageSequence);
        }}
      >
        <PinIcon />
        <span class="unseen">{texts.pinnedMessage}</span>
        <AnsweredLine chat={chat} peer={peer} fromId={pin.fromId} text={lineOf(pin.messageBody)} />
        {pins.length > 1 && (
          <span class="notice">
            {at + 1}/{pins.length}
          </span>
        )}
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={texts.pinnedMessages}
        aria-haspopup="dialog"
        title={texts.pinnedMessages}
        onClick={onAll}
      >
        <ListIcon />
      </button>
    </section>
  ) : null;
}

interface Props {
  readonly chat: Chat;
  readonly conversation: Conversation;
  readonly language: Language;
  readonly onClose: () => void;
}

/** All that is pinned in the open conversation, newest pin first. */
export function PinsDialog({ chat, conversation: { peer, membership }, language, onClose }: Props) {
  const texts = useTexts();
  const list = useRef<HTMLUListElement>(null);
  const pins = chat.pins.of(peer);
  const [failed, setFailed] = useState("");
  const [unpinned, setUnpinned] = useState<number>();
  const pin = async (sequence: number, isPinned: boolean) => {
    list.current?.focus(); // the button that has it goes
    try {
      setFailed("");
      setUnpinned(undefined);
      await chat.pins.pin(peer, sequence, isPinned);
      setUnpinned(isPinned ? undefined : sequence);
    } catch (e) {
      setFailed(texts.failed(reason(e, texts)));
    }
  };
  const mayUnpin = membership === "in" && chat.pins.mayPin(peer);
  return (
    <Dialog title={texts.pinnedMessages} onClose={onClose}>
      <ul class="people pinned" ref={list} tabIndex={-1} aria-label={texts.pinnedMessages}>
        {pins.map(({ messageSequence, messageTime, messageBody, fromId }) => (
          <li key={messageSequence}>
            <button
              type="button"
              class="answered"
              onClick={() => {
                onClose();
                chat.toMessage(peer, messageSequence);
              }}
            >
              <AnsweredLine chat={chat} peer={peer} fromId={fromId} text={lineOf(messageBody)} />
              <time class="notice" title={moment(messageTime, language)}>
                {shortDay(messageTime, Date.now(), language, texts)}
              </time>
            </button>
            {mayUnpin && (
              <button
                type="button"
                aria-label={texts.says(texts.unpin, visibleText(lineOf(messageBody)))}
                onClick={() => void pin(messageSequence, false)}
              >
                {texts.unpin}
              </button>
            )}
          </li>
        ))}
      </ul>
      {pins.length === 0 && <p class="notice">{texts.nothingPinned}</p>}
      <output class="notice">
        {unpinned !== undefined && (
          <>
            {texts.nowUnpinned}{" "}
            <button type="button" class="link" onClick={() => void pin(unpinned, true)}>
              {texts.undo}
            </button>
          </>
        )}
      </output>
      <p class="error" role="alert">
        {failed}
      </p>
    </Dialog>
  );
}
