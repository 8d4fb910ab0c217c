// What may be done with a message: in its menu, and the most frequent of it in a bar beside the message.

import type { ChatMessage, Conversation } from "@whaleshark/client";
import type { ComponentChildren } from "preact";
import type { Chat } from "../model/chat.ts";
import { textOf } from "../model/content.ts";
import type { MenuItem } from "../model/menus.ts";
import { visibleName } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { CopyIcon, DotsIcon, QuoteIcon } from "./icons.tsx";
import { Menu } from "./menus.tsx";

/** What may be done with a message; undefined is what this user may not. */
export interface MessageActions {
  readonly quote: MenuItem | undefined;
  readonly copy: MenuItem;
  readonly readers: MenuItem | undefined;
  readonly recall: MenuItem | undefined;
}

export function messageActions(
  chat: Chat,
  { fromId, messageBody, messageSequence }: ChatMessage,
  { peer, membership }: Conversation,
  texts: Texts,
  onReaders: (sequence: number) => void,
): MessageActions {
  const own = fromId === chat.user;
  const text = textOf(messageBody);
  const said = peer.kind === "group" && !own ? texts.says(visibleName(fromId), text) : text;
  const recall = () => void chat.recall(peer, messageSequence);
  return {
    quote: membership === "in" ? { label: texts.quote, onSelect: () => chat.quotes.add(said) } : undefined,
    copy: { label: texts.copy, onSelect: () => void navigator.clipboard?.writeText(text) },
    readers:
      own && peer.kind === "group" ? { label: texts.whoRead, onSelect: () => onReaders(messageSequence) } : undefined,
    recall: own
      ? {
          label: texts.recall,
          onSelect: () => chat.questions.ask({ text: texts.recallQuestion, yes: texts.recall, act: recall }),
        }
      : undefined,
  };
}

export function itemsOf({ quote, copy, readers, recall }: MessageActions): MenuItem[] {
  return [quote, copy, readers, recall].filter((item) => item !== undefined);
}

/**
 * The bar that a mouse finds beside a message. No stop of Tab: on the keyboard, Enter on the message opens the menu,
 * which has everything.
 */
export function ActionBar({ actions }: { readonly actions: MessageActions }) {
  const texts = useTexts();
  const { quote, copy } = actions;
  return (
    <div class="action-bar">
      {quote && <Action {...quote} icon={<QuoteIcon />} />}
      <Action {...copy} icon={<CopyIcon />} />
      <Menu label={texts.messageMenu} icon={<DotsIcon />} items={itemsOf(actions)} isStop={false} />
    </div>
  );
}

function Action({ label, onSelect, icon }: MenuItem & { readonly icon: ComponentChildren }) {
  return (
    <button type="button" class="quiet" tabIndex={-1} aria-label={label} title={label} onClick={onSelect}>
      {icon}
    </button>
  );
}
