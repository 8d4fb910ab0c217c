import type { Conversation } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import type { MenuItem } from "../model/menus.ts";
import { goHome } from "../model/route.ts";
import type { Texts } from "../texts/index.ts";

/** What may be done with a conversation, in its window and in its row of the list. */
export function conversationItems(chat: Chat, conversation: Conversation, texts: Texts): MenuItem[] {
  const { peer, pinned, muted, hidden, unread } = conversation;
  const hide = () => {
    void chat.set(peer, { isDeleted: true });
    if (chat.visitTo(peer)) {
      goHome();
    }
  };
  const items: MenuItem[] = [
    { label: pinned ? texts.unpin : texts.pin, onSelect: () => void chat.set(peer, { isTop: !pinned }) },
    { label: muted ? texts.unmute : texts.mute, onSelect: () => void chat.set(peer, { isMute: !muted }) },
    hidden
      ? { label: texts.unhide, onSelect: () => void chat.set(peer, { isDeleted: false }) }
      : { label: texts.deleteConversation, onSelect: hide },
  ];
  return unread > 0 ? [{ label: texts.markAllRead, onSelect: () => chat.markAllRead(peer) }, ...items] : items;
}
