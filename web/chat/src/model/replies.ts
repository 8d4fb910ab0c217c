import { type ChatMessage, type Json, type ReplyTo, readBody, replyTo } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";
import { asForwarded, textOf } from "./content.ts";

/** What an answer says of a message, of every kind. */
export function answerTo(message: ChatMessage): ReplyTo {
  const { messageBody } = message;
  return replyTo({ ...message, messageBody: asForwarded(textOf(messageBody), readBody(messageBody).forwardedFrom) });
}

/**
 * What a body answers. Nothing answers what is said after it, whatever it claims.
 *
 * @param sequence the message's own; undefined if it is not sent yet
 */
export function answerIn(body: Json, sequence: number | undefined): ReplyTo | undefined {
  const answer = readBody(body).replyTo;
  return answer && answer.messageSequence < (sequence ?? Number.POSITIVE_INFINITY) ? answer : undefined;
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
