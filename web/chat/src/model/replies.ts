import { type ChatMessage, type Json, type ReplyTo, readBody, replyTo } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";
import { textOf } from "./content.ts";

/** What an answer says of a message, of every kind. */
export function answerTo(message: ChatMessage): ReplyTo {
  return replyTo({ ...message, messageBody: textOf(message.messageBody) });
}

/** A message for somebody else to read: whose it is, and what it says, but not what it answers or whom it mentions. */
export function forwarded({ fromId, messageBody }: ChatMessage): Json {
  const { content, forwardedFrom = fromId } = readBody(messageBody);
  if (content.kind === "foreign") {
    return messageBody;
  }
  const { replyTo: _, mentions: __, ...rest } = isRecord(messageBody) ? messageBody : { text: messageBody };
  return { kind: "text", ...rest, forwardedFrom } as unknown as Json;
}

/** Brings what is to be answered to the composer that is open, if there is one. */
export class Replies {
  composer: ((reply: ReplyTo) => void) | undefined;

  start(message: ChatMessage): void {
    this.composer?.(answerTo(message));
  }
}
