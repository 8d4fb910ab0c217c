package io.whaleshark.core.reading;

import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Map;

/// The rows of one user's inbox, of one instant: what an engine brings to a pull. Confined to the
/// pull's thread.
///
/// @param <E> the engine's entries, which may hold what was read with them
public interface InboxRows<E extends InboxEntry> {

  /// For each conversation of the user, how many retained messages they see there.
  List<Long> counts();

  /// Whether anything of what has expired concerns the user and is after the cursor.
  boolean hasExpiredAfter(long after);

  /// Of each conversation the oldest entries after a cursor, in any order, without their rank.
  ///
  /// @param after exclusive lower bound
  /// @param limit at least this many of the oldest of the whole inbox, if there are as many; any
  ///   number of others may come with them
  List<E> oldest(long after, int limit);

  /// Of each conversation the newest entries after a cursor, in any order.
  ///
  /// @param after exclusive lower bound
  /// @param limit at most this many of each conversation
  List<E> newest(long after, int limit);

  /// The messages of entries, in the same order, read as they are asked for.
  Iterable<Message> messages(List<E> entries);

  /// The ranges of what the bound dropped after the cursor. Within a conversation it drops the
  /// oldest entries, so all between the cursor and the oldest kept one are gone.
  ///
  /// @param after exclusive lower bound
  /// @param keptFrom of each conversation of which something was dropped the position of the oldest
  ///   kept entry; [Long#MAX_VALUE] if none was kept
  /// @return for each conversation and membership period the range from the first to the last
  List<Gap> gaps(long after, Map<ConversationId, Long> keptFrom);
}
