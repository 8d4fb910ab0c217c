// What is shown where there is nothing yet: what to do next, and what the marks of messages will mean.

import type { Conversation } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import { SECOND_WINDOW } from "../model/route.ts";
import { visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";
import { Logo } from "./icons.tsx";
import { PeerAvatar } from "./people.tsx";
import { ReadShare, TickOf } from "./Receipt.tsx";

const EXAMPLE = { readCount: 2, memberCount: 3 };

/** A conversation without messages. */
export function FirstMessage(props: { readonly chat: Chat; readonly conversation: Conversation }) {
  const { chat, conversation } = props;
  const { peer, title } = conversation;
  const texts = useTexts();
  const states = [
    { state: "sent", label: texts.stateSent, meaning: texts.sentMeans },
    { state: "delivered", label: texts.stateDelivered, meaning: texts.deliveredMeans },
    { state: "read", label: texts.stateRead, meaning: texts.readMeans },
  ] as const;
  return (
    <div class="first">
      <PeerAvatar chat={chat} peer={peer} title={title} />
      <p>{texts.firstMessage(visibleName(chat.names.title(conversation)))}</p>
      <ul class="legend">
        {peer.kind === "group" ? (
          <li>
            <span aria-hidden="true">
              <ReadShare counts={EXAMPLE} />
            </span>
            {texts.countMeans}
          </li>
        ) : (
          states.map(({ state, label, meaning }) => (
            <li key={state}>
              <span aria-hidden="true">
                <TickOf state={state} label={label} />
              </span>
              <span>
                <b>{label}</b> {meaning}
              </span>
            </li>
          ))
        )}
      </ul>
    </div>
  );
}

/** Whether the user has no conversations, and may sign in as somebody else to have one. */
export function isNew({ signIn, state, conversations }: Chat): boolean {
  return signIn.token === "" && state.is === "online" && conversations.areNone;
}

/** How to see a receipt, for who has nobody to write to yet. */
export function FirstMinute() {
  const texts = useTexts();
  return (
    <section class="minute" aria-label={texts.firstMinute}>
      <h2>{texts.firstMinute}</h2>
      <ol>
        <li>
          <a href={SECOND_WINDOW} target="_blank" rel="noopener">
            {texts.secondWindow}
          </a>
        </li>
        <li>{texts.writeThere}</li>
        <li>{texts.seeItRead}</li>
      </ol>
    </section>
  );
}

/** The page before a conversation is chosen. */
export function NothingOpen({ chat }: { readonly chat: Chat }) {
  const texts = useTexts();
  return (
    <div class="nothing">
      <Logo size={72} />
      {isNew(chat) ? <FirstMinute /> : <h2>{texts.chooseConversation}</h2>}
      <p>{texts.chooseConversationHint}</p>
    </div>
  );
}
