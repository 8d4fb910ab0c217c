import type { Conversation } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import type { MenuItem } from "../model/menus.ts";
import { goHome, goTo } from "../model/route.ts";
import { nameInSentence } from "../model/visible.ts";
import type { Texts } from "../texts/index.ts";

/** Hides a conversation, and offers to undo it: to show it where it was, in its window if that was open. */
async function hide(chat: Chat, { peer, title }: Conversation, texts: Texts): Promise<void> {
  const wasOpen = chat.visits.to(peer) !== undefined;
  if (wasOpen) {
    goHome();
  }
  if (await chat.set(peer, { isDeleted: true })) {
    const undo = () => {
      void chat.set(peer, { isDeleted: false });
      if (wasOpen) {
        goTo(peer);
      }
    };
    chat.toast.show(texts.nowHidden(nameInSentence(chat.names.title({ peer, title }))), {
      label: texts.undo,
      act: undo,
    });
  }
}

/** What may be done with a conversation, in its window and in its row of the list. */
export function conversationItems(chat: Chat, conversation: Conversation, texts: Texts): MenuItem[] {
  const { peer, pinned, muted, hidden, unread } = conversation;
  const items: MenuItem[] = [
    { label: pinned ? texts.unpin : texts.pin, onSelect: () => void chat.set(peer, { isTop: !pinned }) },
    { label: muted ? texts.unmute : texts.mute, onSelect: () => void chat.set(peer, { isMute: !muted }) },
    hidden
      ? { label: texts.unhide, onSelect: () => void chat.set(peer, { isDeleted: false }) }
      : { label: texts.deleteConversation, onSelect: () => void hide(chat, conversation, texts) },
  ];
  return unread > 0 ? [{ label: texts.markAllRead, onSelect: () => chat.markAllRead(peer) }, ...items] : items;
}
