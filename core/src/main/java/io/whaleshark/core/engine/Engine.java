package io.whaleshark.core.engine;

import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import java.util.Collection;

/// Where everything is kept. A node has one; what it returns is committed state, always.
///
/// **Threads:** [#begin] and its transaction belong to the commit lane, one transaction at a time.
/// All other methods and all reading ports are thread-safe; they block until done, so they are
/// called from virtual threads or the lane, never from an event loop. **Errors:** every failure is
/// an [EngineException]. **Closing:** whoever opened it closes it, after the lane has stopped; a
/// call after or during closing fails with `UNAVAILABLE` and does no harm.
public interface Engine extends AutoCloseable {

  /// Starts the one transaction in which the lane decides and commits a batch.
  ///
  /// @param conversations those that the batch will ask for: the engine may fetch or lock them at
  ///   once
  /// @param sends the ids of the batch's sends, likewise
  Transaction begin(Collection<ConversationId> conversations, Collection<ClientMessageId> sends);

  /// The greatest stamp ever committed; 0 in an empty store. Later stamps must be greater.
  long newestStamp();

  MessageLog messages();

  Inboxes inboxes();

  ConversationList conversations();

  Memberships memberships();

  Retention retention();

  @Override
  void close();
}
