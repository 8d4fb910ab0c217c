// Mentions in texts: `@` and the id of a user whom the body names. docs/message-body.md has the rule.

import { type ChatMessage, type Peer, peerKey, readBody } from "@whaleshark/client";

const SHOWN_AT_MOST = 8;
/** What is being typed after an `@`, up to the caret. */
const TYPED = /(?<![A-Za-z0-9])@([^\s@]{0,128})$/;
/** Conversations with a mention that are remembered. */
const KEPT_AT_MOST = 200;

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

/** Keeps what is known over a reload of the page. */
export interface MentionsStore {
  load(): Readonly<Record<string, number>>;
  save(mentioned: Readonly<Record<string, number>>): void;
}

/** The newest message of each conversation that mentions the user. */
export class OwnMentions {
  private readonly newest: Map<string, number>;

  constructor(
    private readonly user: string,
    private readonly store: MentionsStore,
  ) {
    this.newest = new Map(Object.entries(store.load()));
  }

  arrived(peer: Peer, message: ChatMessage): void {
    if (mentions(message, this.user)) {
      this.put(peer, Math.max(message.messageSequence, this.newest.get(peerKey(peer)) ?? 0));
    }
  }

  recalled(peer: Peer, sequence: number): void {
    if (this.newest.get(peerKey(peer)) === sequence) {
      this.put(peer, 0);
    }
  }

  /** Whether one is unread. */
  isUnread(peer: Peer, { read, unread, last }: { read: number; unread: number; last?: ChatMessage | undefined }) {
    // An edit changes no mark: whom it mentions, it mentions to those who look.
    const isLast =
      last !== undefined && last.editedTime === undefined && last.messageSequence > read && mentions(last, this.user);
    return unread > 0 && (isLast || (this.newest.get(peerKey(peer)) ?? 0) > read);
  }

  private put(peer: Peer, sequence: number): void {
    this.newest.delete(peerKey(peer));
    if (sequence > 0) {
      this.newest.set(peerKey(peer), sequence);
    }
    for (const oldest of [...this.newest.keys()].slice(0, -KEPT_AT_MOST)) {
      this.newest.delete(oldest);
    }
    this.store.save(Object.fromEntries(this.newest));
  }
}
