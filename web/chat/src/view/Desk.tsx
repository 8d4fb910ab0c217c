import { peerKey } from "@whaleshark/client";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { goHome, goTo, type Route, routeOf } from "../model/route.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { ConversationList } from "./ConversationList.tsx";
import { ConversationWindow } from "./ConversationWindow.tsx";
import { NothingOpen } from "./Empty.tsx";
import { FramesPage } from "./FramesPage.tsx";
import { KeysDialog } from "./KeysDialog.tsx";
import { OpenContextMenu } from "./menus.tsx";
import { QuestionDialog } from "./parts.tsx";

/** How long a server may take to answer after the browser has lost its network; milliseconds. */
const OFFLINE_PATIENCE = 700;

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useLayoutEffect(() => {
    const onHash = () => setRoute(routeOf(location.hash));
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);
  return route;
}

/** Renders after every change of the chat; watches from the first rendering on, so that no change is missed. */
function useChat(chat: Chat): void {
  const [, draw] = useState(0);
  useLayoutEffect(() => chat.watch(() => draw((n) => n + 1)), [chat]);
}

/** Whether the browser has a network. */
function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useLayoutEffect(() => {
    const changed = () => setOnline(navigator.onLine);
    window.addEventListener("online", changed);
    window.addEventListener("offline", changed);
    return () => {
      window.removeEventListener("online", changed);
      window.removeEventListener("offline", changed);
    };
  }, []);
  return isOnline;
}

function useWindow(chat: Chat): void {
  useEffect(() => {
    const wake = () => {
      if (document.visibilityState === "visible") {
        chat.client.wake();
        chat.reactions.look();
      }
    };
    // A server on this machine answers without a network, so that the browser alone does not know.
    const networkLost = () => chat.client.wake(OFFLINE_PATIENCE);
    const leave = () => chat.client.storeCursor();
    window.addEventListener("focus", wake);
    window.addEventListener("online", wake);
    window.addEventListener("offline", networkLost);
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("focus", wake);
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", networkLost);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pagehide", leave);
    };
  }, [chat]);
}

export function Desk(props: {
  readonly chat: Chat;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
  readonly onRefused: (why: string) => void;
  readonly onUseHere: () => void;
}) {
  const { chat, language, setLanguage, onSignOut, onRefused, onUseHere } = props;
  const texts = useTexts();
  const route = useRoute();
  const [isHelping, setHelping] = useState(false);
  useChat(chat);
  useWindow(chat);
  const { state } = chat;
  const { unreadTotal } = chat.conversations;
  const peer = route.page === "conversation" ? route.peer : undefined;
  const key = peer && peerKey(peer);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says which peer it is
  useEffect(() => chat.visits.open(peer), [chat, key]);
  useEffect(() => {
    document.title = unreadTotal > 0 ? `(${unreadTotal}) Whale Shark` : "Whale Shark";
  }, [unreadTotal]);
  useEffect(() => {
    if (state.is === "stopped" && state.cause === "refused") {
      onRefused(texts.loginRefused(texts.refusal(state.code, state.why)));
    } else if (state.is === "stopped" && state.cause === "expired") {
      onRefused(texts.tokenExpired);
    } else if (state.is === "stopped" && state.cause === "signed-out") {
      onRefused(texts.signedOut);
    }
  }, [state, onRefused, texts]);
  useEffect(() => {
    const onDrop = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files")) {
        chat.toast.show(texts.noFiles);
      }
    };
    window.addEventListener("drop", onDrop);
    return () => window.removeEventListener("drop", onDrop);
  }, [chat, texts]);
  useEffect(() => {
    const toNext = (step: number) => {
      const all = chat.conversations.listed();
      const at = all.findIndex((c) => peerKey(c.peer) === key);
      const next = all[at < 0 ? 0 : at + step];
      if (next) {
        goTo(next.peer);
      }
    };
    const onKey = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      const isBusy = document.querySelector("dialog[open]") !== null;
      if (isCommand && event.key.toLowerCase() === "k") {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      } else if (isCommand && event.key === "/") {
        event.preventDefault();
        setHelping(true);
      } else if (event.altKey && !isBusy && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
        event.preventDefault();
        toNext(event.key === "ArrowUp" ? -1 : 1);
      } else if (event.key === "Escape" && !event.isComposing && !isBusy) {
        // Keeps the position in the list for keyboard users.
        document.querySelector<HTMLElement>("nav a[aria-current]")?.focus();
        goHome();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [chat, key]);

  const question = chat.questions.asked;
  const menu = chat.menus.shown;

  return (
    <div class={`desk at-${route.page}`}>
      <ConversationList chat={chat} open={key} language={language} setLanguage={setLanguage} onSignOut={onSignOut} />
      <main>
        <Banner chat={chat} onUseHere={onUseHere} />
        <Notice chat={chat} />
        {route.page === "frames" && <FramesPage chat={chat} language={language} />}
        {peer && <ConversationWindow key={key} chat={chat} peer={peer} language={language} />}
        {route.page === "home" && <NothingOpen chat={chat} />}
      </main>
      {menu && <OpenContextMenu key={`${menu.x} ${menu.y}`} menu={menu} onClose={() => chat.menus.close()} />}
      {isHelping && <KeysDialog onClose={() => setHelping(false)} />}
      {question && <QuestionDialog {...question} onAnswer={(yes) => chat.questions.answer(yes)} />}
    </div>
  );
}

/** What just happened, and what the user may do about it. A line of its own, so that it covers nothing. */
function Notice({ chat: { toast } }: { readonly chat: Chat }) {
  return toast.text ? (
    <div class="toast">
      <p role="alert">{toast.text}</p>
      {toast.action && (
        <button type="button" onClick={() => toast.act()}>
          {toast.action.label}
        </button>
      )}
    </div>
  ) : null;
}

/** Shows that this device is not connected, and the consequences. */
function Banner({ chat, onUseHere }: { readonly chat: Chat; readonly onUseHere: () => void }) {
  const texts = useTexts();
  const { state } = chat;
  const isOnline = useOnline();
  let text = chat.notStored ? texts.notStored : "";
  let action: { label: string; act: () => void } | undefined;
  if (state.is === "stopped" && state.cause === "displaced") {
    text = texts.displaced;
    action = { label: texts.useHere, act: onUseHere };
  } else if (chat.cutOff) {
    text = isOnline ? texts.serverAway : texts.offline;
    action = { label: texts.retryNow, act: () => chat.client.wake() };
  } else if (state.is === "connecting") {
    text = texts.connecting;
  } else if (state.is === "catching-up") {
    text = texts.catchingUp;
  }
  return (
    <output class={`banner ${action ? "" : "late"}`} data-state={state.is}>
      {text && <span>{text}</span>}
      {action && (
        <button type="button" onClick={action.act}>
          {action.label}
        </button>
      )}
    </output>
  );
}
