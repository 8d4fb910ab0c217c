// Edits of own messages. One that was begun stays, also over a reload, until the server has it or the user ends it.

import { type ChatMessage, type Edit, type Json, type Peer, peerKey, readBody, writeBody } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";

/** An edit that was begun. */
export interface BegunEdit {
  readonly sequence: number;
  /** What the message says, as far as it is known; empty if it was recalled. */
  readonly messageBody: Json;
  readonly extra?: Json;
  /** What it is to say. */
  readonly typed: string;
}

/** An edit that was sent and is not answered. */
interface UnderWay {
  readonly peer: string;
  readonly sequence: number;
  readonly typed: string;
}

/** Whether a message may be edited, as far as a client knows: words of one's own, which are nothing but words. */
export function isEditable({ fromId, messageBody, recalled }: ChatMessage, user: string): boolean {
  const { content, forwardedFrom } = readBody(messageBody);
  return fromId === user && !recalled && content.kind === "text" && forwardedFrom === undefined;
}

/** What an edited message says: another text, which mentions these users. All else stays, such as what it answers. */
export function editedBody({ messageBody }: BegunEdit, text: string, mentions: readonly string[]): Json {
  if (!isRecord(messageBody)) {
    return writeBody({ content: { kind: "text" }, text, mentions });
  }
  const { text: _, mentions: __, ...rest } = messageBody as { readonly [key: string]: Json };
  return { ...rest, text, ...(mentions.length > 0 && { mentions }) };
}

/** Keeps edits over a reload of the page. */
export interface EditsStore {
  load(peer: Peer): BegunEdit | undefined;
  save(peer: Peer, edit: BegunEdit | undefined): void;
}

/** The edit that was begun in each conversation. */
export class Edits {
  private readonly begun = new Map<string, BegunEdit | undefined>();
  private readonly underWay = new Set<UnderWay>();
  /** Draws the composer that is open, if there is one, after each change. */
  composer: (() => void) | undefined;

  constructor(private readonly store: EditsStore) {}

  of(peer: Peer): BegunEdit | undefined {
    const key = peerKey(peer);
    if (!this.begun.has(key)) {
      this.begun.set(key, this.store.load(peer));
    }
    return this.begun.get(key);
  }

  begin(peer: Peer, { messageSequence, messageBody, extra }: ChatMessage): void {
    const typed = readBody(messageBody).text;
    this.put(peer, { sequence: messageSequence, messageBody, ...(extra !== undefined && { extra }), typed });
  }

  type(peer: Peer, typed: string): void {
    const edit = this.of(peer);
    if (edit) {
      this.put(peer, { ...edit, typed });
    }
  }

  /** Ends the edit of a conversation, unless it is being saved: if that fails, what was typed must be there. */
  end(peer: Peer): void {
    if (!this.isSaving(peer)) {
      this.put(peer, undefined);
    }
  }

  /** Whether to end the edit of a conversation would lose something, or leave what an earlier state of it may save. */
  isChanged(peer: Peer): boolean {
    const edit = this.of(peer);
    const isUnderWay = this.sent(peer, edit).length > 0;
    return edit !== undefined && (isUnderWay || edit.typed.trim() !== readBody(edit.messageBody).text.trim());
  }

  /** Whether the edit of a conversation, as it is typed now, was sent and is not answered. */
  isSaving(peer: Peer): boolean {
    const edit = this.of(peer);
    return this.sent(peer, edit).some(({ typed }) => typed === edit?.typed);
  }

  /** A message was edited, here or elsewhere. What the user has typed to edit it stays. */
  edited(peer: Peer, sequence: number, { messageBody, extra }: Edit): void {
    const edit = this.of(peer);
    if (edit?.sequence === sequence) {
      const typed = this.isChanged(peer) ? edit.typed : readBody(messageBody).text;
      this.put(peer, { sequence, messageBody, ...(extra !== undefined && { extra }), typed });
    }
  }

  /** A message was recalled: its text is not kept any longer. What the user has typed to edit it stays. */
  recalled(peer: Peer, sequence: number): void {
    const edit = this.of(peer);
    if (edit?.sequence === sequence) {
      const { typed } = edit;
      this.put(peer, this.isChanged(peer) ? { sequence, messageBody: "", typed } : undefined);
    }
  }

  /**
   * Sends an edit, and ends it once the server has it. If it has not, or more was typed, the edit stays.
   *
   * @param send resolves to whether the server has it
   */
  async save(peer: Peer, { sequence, typed }: BegunEdit, send: () => Promise<boolean>): Promise<void> {
    if (this.isSaving(peer)) {
      return;
    }
    const underWay = { peer: peerKey(peer), sequence, typed };
    this.underWay.add(underWay);
    this.composer?.();
    const isSaved = await send();
    this.underWay.delete(underWay);
    const now = this.of(peer);
    if (isSaved && now?.sequence === sequence && now.typed === typed) {
      this.end(peer);
    } else {
      this.composer?.();
    }
  }

  private sent(peer: Peer, edit: BegunEdit | undefined): UnderWay[] {
    const key = peerKey(peer);
    return [...this.underWay].filter((one) => one.peer === key && one.sequence === edit?.sequence);
  }

  private put(peer: Peer, edit: BegunEdit | undefined): void {
    this.begun.set(peerKey(peer), edit);
    this.store.save(peer, edit);
    this.composer?.();
  }
}
