import type { Peer } from "@whaleshark/client";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { useTexts } from "../texts/index.ts";

/** In the place of the composer: why nothing can be written here. What was typed stays, and so does the focus. */
export function Muted({ chat, peer }: { readonly chat: Chat; readonly peer: Peer }) {
  const texts = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => button.current?.focus(), []);
  return (
    <div class="composer">
      <p class="notice grow" role="alert">
        {texts.mutedHere}
      </p>
      <button type="button" ref={button} onClick={() => chat.limits.tryAgain(peer)}>
        {texts.writeAnyway}
      </button>
    </div>
  );
}
