import type { Conversation } from "@whaleshark/client";
import { useTexts } from "../texts/index.ts";
import { CheckIcon, DoubleCheckIcon } from "./icons.tsx";

/** The delivery state of a message that the server has acknowledged. */
export function Tick({ sequence, conversation }: { readonly sequence: number; readonly conversation: Conversation }) {
  const texts = useTexts();
  const isRead = sequence <= conversation.peerRead;
  const isDelivered = sequence <= conversation.peerReceived;
  const label = isRead ? texts.stateRead : isDelivered ? texts.stateDelivered : texts.stateSent;
  return (
    <span class={`tick ${isRead ? "read" : ""}`} role="img" aria-label={label} title={label}>
      {isRead || isDelivered ? <DoubleCheckIcon /> : <CheckIcon />}
    </span>
  );
}
