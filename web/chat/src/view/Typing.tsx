import type { Peer } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import { nameInSentence } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";

const NAMED_AT_MOST = 2;

/**
 * Who else is writing in a conversation; empty if nobody is.
 *
 * @param named what somebody is called; not asked of those who are only counted
 */
export function writingIn({ client }: Chat, peer: Peer, texts: Texts, named: (userId: string) => string): string {
  const typists = client.typing.typists(peer);
  if (typists.length > NAMED_AT_MOST) {
    return texts.manyWriting(typists.length);
  }
  return typists.length > 0 ? texts.writing(typists.map((user) => nameInSentence(named(user)))) : "";
}

/**
 * Who else is writing in the open conversation. It is read out where there is one other person: a busy group would talk
 * all the time.
 */
export function TypingLine({ chat, peer }: { readonly chat: Chat; readonly peer: Peer }) {
  const texts = useTexts();
  return (
    <output class="typing" aria-live={peer.kind === "direct" ? "polite" : "off"}>
      {writingIn(chat, peer, texts, (user) => chat.names.of(user, peer))}
    </output>
  );
}
