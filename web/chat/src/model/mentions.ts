// Mentions in texts: `@` and the id of a user whom the body names. docs/message-body.md has the rule.

import { type ChatMessage, type Conversation, type Peer, peerKey, readBody } from "@whaleshark/client";

const SHOWN_AT_MOST = 8;
/** What is being typed after an `@`, up to the caret. */
const TYPED = /(?<![A-Za-z0-9])@([^\s@]{0,128})$/;
/** Conversations with a mention that are remembered. */
const KEPT_AT_MOST = 200;
/** Messages of one conversation that are remembered. */
const OF_EACH_AT_MOST = 100;
const NONE: readonly number[] = [];

/** Finds the mentions of these users in a text; undefined if nobody is mentioned. */
export function mentionPattern(users: readonly string[]): RegExp | undefined {
  if (users.length === 0) {
    return undefined;
  }
  const longestFirst = [...users].sort((a, b) => b.length - a.length);
  const names = longestFirst.map((user) => user.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  return new RegExp(`(?<![A-Za-z0-9])@(?:${names})(?![A-Za-z0-9_-])`, "gu");
}

/** Those of the users whom a text mentions. */
export function mentionedIn(text: string, users: readonly string[]): string[] {
  // A group may have thousands of members.
  const pattern = mentionPattern(users.filter((user) => text.includes(`@${user}`)));
  return pattern ? [...new Set([...text.matchAll(pattern)].map(([found]) => found.slice(1)))] : [];
}

/** The beginning of a name that is being typed after an `@`; undefined if none is. */
export function typedName(text: string, caret: number): string | undefined {
  return TYPED.exec(text.slice(0, caret))?.[1];
}

/** The users to offer for what was typed, of an id or a name: first those that begin with it. */
export function offered(
  typed: string,
  users: readonly string[],
  nameOf: (user: string) => string = (user) => user,
): string[] {
  const wanted = typed.toLowerCase();
  const called = (user: string) => [user.toLowerCase(), nameOf(user).toLowerCase()];
  const found = users.filter((user) => called(user).some((name) => name.includes(wanted)));
  const begin = (user: string) => Number(!called(user).some((name) => name.startsWith(wanted)));
  return found.sort((a, b) => begin(a) - begin(b)).slice(0, SHOWN_AT_MOST);
}

/** A text in which the name that is being typed is the user's, and the caret behind it. */
export function withMention(text: string, caret: number, user: string): { text: string; caret: number } {
  const typed = typedName(text, caret) ?? "";
  const before = `${text.slice(0, caret - typed.length)}${user} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

/** Whether a message of somebody else mentions the user. */
export function mentions({ fromId, messageBody, recalled }: ChatMessage, user: string): boolean {
  return !recalled && fromId !== user && readBody(messageBody).mentions.includes(user);
}

/** The messages that mention the user, by conversation, oldest first. */
export type Mentioned = Readonly<Record<string, readonly number[]>>;

/** Keeps what is known over a reload of the page. */
export interface MentionsStore {
  load(): Mentioned;
  save(mentioned: Mentioned): void;
}

/** What is known of a conversation. */
type Known = Pick<Conversation, "read" | "unread"> & Partial<Pick<Conversation, "last">>;

/**
 * The newest messages of each conversation that mention the user, as far as this device has seen them arrive: the
 * server reads no bodies.
 */
export class OwnMentions {
  private readonly sequences: Map<string, readonly number[]>;

  constructor(
    private readonly user: string,
    private readonly store: MentionsStore,
  ) {
    this.sequences = new Map(Object.entries(store.load()));
  }

  arrived(peer: Peer, message: ChatMessage): void {
    if (mentions(message, this.user)) {
      this.put(peer, [...this.of(peer), message.messageSequence]);
    }
  }

  recalled(peer: Peer, sequence: number): void {
    const known = this.of(peer);
    if (known.includes(sequence)) {
      this.put(
        peer,
        known.filter((one) => one !== sequence),
      );
    }
  }

  /** The unread ones, oldest first. */
  unread(peer: Peer, { read, unread, last }: Known): readonly number[] {
    if (unread === 0) {
      return NONE;
    }
    // An edit changes no mark: whom it mentions, it mentions to those who look.
    const isLast = last !== undefined && last.editedTime === undefined && mentions(last, this.user);
    const known = this.of(peer);
    const all = isLast && !known.includes(last.messageSequence) ? [...known, last.messageSequence] : known;
    return all.filter((sequence) => sequence > read);
  }

  private of(peer: Peer): readonly number[] {
    return this.sequences.get(peerKey(peer)) ?? NONE;
  }

  private put(peer: Peer, sequences: readonly number[]): void {
    const key = peerKey(peer);
    this.sequences.delete(key);
    if (sequences.length > 0) {
      const inOrder = [...new Set(sequences)].sort((a, b) => a - b);
      this.sequences.set(key, inOrder.slice(-OF_EACH_AT_MOST));
    }
    for (const oldest of [...this.sequences.keys()].slice(0, -KEPT_AT_MOST)) {
      this.sequences.delete(oldest);
    }
    this.store.save(Object.fromEntries(this.sequences));
  }
}
