// What may be done with a message: in its menu, and the most frequent of it in a bar beside the message.

import type { ChatMessage, Conversation, Json } from "@whaleshark/client";
import type { ComponentChildren } from "preact";
import type { Chat } from "../model/chat.ts";
import { textOf } from "../model/content.ts";
import { isEditable } from "../model/edits.ts";
import type { MenuItem } from "../model/menus.ts";
import { answerIn } from "../model/replies.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { authorOf } from "./Body.tsx";
import { CopyIcon, DotsIcon, ForwardIcon, ReplyIcon, SmileIcon } from "./icons.tsx";
import { Menu } from "./menus.tsx";
import { toComposer } from "./message-keys.ts";

/** What may be done with a message; undefined is what this user may not. */
export interface MessageActions {
  readonly reply: MenuItem | undefined;
  readonly react: MenuItem | undefined;
  readonly forward: MenuItem;
  readonly copy: MenuItem;
  /** Shows the message that this one answers. */
  readonly toAnswered: MenuItem | undefined;
  readonly pin: MenuItem | undefined;
  readonly readers: MenuItem | undefined;
  /** Shows who has reacted. */
  readonly reactors: MenuItem | undefined;
  readonly edit: MenuItem | undefined;
  readonly recall: MenuItem | undefined;
}

/** What needs a dialog. */
export interface MessageListener {
  onReaders(sequence: number): void;
  onForward(message: ChatMessage): void;
  onReact(sequence: number): void;
  onReactors(sequence: number): void;
}

export function messageActions(
  chat: Chat,
  message: ChatMessage,
  conversation: Conversation,
  texts: Texts,
  { onReaders, onForward, onReact, onReactors }: MessageListener,
): MessageActions {
  const { fromId, messageBody, messageSequence } = message;
  const { peer, membership } = conversation;
  const replyTo = answerIn(messageBody, messageSequence);
  const own = fromId === chat.user;
  const isIn = membership === "in";
  const isPinned = chat.pins.has(peer, messageSequence);
  const hasReactions = chat.visits.timeline(peer).tallies.of(messageSequence).length > 0;
  const recall = () => void chat.recall(peer, messageSequence);
  const edit = () => {
    chat.composing.edit(peer, message);
    toComposer();
  };
  return {
    reply: isIn ? { label: texts.reply, onSelect: () => chat.composing.reply(peer, message) } : undefined,
    react: chat.reactions.mayReact(conversation)
      ? { label: texts.react, onSelect: () => onReact(messageSequence) }
      : undefined,
    forward: { label: texts.forward, onSelect: () => onForward(message) },
    copy: copies(messageBody, texts),
    toAnswered: replyTo && {
      label: texts.toAnswered(authorOf(chat, peer, replyTo.fromId, texts)),
      onSelect: () => chat.toMessage(peer, replyTo.messageSequence, messageSequence),
    },
    pin:
      isIn && chat.pins.mayPin(peer)
        ? {
            label: isPinned ? texts.unpin : texts.pinMessage,
            onSelect: () => void chat.pin(peer, messageSequence, !isPinned),
          }
        : undefined,
    readers:
      own && peer.kind === "group" ? { label: texts.whoRead, onSelect: () => onReaders(messageSequence) } : undefined,
    reactors: hasReactions ? { label: texts.whoReacted, onSelect: () => onReactors(messageSequence) } : undefined,
    // Until when, the server says, by a refusal.
    edit:
      isIn && isEditable(message, chat.user) && chat.limits.isInTime("edit", peer, message)
        ? { label: texts.edit, onSelect: edit }
        : undefined,
    // The time window binds authors, not those who run the group.
    recall:
      (own && chat.limits.isInTime("recall", peer, message)) || (!own && isIn && chat.groups.recallsOthers(peer))
        ? {
            label: texts.recall,
            onSelect: () => chat.questions.ask({ text: texts.recallQuestion, yes: texts.recall, act: recall }),
          }
        : undefined,
  };
}

/** Copies what a message says. */
export function copies(body: Json, { copy: label }: Texts): MenuItem {
  return { label, onSelect: () => void navigator.clipboard?.writeText(textOf(body)) };
}

export function itemsOf(actions: MessageActions): MenuItem[] {
  const { reply, react, forward, copy, toAnswered, pin, readers, reactors, edit, recall } = actions;
  return [reply, react, forward, copy, toAnswered, pin, readers, reactors, edit, recall].filter(
    (item) => item !== undefined,
  );
}

/**
 * The bar that a mouse finds beside a message. No stop of Tab: on the keyboard, Enter on the message opens the menu,
 * which has everything.
 */
export function ActionBar({ actions }: { readonly actions: MessageActions }) {
  const texts = useTexts();
  const { reply, react, forward, copy } = actions;
  return (
    <div class="action-bar">
      {react && <Action {...react} name="react" icon={<SmileIcon />} />}
      {reply && <Action {...reply} icon={<ReplyIcon />} />}
      <Action {...forward} icon={<ForwardIcon />} />
      <Action {...copy} icon={<CopyIcon />} />
      <Menu label={texts.messageMenu} icon={<DotsIcon />} items={itemsOf(actions)} isStop={false} />
    </div>
  );
}

interface ActionProps extends MenuItem {
  readonly name?: string;
  readonly icon: ComponentChildren;
}

function Action({ label, onSelect, name = "", icon }: ActionProps) {
  return (
    <button type="button" class={`quiet ${name}`} tabIndex={-1} aria-label={label} title={label} onClick={onSelect}>
      {icon}
    </button>
  );
}
