package io.whaleshark.checker;

import org.jspecify.annotations.Nullable;

/// A conversation item, as a client saw it in a user's list.
///
/// @param asked the moment before the request was sent
/// @param newest the newest sequence that the list shows
/// @param read the owner's read marker
/// @param unread the number of messages by others after the read marker
/// @param peer the markers of the other participant; null in a group
public record SeenItem(
    Part part, long asked, long newest, long read, long unread, @Nullable Peer peer) {

  /// The markers of the other participant of a direct conversation.
  public record Peer(String user, long read, long received) {}
}
