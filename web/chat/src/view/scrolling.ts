// Where a conversation's window stands: what it shows first, what it follows, and what of it counts as read.

import type { Peer } from "@whaleshark/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { inView } from "../model/content.ts";

const NEAR = 120;
/** So many unread messages are loaded to begin with the first of them; if there are more, it begins with the newest. */
const UNREAD_LOADED = 500;

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

/**
 * After which sequence messages are new to whoever looks: what was unread when the window was opened, or has come since
 * they last looked away. Infinite if nothing is.
 */
export function useNewFrom(chat: Chat, peer: Peer): number {
  const known = useRef<number | undefined>(undefined);
  const conversation = chat.client.conversation(peer);
  if (known.current === undefined && conversation.listed) {
    known.current = conversation.unread > 0 ? conversation.read : Number.POSITIVE_INFINITY;
  }
  useEffect(() => {
    const looksAway = () => {
      const { listed, newest } = chat.client.conversation(peer);
      if (listed && !inView()) {
        known.current = newest;
      }
    };
    window.addEventListener("blur", looksAway);
    document.addEventListener("visibilitychange", looksAway);
    return () => {
      window.removeEventListener("blur", looksAway);
      document.removeEventListener("visibilitychange", looksAway);
    };
  }, [chat, peer]);
  return known.current ?? Number.POSITIVE_INFINITY;
}

/** Whether more than a screenful lies below what is seen. */
function isFar(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop > 2 * box.clientHeight;
}

/** Shows the newest; while nobody looks no more than fits below what is new to them. */
function follow(box: HTMLElement): void {
  const begin = inView() ? null : box.querySelector<HTMLElement>(".unread");
  box.scrollTop = Math.min(box.scrollHeight, begin ? topOf(begin) : Number.POSITIVE_INFINITY);
}

/** Where to scroll to, to begin with a message. */
function topOf(begin: HTMLElement): number {
  return begin.offsetTop - NEAR / 2;
}

/**
 * Keeps the window at what its user looks at, loads older messages when they come near, and reports what is displayed.
 *
 * @param newFrom after which sequence messages are new
 */
export function useScrolling(chat: Chat, peer: Peer, newFrom: number) {
  const timeline = chat.timeline(peer);
  const messages = timeline.shown();
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef({ height: 0, first: 0, sends: chat.sends, atEnd: true });
  const placed = useRef(false);
  const [isFarUp, setFarUp] = useState(false);
  const first = messages[0]?.messageSequence ?? 0;
  const last = messages.at(-1)?.messageSequence ?? 0;
  const isKnown = chat.client.conversation(peer).listed || chat.state.is === "online";
  const isMissing = Number.isFinite(newFrom) && !timeline.complete && first > newFrom + 1;

  /** Everything whose end is in view is displayed. */
  const report = useCallback(() => {
    const box = scroll.current;
    if (!box || !inView() || !placed.current) {
      return;
    }
    const bottom = box.getBoundingClientRect().bottom + 1;
    const rows = box.querySelectorAll<HTMLElement>("[data-sequence]");
    for (let i = rows.length - 1; i >= 0; i--) {
      const row = rows[i];
      if (row && row.getBoundingClientRect().bottom <= bottom) {
        chat.displayed(peer, Number(row.dataset.sequence));
        return;
      }
    }
  }, [chat, peer]);

  const onScroll = () => {
    const box = scroll.current;
    if (!box) {
      return;
    }
    anchor.current.atEnd = isAtEnd(box);
    setFarUp(isFar(box));
    if (box.scrollTop < NEAR * 3) {
      void chat.loadOlder(peer);
    }
    report();
  };

  // What is looked at stays where it is: at the end, or where older messages were put above it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of what is shown
  useLayoutEffect(() => {
    const box = scroll.current;
    if (box) {
      const { height, first: firstBefore } = anchor.current;
      // Who writes looks at what they wrote.
      const atEnd = anchor.current.atEnd || anchor.current.sends !== chat.sends;
      const wasPlaced = placed.current;
      const loads = !wasPlaced && isMissing && last - newFrom <= UNREAD_LOADED;
      placed.current ||= isKnown && messages.length > 0 && !loads;
      const begin = wasPlaced || isMissing ? null : box.querySelector<HTMLElement>(".unread");
      if (begin) {
        // Opened where reading was left off.
        box.scrollTop = topOf(begin);
      } else if (atEnd) {
        follow(box);
      } else if (firstBefore > first) {
        box.scrollTop += box.scrollHeight - height;
      }
      anchor.current = { atEnd: isAtEnd(box), sends: chat.sends, height: box.scrollHeight, first };
      if (loads || box.scrollHeight <= box.clientHeight + NEAR) {
        void chat.loadOlder(peer);
      }
      report();
    }
  }, [first, last, chat.unsentOf(peer).length, chat.sends, timeline.loading, chat.state.is, messages.length]);

  useEffect(() => {
    const box = scroll.current;
    if (!box || !content.current) {
      return undefined;
    }
    const resized = new ResizeObserver(() => {
      if (anchor.current.atEnd) {
        follow(box);
      }
      setFarUp(isFar(box));
      report();
    });
    resized.observe(box);
    resized.observe(content.current);
    window.addEventListener("focus", report);
    document.addEventListener("visibilitychange", report);
    return () => {
      resized.disconnect();
      window.removeEventListener("focus", report);
      document.removeEventListener("visibilitychange", report);
    };
  }, [report]);

  const toNewest = () => scroll.current?.scrollTo({ top: scroll.current.scrollHeight });
  return { scroll, content, isFarUp, onScroll, toNewest };
}
