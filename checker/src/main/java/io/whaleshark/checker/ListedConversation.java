package io.whaleshark.checker;

import org.jspecify.annotations.Nullable;

/// A line of a user's conversation list.
///
/// @param asked the moment before the request left
/// @param newest the newest sequence that the list shows
/// @param read the owner's read marker
/// @param unread how many messages by others follow it
/// @param peer how far the other one is; null in a group
public record ListedConversation(
    Part part, long asked, long newest, long read, long unread, @Nullable Peer peer) {

  /// How far the other one of a direct conversation is.
  public record Peer(String user, long read, long received) {}
}
