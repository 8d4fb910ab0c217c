import type { Peer } from "@whaleshark/client";
import { useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { goHome } from "../model/route.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { Composer } from "./Composer.tsx";
import { MembersDialog, ReadersDialog } from "./GroupDialogs.tsx";
import { BackIcon, DotsIcon } from "./icons.tsx";
import { Messages } from "./Messages.tsx";
import { Avatar, Menu, type MenuItem } from "./parts.tsx";

export function ConversationWindow(props: { readonly chat: Chat; readonly peer: Peer; readonly language: Language }) {
  const { chat, peer, language } = props;
  const texts = useTexts();
  const [members, setMembers] = useState(false);
  const [readersOf, setReadersOf] = useState<number>();
  const { title, pinned, muted, memberCount } = chat.client.conversation(peer);
  const items: MenuItem[] = [
    { label: pinned ? texts.unpin : texts.pin, onSelect: () => void chat.set(peer, { isTop: !pinned }) },
    { label: muted ? texts.unmute : texts.mute, onSelect: () => void chat.set(peer, { isMute: !muted }) },
    {
      label: texts.deleteConversation,
      onSelect: () => {
        void chat.set(peer, { isDeleted: true });
        goHome();
      },
    },
  ];
  if (peer.kind === "group") {
    items.unshift({ label: texts.groupInfo, onSelect: () => setMembers(true) });
  }
  return (
    <section class="window" aria-label={title}>
      <header>
        <button type="button" class="quiet back" aria-label={texts.back} onClick={goHome}>
          <BackIcon />
        </button>
        <Avatar name={title} round={peer.kind === "direct"} />
        <div class="grow">
          <h2>{title}</h2>
          {peer.kind === "group" && memberCount > 0 && (
            <button type="button" class="link" onClick={() => setMembers(true)}>
              {texts.memberCount(memberCount)}
            </button>
          )}
        </div>
        <Menu label={texts.conversationMenu} icon={<DotsIcon />} items={items} />
      </header>
      <Messages chat={chat} peer={peer} language={language} onReaders={setReadersOf} />
      <Composer chat={chat} peer={peer} title={title} />
      {members && <MembersDialog chat={chat} peer={peer} onClose={() => setMembers(false)} />}
      {readersOf !== undefined && (
        <ReadersDialog chat={chat} peer={peer} sequence={readersOf} onClose={() => setReadersOf(undefined)} />
      )}
    </section>
  );
}
