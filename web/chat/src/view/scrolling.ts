// The scroll position of a conversation's window: where it starts, what it follows, and what was displayed.

import type { Peer } from "@whaleshark/client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { inView } from "../model/content.ts";
import type { Whereabouts } from "../model/slice.ts";
import type { Visit } from "../model/visit.ts";
import {
  centre,
  isAtEnd,
  isFarFromEnd,
  isNearBottom,
  isNearTop,
  type Place,
  placeOf,
  restore,
  rowsInView,
  topOf,
} from "./viewport.ts";

/** Whether the window follows new messages, and otherwise the message that stays in place. */
interface Standing {
  readonly atEnd: boolean;
  readonly place: Place | undefined;
}

/** Messages that arrive while the user looks away are new when the user returns. */
function useLookingAway(chat: Chat, peer: Peer): void {
  useEffect(() => {
    const looksAway = () => {
      if (!inView()) {
        chat.visits.to(peer)?.lookAway(chat.conversations.of(peer).newest);
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

/** Scrolls to the newest; while the user looks away, at most until the first new message reaches the top. */
function follow(box: HTMLElement): void {
  const begin = inView() ? null : box.querySelector<HTMLElement>(".unread");
  box.scrollTop = Math.min(box.scrollHeight, begin ? topOf(begin) : Number.POSITIVE_INFINITY);
}

/** Whether the end is drawn, or the user looks away: then the first new messages are what is followed. */
function isFollowing(visit: Visit): boolean {
  return !visit.drawn().isCutBelow || !inView();
}

/**
 * Scrolls the window to the visit's goal, as soon as the messages there are loaded.
 *
 * @returns whether it has reached the goal
 */
function reach(visit: Visit, box: HTMLElement, onGone: () => void): boolean {
  const { timeline, goal } = visit;
  if (goal === undefined) {
    return false;
  }
  if (typeof goal === "number") {
    return reachMessage(visit, box, goal, onGone);
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

/** Scrolls to a message. One that is not there though it was loaded has expired, or was never this user's. */
function reachMessage(visit: Visit, box: HTMLElement, sequence: number, onGone: () => void): boolean {
  const { timeline } = visit;
  const row = box.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`);
  if (row) {
    visit.goal = undefined;
    centre(box, row);
    row.focus({ preventScroll: true });
    flash(row);
  } else if (timeline.hasLoaded(sequence) || timeline.newer === undefined) {
    visit.goal = undefined;
    onGone();
  }
  return row !== null;
}

/** Shows which message it is. */
function flash(row: HTMLElement): void {
  row.classList.add("sought");
  row.addEventListener("animationend", () => row.classList.remove("sought"), { once: true });
}

/** Where the user is now, if it matters for what is drawn: near an edge of it, or no longer at the end. */
function whereabouts(visit: Visit, box: HTMLElement, { atEnd, place }: Standing): Whereabouts {
  if (atEnd && inView()) {
    return "end";
  }
  const { isCutAbove, isCutBelow } = visit.drawn();
  const isNearCut = (isCutAbove && isNearTop(box)) || (isCutBelow && isNearBottom(box));
  return place && (isNearCut || visit.around === "end") ? Number(place.sequence) : visit.around;
}

/** Keeps the scroll position stable, loads messages near the edges, and reports displayed messages. */
export function useScrolling(chat: Chat, peer: Peer) {
  const scroll = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const standing = useRef<Standing>({ atEnd: true, place: undefined });
  const [isFarUp, setFarUp] = useState(false);
  const [isUnreadAbove, setUnreadAbove] = useState(false);
  useLookingAway(chat, peer);

  /** Records the scroll position; every message whose end is in view counts as displayed. */
  const look = useCallback(() => {
    const box = scroll.current;
    const visit = chat.visits.to(peer);
    if (!box || !visit) {
      return;
    }
    const { timeline } = visit;
    const { isCutAbove, isCutBelow } = visit.drawn();
    const isNewest = timeline.newer === undefined && !isCutBelow;
    standing.current = { atEnd: isNewest && isAtEnd(box), place: placeOf(box) };
    setFarUp(!isNewest || isFarFromEnd(box));
    if (visit.newFrom !== undefined && !isCutAbove && isNearTop(box)) {
      void chat.visits.loadOlder(peer);
    }
    if (!isNewest && !isCutBelow && isNearBottom(box)) {
      void chat.visits.loadNewer(peer);
    }
    if (visit.goal === undefined && visit.newFrom !== undefined) {
      const around = whereabouts(visit, box, standing.current);
      if (around !== visit.around) {
        chat.visits.moved(visit, around);
      }
      if (inView()) {
        chat.visits.displayed(peer, rowsInView(box));
      }
      const top = Number(standing.current.place?.sequence ?? 0);
      setUnreadAbove(visit.isUnreadAbove(chat.user, chat.conversations.of(peer), top));
    }
  }, [chat, peer]);

  // After every rendering: keeps the viewed message in place, or follows new messages.
  useLayoutEffect(() => {
    const box = scroll.current;
    const visit = chat.visits.to(peer);
    if (box && visit && !reach(visit, box, () => chat.answeredIsGone(visit))) {
      if (standing.current.atEnd && visit.timeline.newer === undefined && isFollowing(visit)) {
        follow(box);
      } else {
        restore(box, standing.current.place);
      }
      if (visit.goal !== undefined) {
        void chat.visits.loadNewer(peer);
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
