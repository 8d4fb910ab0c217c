/** The other side of a conversation, as its owner sees it: another user, or a group. */
export interface Peer {
  readonly kind: "direct" | "group";
  readonly id: string;
}

export function direct(userId: string): Peer {
  return { kind: "direct", id: userId };
}

export function group(groupId: string): Peer {
  return { kind: "group", id: groupId };
}

/** A unique text for each peer, used as a key in maps and stores. */
export function peerKey(peer: Peer): string {
  return `${peer.kind === "direct" ? 0 : 1}/${peer.id}`;
}

/** The wire's way to name a conversation; a lone `toId` names the group too, as conversation items do. */
export interface Named {
  readonly conversationType: 0 | 1;
  readonly toId?: string;
  readonly groupId?: string;
}

export function namesOf(peer: Peer): Named {
  return peer.kind === "direct" ? { conversationType: 0, toId: peer.id } : { conversationType: 1, groupId: peer.id };
}

/** The names of a message, in a request of a user. */
export function messageNames(fromId: string, peer: Peer, messageSequence: number) {
  return { ...namesOf(peer), fromId, messageSequence };
}

export function peerOf(named: Named): Peer {
  const id = named.conversationType === 1 ? (named.groupId ?? named.toId) : named.toId;
  return { kind: named.conversationType === 1 ? "group" : "direct", id: id ?? "" };
}

/** The conversation of a message as one of its participants sees it. */
export function seenBy(user: string, message: Named & { readonly fromId: string }): Peer {
  const to = peerOf(message);
  return to.kind === "direct" && to.id === user ? direct(message.fromId) : to;
}
