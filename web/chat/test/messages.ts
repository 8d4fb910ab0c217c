import type { ChatMessage } from "@whaleshark/client";

/** A direct message to alice, by bob unless it says otherwise. */
export function chatMessage(messageSequence: number, fromId = "bob"): ChatMessage {
  return {
    appId: 1,
    messageId: `m${messageSequence}`,
    fromId,
    toId: "alice",
    conversationType: 0,
    messageBody: "x",
    messageTime: messageSequence,
    messageKey: messageSequence,
    messageSequence,
  };
}

/** Messages by bob, both ends inclusive. */
export function chatMessages(from: number, to: number): ChatMessage[] {
  return Array.from({ length: to - from + 1 }, (_, i) => chatMessage(from + i));
}
