import { type Conversation, type OutboxEntry, peerKey } from "@whaleshark/client";

/** The time of the newest waiting message of each conversation. */
function waiting(unsent: readonly OutboxEntry[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { peer, time } of unsent) {
    newest.set(peerKey(peer), Math.max(time, newest.get(peerKey(peer)) ?? 0));
  }
  return newest;
}

/**
 * The conversations in list order: pinned ones first, then by newest activity. A waiting message counts as sent, and
 * brings a hidden conversation back, as it will when it is sent.
 */
export function listed(conversations: readonly Conversation[], unsent: readonly OutboxEntry[]): Conversation[] {
  const times = waiting(unsent);
  return conversations
    .filter((c) => times.has(peerKey(c.peer)) || (!c.hidden && (c.newest > 0 || c.listed)))
    .map((c) => ({ ...c, time: Math.max(c.time, times.get(peerKey(c.peer)) ?? 0) }))
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.time - a.time || (a.title < b.title ? -1 : 1));
}

/** The conversations that the user has hidden, by name. */
export function hidden(conversations: readonly Conversation[], unsent: readonly OutboxEntry[]): Conversation[] {
  const times = waiting(unsent);
  return conversations
    .filter((c) => c.hidden && !times.has(peerKey(c.peer)))
    .sort((a, b) => (a.title < b.title ? -1 : 1));
}
