// What others have done with a message: one look tells sent, delivered and read apart, by shape and not by hue alone.

import type { Conversation } from "@whaleshark/client";
import type { ComponentChildren } from "preact";
import type { Counts } from "../model/timeline.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { CheckIcon, DoubleCheckIcon } from "./icons.tsx";

/** The delivery state of a direct message that the server has acknowledged. */
export function Tick({ sequence, conversation }: { readonly sequence: number; readonly conversation: Conversation }) {
  const texts = useTexts();
  if (sequence <= conversation.peerRead) {
    return <TickOf state="read" label={texts.stateRead} />;
  }
  return sequence <= conversation.peerReceived ? (
    <TickOf state="delivered" label={texts.stateDelivered} />
  ) : (
    <TickOf state="sent" label={texts.stateSent} />
  );
}

/** One check: sent. Two: delivered. Two on a filled badge: read. */
export function TickOf({ state, label }: { readonly state: "sent" | "delivered" | "read"; readonly label: string }) {
  return (
    <span class={`tick ${state}`} role="img" aria-label={label} title={label}>
      {state === "sent" ? <CheckIcon /> : <DoubleCheckIcon />}
    </span>
  );
}

/** Whether nobody, some, or all have read. */
function shareOf({ readCount, memberCount }: Counts): "nobody" | "some" | "all" {
  return readCount === 0 ? "nobody" : readCount < memberCount ? "some" : "all";
}

function sentence(counts: Counts, texts: Texts): string {
  const { readCount, memberCount } = counts;
  return shareOf(counts) === "all" ? texts.readByAll(memberCount) : texts.readBy(readCount, memberCount);
}

function ShareIcon({ counts }: { readonly counts: Counts }) {
  return shareOf(counts) === "nobody" ? <CheckIcon /> : <DoubleCheckIcon />;
}

interface ReadCountProps {
  readonly counts: Counts;
  readonly onOpen: () => void;
  /** The faces of some who have. */
  readonly children: ComponentChildren;
}

/**
 * How many members of a group have read a message, as a sentence; opens the list of them. No stop of Tab: the menu of
 * the message opens the list, too.
 */
export function ReadCount({ counts, onOpen, children }: ReadCountProps) {
  const texts = useTexts();
  return (
    <button type="button" tabIndex={-1} class={`count ${shareOf(counts)}`} onClick={onOpen}>
      <ShareIcon counts={counts} />
      {sentence(counts, texts)}
      {children}
    </button>
  );
}

/** The same for a row of the list, where there is room for two numbers. */
export function ReadShare({ counts }: { readonly counts: Counts }) {
  const label = sentence(counts, useTexts());
  return (
    <span class={`count ${shareOf(counts)}`} role="img" aria-label={label} title={label}>
      <ShareIcon counts={counts} />
      {counts.readCount}/{counts.memberCount}
    </span>
  );
}
