package io.whaleshark.client.sync;

import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.GroupReadReceipt;
import org.jspecify.annotations.Nullable;

/// What is known of a conversation at one moment. Immutable.
///
/// @param title the group's name; for a direct conversation the peer's id
/// @param newest the newest message's sequence, 0 if there is none
/// @param last the newest message as far as it is known
/// @param read how far the own user has read
/// @param unread messages by others after that, exactly; for about a second after a read that left
///   some unread, the count from before it
/// @param peerRead how far the peer of a direct conversation has read
/// @param peerReceived how far the messages have reached a device of that peer
/// @param groupRead the newest receipt in a group; null if none came since the start
/// @param memberCount how many members the group has, as far as it is known
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

  /// How far an own message of a direct conversation has come.
  public Tick tick(long sequence) {
    if (sequence <= peerRead) {
      return Tick.READ;
    }
    return sequence <= peerReceived ? Tick.DELIVERED : Tick.SENT;
  }
}
