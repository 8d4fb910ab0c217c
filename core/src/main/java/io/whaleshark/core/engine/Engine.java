package io.whaleshark.core.engine;

/// Where everything is kept. A node has one; what it returns is committed state, always.
///
/// **Threads:** [#begin] and its transaction belong to the commit lane, one transaction at a time.
/// All other methods and all reading ports are thread-safe; they block until done, so they are
/// called from virtual threads or the lane, never from an event loop. **Errors:** every failure is
/// an [EngineException]. **Closing:** whoever opened it closes it, after the lane has stopped; a
/// call after or during closing fails with `UNAVAILABLE` and does no harm.
public interface Engine extends AutoCloseable {

  /// Starts the one transaction in which the lane decides and commits a batch. When this returns, a
  /// commit before that failed is settled: [#newestStamp] is its stamp if it was stored, and it is
  /// not stored later.
  ///
  /// @param announcement what the batch will read. What it does not name can be read all the same,
  ///   and costs a look of its own
  Transaction begin(Announcement announcement);

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
