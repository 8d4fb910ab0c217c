package io.whaleshark.core.engine;

import io.whaleshark.core.id.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// Lets old messages go, in two steps that a crash may separate.
///
/// First the lane raises the floor of a conversation ([Change.FloorRaised]). From that commit on,
/// no port shows a message at or below the floor, and no count has it. Then [#delete] takes the
/// rows away, beside the lane. Only the oldest messages of a conversation go, so no gap opens.
/// Sequences are not used again, and positions stay as they are.
public interface Retention {

  /// A conversation of which something is to go.
  ///
  /// @param upTo the newest sequence that its app does not keep any longer (inclusive), or the
  ///   floor where that is higher and rows below it are still there
  record Due(ConversationId conversation, long upTo) {}

  /// The conversations of which something is to go, ordered by app, then direct ones before groups,
  /// then by user or group. A recalled message is as old as it was when it was sent. Cost: a few
  /// looks for each conversation of the store, and O(log n) for each that is returned.
  ///
  /// @param keepFrom for each app, the stamp of the oldest message to keep (inclusive)
  /// @param after exclusive lower bound: the last conversation of the page before
  /// @param limit the first this many; at least 1. Fewer are returned only when no more follow
  List<Due> due(IntToLongFunction keepFrom, Optional<ConversationId> after, int limit);

  /// Deletes the messages at or below the conversation's floor, for good: from history, inboxes and
  /// the ids of repeated sends. Idempotent. May use room that is reserved. Cost: grows with what is
  /// deleted.
  ///
  /// @return how many messages were deleted
  long delete(ConversationId conversation);
}
