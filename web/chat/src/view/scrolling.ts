// Where a conversation's window stands: what it shows first, what it follows, and what of it was on the screen.

import type { Peer } from "@whaleshark/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { inView } from "../model/content.ts";
import type { Visit } from "../model/visit.ts";
import { isAtEnd, isFarFromEnd, NEAR, placeOf, restore, rowsInView, topOf } from "./viewport.ts";

/** What comes while nobody looks is new to whoever looks again. */
function useLookingAway(chat: Chat, peer: Peer): void {
  useEffect(() => {
    const looksAway = () => {
      if (!inView()) {
        chat.visitTo(peer)?.lookAway(chat.client.conversation(peer).newest);
      }
    };
    window.addEventListener("blur", looksAway);
    document.addEventListener("visibilitychange", looksAway);
    return () => {
      window.removeEventListener("blur", looksAway);
      document.removeEventListener("visibilitychange", looksAway);
    };
  }, [chat, peer]);
}

/** Shows the newest; while nobody looks no more than fits below what is new to them. */
function follow(box: HTMLElement): void {
  const begin = inView() ? null : box.querySelector<HTMLElement>(".unread");
  box.scrollTop = Math.min(box.scrollHeight, begin ? topOf(begin) : Number.POSITIVE_INFINITY);
}

/**
 * Puts the window where the visit wants it, as soon as the messages there are loaded.
 *
 * @returns whether it stands there now
 */
function reach(visit: Visit, box: HTMLElement): boolean {
  const { timeline, goal } = visit;
  if (goal === undefined) {
    return false;
  }
  const begin = goal === "first-unread" ? box.querySelector<HTMLElement>(".unread") : null;
  if (begin) {
    box.scrollTop = topOf(begin);
  } else if (timeline.newer === undefined && (timeline.older === undefined || timeline.shown().length > 0)) {
    follow(box);
  } else {
    return false;
  }
  visit.goal = undefined;
  return true;
}

/** Keeps the window at what its user looks at, loads what comes near, and tells what is on the screen. */
export function useScrolling(chat: Chat, peer: Peer) {
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  /** Whether what comes next is followed, and otherwise the message that stays where it is. */
  const standing = useRef({ atEnd: true, place: placeOf(null) });
  const [isFarUp, setFarUp] = useState(false);
  const [isUnreadAbove, setUnreadAbove] = useState(false);
  useLookingAway(chat, peer);

  /** Takes down where the window stands; everything whose end is in view is on the screen. */
  const look = useCallback(() => {
    const box = scroll.current;
    const visit = chat.visitTo(peer);
    if (!box || !visit) {
      return;
    }
    const { timeline } = visit;
    const isNewest = timeline.newer === undefined;
    standing.current = { atEnd: isNewest && isAtEnd(box), place: placeOf(box) };
    setFarUp(!isNewest || isFarFromEnd(box));
    if (visit.newFrom !== undefined && box.scrollTop < NEAR * 3) {
      void chat.loadOlder(peer);
    }
    if (!isNewest && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR * 3) {
      void chat.loadNewer(peer);
    }
    if (visit.goal === undefined && visit.newFrom !== undefined) {
      if (inView()) {
        chat.displayed(peer, rowsInView(box));
      }
      const top = Number(standing.current.place?.sequence ?? 0);
      setUnreadAbove(visit.isUnreadAbove(chat.user, chat.client.conversation(peer), top));
    }
  }, [chat, peer]);

  // After every drawing: what is looked at stays where it is, or what is new is followed.
  useLayoutEffect(() => {
    const box = scroll.current;
    const visit = chat.visitTo(peer);
    if (box && visit && !reach(visit, box)) {
      if (standing.current.atEnd && visit.timeline.newer === undefined) {
        follow(box);
      } else {
        restore(box, standing.current.place);
      }
      if (visit.goal !== undefined) {
        void chat.loadNewer(peer);
      }
    }
    look();
  });

  useEffect(() => {
    const box = scroll.current;
    if (!box || !content.current) {
      return undefined;
    }
    const resized = new ResizeObserver(() => {
      if (standing.current.atEnd) {
        follow(box);
      } else {
        restore(box, standing.current.place);
      }
      look();
    });
    resized.observe(box);
    resized.observe(content.current);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      resized.disconnect();
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);

  return { scroll, content, isFarUp, isUnreadAbove, look };
}
