import type { ChatMessage, Peer } from "@whaleshark/client";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { goHome } from "../model/route.ts";
import { visibleName } from "../model/visible.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { Composer } from "./Composer.tsx";
import { conversationItems } from "./conversation-items.ts";
import { ForwardDialog } from "./ForwardDialog.tsx";
import { BackIcon, DotsIcon } from "./icons.tsx";
import { MembersDialog } from "./MembersDialog.tsx";
import { Messages } from "./Messages.tsx";
import { Muted } from "./Muted.tsx";
import { Menu } from "./menus.tsx";
import { PinsDialog, PinsLine } from "./Pins.tsx";
import { PeerAvatar, PeerName } from "./people.tsx";
import { ReadersDialog } from "./ReadersDialog.tsx";
import { useReactionViews } from "./reaction-views.ts";
import { TypingLine } from "./Typing.tsx";

export function ConversationWindow(props: { readonly chat: Chat; readonly peer: Peer; readonly language: Language }) {
  const { chat, peer, language } = props;
  const texts = useTexts();
  const [members, setMembers] = useState(false);
  const [readersOf, setReadersOf] = useState<number>();
  const [reactingTo, setReactingTo] = useState<number>();
  const [reactorsOf, setReactorsOf] = useState<number>();
  const [pins, setPins] = useState(false);
  const [forwarding, setForwarding] = useState<ChatMessage>();
  useEffect(() => void chat.groups.askRole(peer), [chat, peer]);
  const conversation = chat.conversations.of(peer);
  const { memberCount } = conversation;
  const title = chat.names.title(conversation);
  const shared = { chat, peer, language };
  const isIn = conversation.membership === "in";
  const items = conversationItems(chat, conversation, texts);
  if (peer.kind === "group" && isIn) {
    items.unshift({ label: texts.groupInfo, onSelect: () => setMembers(true) });
  }
  return (
    <section class="window" aria-label={visibleName(title)}>
      <header>
        <button type="button" class="quiet back" aria-label={texts.back} onClick={goHome}>
          <BackIcon />
        </button>
        <PeerAvatar chat={chat} peer={peer} title={title} />
        <div class="grow">
          <h2>
            <PeerName chat={chat} peer={peer} title={title} />
          </h2>
          {peer.kind === "group" && isIn && memberCount > 0 ? (
            <div class="second">
              <button type="button" class="link" onClick={() => setMembers(true)}>
                {texts.memberCount(memberCount)}
              </button>
              <TypingLine chat={chat} peer={peer} />
            </div>
          ) : (
            <TypingLine chat={chat} peer={peer} />
          )}
        </div>
        <Menu label={texts.conversationMenu} icon={<DotsIcon />} items={items} />
      </header>
      <PinsLine chat={chat} peer={peer} onAll={() => setPins(true)} />
      <Messages
        chat={chat}
        peer={peer}
        language={language}
        listener={{
          onReaders: setReadersOf,
          onForward: setForwarding,
          onReact: (sequence) => setReactingTo((now) => (now === sequence ? undefined : sequence)),
          onReactors: setReactorsOf,
        }}
      />
      {isIn &&
        (chat.limits.isMuted(peer) ? (
          <Muted chat={chat} peer={peer} />
        ) : (
          <Composer chat={chat} peer={peer} title={title} />
        ))}
      {members && isIn && <MembersDialog chat={chat} peer={peer} onClose={() => setMembers(false)} />}
      {forwarding && <ForwardDialog chat={chat} message={forwarding} onClose={() => setForwarding(undefined)} />}
      {pins && (
        <PinsDialog chat={chat} conversation={conversation} language={language} onClose={() => setPins(false)} />
      )}
      {reactingTo !== undefined && (
        <ReactionView
          name="ReactionPicker"
          {...shared}
          sequence={reactingTo}
          onClose={() => setReactingTo(undefined)}
        />
      )}
      {reactorsOf !== undefined && (
        <ReactionView
          name="ReactorsDialog"
          {...shared}
          sequence={reactorsOf}
          onClose={() => setReactorsOf(undefined)}
        />
      )}
      {readersOf !== undefined && (
        <ReadersDialog chat={chat} peer={peer} sequence={readersOf} onClose={() => setReadersOf(undefined)} />
      )}
    </section>
  );
}

interface ReactionViewProps {
  readonly name: "ReactionPicker" | "ReactorsDialog";
  readonly chat: Chat;
  readonly peer: Peer;
  readonly sequence: number;
  readonly language: Language;
  readonly onClose: () => void;
}

/** One of the views of reactions, as soon as they are loaded. */
function ReactionView({ name, ...props }: ReactionViewProps) {
  const texts = useTexts();
  const views = useReactionViews(() => {
    props.onClose();
    props.chat.toast.show(texts.notLoaded);
  });
  const View = views?.[name];
  return View ? <View key={props.sequence} {...props} /> : null;
}
