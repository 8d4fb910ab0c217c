package io.whaleshark.core.reading;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Map;

/// The rows of one user's inbox from one snapshot, supplied by an engine for a pull. Confined to
/// the pull's thread.
///
/// @param <E> the engine's entries, which may carry data that was read with them
public interface InboxRows<E extends InboxEntry> {

  /// The number of retained messages that the user sees, for each of their conversations.
  List<Long> counts();

  /// Whether any message after the cursor that concerns the user has expired.
  boolean hasExpiredAfter(long after);

  /// The oldest entries after a cursor from each conversation, in any order, without rank.
  ///
  /// @param after exclusive lower bound
  /// @param limit the result contains at least this many of the oldest entries of the whole inbox,
  ///   or all if there are fewer; it may contain any number of others
  List<E> oldest(long after, int limit);

  /// The newest entries after a cursor from each conversation, in any order.
  ///
  /// @param after exclusive lower bound
  /// @param limit at most this many of each conversation
  List<E> newest(long after, int limit);

  /// The messages of the entries, in the same order, read lazily.
  Iterable<Message> messages(List<E> entries);

  /// The ranges that the bound dropped after the cursor. Within a conversation it drops the oldest
  /// entries, so it dropped all entries between the cursor and the oldest kept one.
  ///
  /// @param after exclusive lower bound
  /// @param keptFrom for each conversation with dropped entries, the position of its oldest kept
  ///   entry; [Long#MAX_VALUE] if none was kept
  /// @return for each conversation and membership period the range from the first to the last
  List<Gap> gaps(long after, Map<ConversationId, Long> keptFrom);
}
