import type { Peer } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import { nameInSentence } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";

/** Who else is writing in a conversation; empty if nobody is. Rows of the list ask the directory for nobody by this. */
export function writingIn({ client, names }: Chat, peer: Peer, texts: Texts): string {
  const typists = client.typing.typists(peer);
  return typists.length > 0 ? texts.writing(typists.map((user) => nameInSentence(names.known(user)))) : "";
}

/**
 * Who else is writing in the open conversation. It is read out where there is one other person: a busy group would talk
 * all the time.
 */
export function TypingLine({ chat, peer }: { readonly chat: Chat; readonly peer: Peer }) {
  const texts = useTexts();
  return (
    <output class="typing" aria-live={peer.kind === "direct" ? "polite" : "off"}>
      {writingIn(chat, peer, texts)}
    </output>
  );
}
