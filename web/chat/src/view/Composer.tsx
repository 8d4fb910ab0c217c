import { type Json, type Peer, type ReplyTo, readBody, writeBody } from "@whaleshark/client";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { lineOf } from "../model/content.ts";
import { type BegunEdit, editedBody } from "../model/edits.ts";
import { mentionedIn, withMention } from "../model/mentions.ts";
import { loadReply, loadTyped, saveReply, saveTyped } from "../model/prefs.ts";
import { visibleName, visibleText } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";
import { AnsweredLine, authorOf } from "./Body.tsx";
import { SendIcon } from "./icons.tsx";
import { isComposing } from "./input-method.ts";
import { MentionPicker, useMembers, usePicker } from "./MentionPicker.tsx";
import { toComposer, toLastMessage } from "./message-keys.ts";

/** UTF-8 bytes; by default the server accepts 65,536 for the whole body. */
const BODY_AT_MOST = 60_000;
const MENTIONS_AT_MOST = 100;
const CARET_KEYS = /^(Arrow|Home|End)/;
const HEIGHT_AT_MOST = 160;

/** The input for messages. Drafts are kept until they are sent, also over a reload. */
export function Composer({ chat, peer, title }: { readonly chat: Chat; readonly peer: Peer; readonly title: string }) {
  const texts = useTexts();
  const [draft, setDraft] = useState(() => loadTyped(chat.signIn, peer));
  const [reply, setReply] = useState(() => loadReply(chat.signIn, peer));
  const [, draw] = useState(0);
  // What is edited stands in the place of the draft, which comes back.
  const edit = chat.composing.edits.of(peer);
  const typed = edit?.typed ?? draft;
  const area = useRef<HTMLTextAreaElement>(null);
  const members = useMembers(chat, peer, typed.includes("@"));
  const change = (text: string) => {
    if (edit) {
      chat.composing.edits.type(peer, text);
      return;
    }
    setDraft(text);
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
    chat.composing.replies.composer = answer;
    chat.composing.edits.composer = () => draw((n) => n + 1);
    return () => {
      chat.composing.replies.composer = undefined;
      chat.composing.edits.composer = undefined;
    };
  });
  const bodyOf = (text: string): Json => {
    if (edit) {
      // Somebody who was mentioned may have left the group.
      const mentioned = [...members, ...readBody(edit.messageBody).mentions];
      return editedBody(edit, text, mentionedIn(text, mentioned).slice(0, MENTIONS_AT_MOST));
    }
    const mentions = mentionedIn(text, members).slice(0, MENTIONS_AT_MOST);
    const isRecalled = reply && chat.visits.loaded(peer, reply.messageSequence)?.recalled;
    const replyTo = reply && (isRecalled ? { ...reply, text: "" } : reply);
    return writeBody({ content: { kind: "text" }, text, mentions, ...(replyTo && { replyTo }) });
  };
  const finish = (body: Json) => {
    if (edit) {
      void chat.composing.save(peer, edit, body);
    } else {
      chat.send(peer, body);
      change("");
      answer(undefined);
    }
    picker.look("", 0);
  };
  const send = () => {
    const text = typed.trim();
    if (edit && !chat.composing.edits.isChanged(peer)) {
      chat.composing.edits.end(peer);
    } else if (edit && !text) {
      chat.toast.show(texts.editToNothing);
    } else if (text) {
      const body = bodyOf(text);
      if (new TextEncoder().encode(JSON.stringify(body)).length > BODY_AT_MOST) {
        chat.toast.show(texts.tooLong);
      } else {
        finish(body);
      }
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
    } else if (event.key === "ArrowUp" && !typed && !edit && !isCommand(event)) {
      event.preventDefault();
      if (event.shiftKey || !chat.composing.editNewest(peer)) {
        toLastMessage();
      }
    } else if (event.key === "Escape" && edit) {
      event.stopPropagation();
      chat.composing.edits.end(peer);
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
  const isSaving = chat.composing.edits.isSaving(peer);
  const label = edit ? texts.save : texts.send;
  const writeTo = texts.writeTo(visibleName(title));
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {/* The focus stays in the text, so that a screen reader says what becomes of it only from here. */}
      <output class="unseen">{edit ? (isSaving ? texts.saving : texts.editing) : ""}</output>
      {edit && <EditStrip chat={chat} peer={peer} edit={edit} isSaving={isSaving} />}
      {reply && !edit && <ReplyStrip chat={chat} peer={peer} reply={reply} onEnd={() => answer(undefined)} />}
      <MentionPicker chat={chat} peer={peer} picker={picker} />
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        value={typed}
        aria-label={edit ? `${texts.editing}, ${writeTo}` : writeTo}
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
      <button type="submit" class="primary send" aria-label={label} title={label} disabled={!edit && !typed.trim()}>
        <SendIcon />
      </button>
    </form>
  );
}

/** Whether a key means another thing than it does alone: Alt with an arrow goes to another conversation. */
function isCommand({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey;
}

interface EditStripProps {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly edit: BegunEdit;
  readonly isSaving: boolean;
}

/** Which message is edited, and what it says. */
function EditStrip({ chat, peer, edit, isSaving }: EditStripProps) {
  const texts = useTexts();
  return (
    <fieldset class="reply" aria-label={texts.editing}>
      <div class="answered">
        <b class="author">{isSaving ? texts.saving : texts.editing}</b>
        <span class="line" dir="auto">
          {visibleText(lineOf(edit.messageBody))}
        </span>
      </div>
      <button
        type="button"
        class="quiet"
        aria-label={texts.cancel}
        title={texts.cancel}
        disabled={isSaving}
        onClick={() => {
          chat.composing.edits.end(peer);
          toComposer();
        }}
      >
        ✕
      </button>
    </fieldset>
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
