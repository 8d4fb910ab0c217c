package io.whaleshark.client.sync;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import org.jspecify.annotations.Nullable;

/// A snapshot of a conversation. Immutable.
///
/// @param title the group's name; for a direct conversation the peer's id
/// @param newest the newest message's sequence, 0 if there is none
/// @param last the newest known message
/// @param read the user's own read marker
/// @param unread the exact number of messages by others after the read marker; for about a second
///   after a read that left some unread, the count from before it, and after messages were left
///   out, own ones among them too
/// @param peerRead the read marker of a direct conversation's peer
/// @param peerReceived the receive marker of that peer's devices
/// @param groupRead the newest receipt in a group; null if none came since the start
/// @param memberCount the group's number of members, as far as it is known
public record ConversationState(
    Peer of,
    String title,
    long newest,
    @Nullable ChatMessage last,
    long read,
    long unread,
    long peerRead,
    long peerReceived,
    @Nullable GroupReadReceipt groupRead,
    long memberCount,
    boolean muted,
    boolean pinned) {

  /// The delivery state of an own message of a direct conversation.
  public Tick tick(long sequence) {
    if (sequence <= peerRead) {
      return Tick.READ;
    }
    return sequence <= peerReceived ? Tick.DELIVERED : Tick.SENT;
  }
}
