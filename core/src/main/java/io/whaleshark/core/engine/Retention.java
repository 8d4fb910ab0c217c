package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Expires and deletes old messages, in two steps. A crash between them does no harm.
///
/// First the lane raises the floor of a conversation ([Change.FloorRaised]). From that commit on,
/// no port shows a message at or below the floor, and no count includes it. Then [#delete] deletes
/// the rows, concurrently with the lane. Only the oldest messages of a conversation are deleted, so
/// no gap appears. Sequences are never reused, and positions do not change.
public interface Retention {

  /// A conversation that has messages to expire or delete.
  ///
  /// @param upTo the newest sequence that its app no longer keeps (inclusive), or the floor where
  ///   that is higher and rows below it are still there
  record Due(ConversationId conversation, long upTo) {}

  /// The conversations that have messages to expire or delete, ordered by app, then direct ones
  /// before groups, then by user or group. The age of a message counts from when it was sent. Cost:
  /// a few lookups for each conversation of the store, and O(log n) for each returned one.
  ///
  /// @param keepFrom for each app, the [time][io.whaleshark.core.model.Message#time] of the oldest
  ///   message to keep (inclusive)
  /// @param after exclusive lower bound: the last conversation of the page before
  /// @param limit at most this many, at least 1. Fewer are returned only when no more follow
  List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit);

  /// Deletes the messages at or below the conversation's floor, for good: from history, inboxes and
  /// the ids of repeated sends. Idempotent. May use the reserved disk space. Cost: proportional to
  /// what is deleted.
  ///
  /// @return how many messages were deleted
  long delete(ConversationId conversation);
}
