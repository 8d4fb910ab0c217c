import type { Peer } from "@whaleshark/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { loadTyped, saveTyped } from "../model/prefs.ts";
import { withQuote } from "../model/quote.ts";
import { visibleName } from "../model/visible.ts";
import { useTexts } from "../texts/index.ts";
import { SendIcon } from "./icons.tsx";
import { toLastMessage } from "./message-keys.ts";

/** UTF-8 bytes; by default the server accepts 65,536 for the whole body. */
const TEXT_AT_MOST = 60_000;
const HEIGHT_AT_MOST = 160;
const KEY_OF_INPUT_METHOD = 229;

/** Whether an input method handles the key. Safari ends the composition first; only the key code shows it. */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === KEY_OF_INPUT_METHOD;
}

/** The input for messages. Drafts are kept until they are sent, also over a reload. */
export function Composer({ chat, peer, title }: { readonly chat: Chat; readonly peer: Peer; readonly title: string }) {
  const texts = useTexts();
  const [typed, setTyped] = useState(() => loadTyped(chat.signIn, peer));
  const area = useRef<HTMLTextAreaElement>(null);
  const change = (text: string) => {
    setTyped(text);
    saveTyped(chat.signIn, peer, text);
  };
  useLayoutEffect(() => {
    chat.quotes.composer = (quote) => {
      change(withQuote(typed, quote));
      area.current?.focus();
    };
    return () => {
      chat.quotes.composer = undefined;
    };
  });
  const send = () => {
    const text = typed.trim();
    if (new TextEncoder().encode(JSON.stringify(text)).length > TEXT_AT_MOST) {
      chat.toast.show(texts.tooLong);
    } else if (text) {
      chat.send(peer, text);
      change("");
    }
    area.current?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text, and the width of the window
  useLayoutEffect(() => {
    const fit = () => {
      if (area.current) {
        area.current.style.height = "auto";
        area.current.style.height = `${Math.min(area.current.scrollHeight + 2, HEIGHT_AT_MOST)}px`;
      }
    };
    fit();
    window.addEventListener("resize", fit);
    return () => window.removeEventListener("resize", fit);
  }, [typed]);
  useLayoutEffect(() => {
    if (matchMedia("(pointer: fine)").matches) {
      area.current?.focus();
    }
  }, []);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        value={typed}
        aria-label={texts.writeTo(visibleName(title))}
        placeholder={texts.message}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) {
            event.preventDefault();
            send();
          } else if (event.key === "ArrowUp" && !typed) {
            event.preventDefault();
            toLastMessage();
          }
        }}
      />
      <button type="submit" class="primary send" aria-label={texts.send} title={texts.send} disabled={!typed.trim()}>
        <SendIcon />
      </button>
    </form>
  );
}
