import { type Peer, type ReplyTo, writeBody } from "@whaleshark/client";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { lineOf } from "../model/content.ts";
import { mentionedIn, withMention } from "../model/mentions.ts";
import { loadReply, loadTyped, saveReply, saveTyped } from "../model/prefs.ts";
import { visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";
import { AnsweredLine, authorOf } from "./Body.tsx";
import { SendIcon } from "./icons.tsx";
import { isComposing } from "./input-method.ts";
import { MentionPicker, useMembers, usePicker } from "./MentionPicker.tsx";
import { toLastMessage } from "./message-keys.ts";

/** UTF-8 bytes; by default the server accepts 65,536 for the whole body. */
const BODY_AT_MOST = 60_000;
const MENTIONS_AT_MOST = 100;
const CARET_KEYS = /^(Arrow|Home|End)/;
const HEIGHT_AT_MOST = 160;

/** The input for messages. Drafts are kept until they are sent, also over a reload. */
export function Composer({ chat, peer, title }: { readonly chat: Chat; readonly peer: Peer; readonly title: string }) {
  const texts = useTexts();
  const [typed, setTyped] = useState(() => loadTyped(chat.signIn, peer));
  const [reply, setReply] = useState(() => loadReply(chat.signIn, peer));
  const area = useRef<HTMLTextAreaElement>(null);
  const members = useMembers(chat, peer, typed.includes("@"));
  const change = (text: string) => {
    setTyped(text);
    if (text.trim()) {
      chat.client.typing.write(peer);
    } else {
      chat.client.typing.stop(peer);
    }
    saveTyped(chat.signIn, peer, text);
  };
  const answer = (message: ReplyTo | undefined) => {
    setReply(message);
    saveReply(chat.signIn, peer, message);
    area.current?.focus();
  };
  const picker = usePicker(
    useId(),
    members,
    (user) => chat.names.known(user),
    (name) => {
      const field = area.current;
      if (field) {
        const { text, caret } = withMention(typed, field.selectionStart, name);
        change(text);
        field.value = text;
        field.setSelectionRange(caret, caret);
      }
    },
  );
  const look = () => picker.look(area.current?.value ?? "", area.current?.selectionStart ?? 0);
  useLayoutEffect(() => {
    chat.replies.composer = answer;
    return () => {
      chat.replies.composer = undefined;
    };
  });
  const send = () => {
    const text = typed.trim();
    const mentions = mentionedIn(text, members).slice(0, MENTIONS_AT_MOST);
    const isRecalled = reply && chat.visits.loaded(peer, reply.messageSequence)?.recalled;
    const replyTo = reply && (isRecalled ? { ...reply, text: "" } : reply);
    const body = writeBody({ content: { kind: "text" }, text, mentions, ...(replyTo && { replyTo }) });
    if (new TextEncoder().encode(JSON.stringify(body)).length > BODY_AT_MOST) {
      chat.toast.show(texts.tooLong);
    } else if (text) {
      chat.send(peer, body);
      change("");
      answer(undefined);
      picker.look("", 0);
    }
    area.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) {
      return;
    }
    if (picker.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && !typed) {
      event.preventDefault();
      toLastMessage();
    } else if (event.key === "Escape" && reply) {
      event.stopPropagation();
      answer(undefined);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text, and the width of the window
  useLayoutEffect(() => {
    const fit = () => {
      if (area.current) {
        area.current.style.height = "auto";
        area.current.style.height = `${Math.min(area.current.scrollHeight + 2, HEIGHT_AT_MOST)}px`;
      }
    };
    fit();
    window.addEventListener("resize", fit);
    return () => window.removeEventListener("resize", fit);
  }, [typed]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a conversation has a composer of its own
  useEffect(() => () => chat.client.typing.stop(peer), []);
  useLayoutEffect(() => {
    if (matchMedia("(pointer: fine)").matches) {
      area.current?.focus();
    }
  }, []);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {reply && <ReplyStrip chat={chat} peer={peer} reply={reply} onEnd={() => answer(undefined)} />}
      <MentionPicker chat={chat} peer={peer} picker={picker} />
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        value={typed}
        aria-label={texts.writeTo(visibleName(title))}
        placeholder={texts.message}
        aria-autocomplete="list"
        aria-controls={picker.chosen && picker.id}
        aria-activedescendant={picker.chosen}
        onInput={(event) => {
          change(event.currentTarget.value);
          look();
        }}
        onKeyDown={onKeyDown}
        onKeyUp={({ key }) => CARET_KEYS.test(key) && look()}
        onClick={look}
        onBlur={() => picker.look("", 0)}
      />
      <button type="submit" class="primary send" aria-label={texts.send} title={texts.send} disabled={!typed.trim()}>
        <SendIcon />
      </button>
    </form>
  );
}

interface ReplyStripProps {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly reply: ReplyTo;
  readonly onEnd: () => void;
}

/** Which message the text that is being typed answers. */
function ReplyStrip({ chat, peer, reply: { fromId, text }, onEnd }: ReplyStripProps) {
  const texts = useTexts();
  return (
    <fieldset class="reply" aria-label={texts.replyTo(authorOf(chat, peer, fromId, texts))}>
      <div class="answered">
        <AnsweredLine chat={chat} peer={peer} fromId={fromId} text={lineOf(text)} />
      </div>
      <button type="button" class="quiet" aria-label={texts.endReply} title={texts.endReply} onClick={onEnd}>
        ✕
      </button>
    </fieldset>
  );
}
