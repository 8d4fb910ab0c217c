// The states of a message. It is sent once, may be edited several times, and recalled once. Each state takes the place
// of the one before it: sequence, author and time stay.

import type { ChatMessage } from "./events.ts";
import { isSame, type Json } from "./schema.ts";

/** What a message says since it was edited: a new body, and the new `extra` or none. */
export interface Edit {
  readonly messageBody: Json;
  readonly extra?: Json;
  /** The server's time, in milliseconds. Of edits of one millisecond the one that comes later is newer. */
  readonly editedTime: number;
}

/** Orders the states of one message. Nothing follows a recall. */
function ageOf({ recalled, editedTime = 0 }: ChatMessage): number {
  return recalled ? Number.POSITIVE_INFINITY : editedTime;
}

/** Whether both are states of one message, and this one came before the other. */
export function isOlder(message: ChatMessage, than: ChatMessage | undefined): boolean {
  return message.messageSequence === than?.messageSequence && ageOf(message) < ageOf(than);
}

/** Whether an edit that comes after another one of the same message is another one, and not an older one. */
export function isNewer(edit: Edit, before: Edit): boolean {
  return edit.editedTime > before.editedTime || (edit.editedTime === before.editedTime && !isSame(edit, before));
}

/** What an edited message says; undefined if it was never edited. */
export function editOf({ messageBody, extra, editedTime }: ChatMessage): Edit | undefined {
  return editedTime === undefined ? undefined : { messageBody, ...(extra !== undefined && { extra }), editedTime };
}

/** A message with the content of an edit, for an application that keeps messages. A newer state stays as it is. */
export function withEdit(message: ChatMessage, edit: Edit): ChatMessage {
  if (message.recalled || edit.editedTime < (message.editedTime ?? 0)) {
    return message;
  }
  const { extra: _, ...rest } = message;
  return { ...rest, ...edit };
}

/** A message without content, as it is once it was recalled. */
export function asRecalled(message: ChatMessage): ChatMessage {
  const { extra: _, editedTime: __, ...rest } = message;
  return { ...rest, messageBody: "", recalled: true };
}
