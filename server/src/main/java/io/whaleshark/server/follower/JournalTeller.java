package io.whaleshark.server.follower;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.core.engine.JournalEntry;

/// Tells somebody outside what a [Follower] reads. Called by the thread of its follower alone.
public interface JournalTeller {

  /// Whether anything is told of messages that were sent. If not, they are left out of the pages
  /// that follow.
  Journal.Sends sends();

  /// Whether anything is told of an entry.
  boolean wants(JournalEntry entry);

  /// The pages that follow begin after a stamp, some of which may have been told before: at the
  /// start, after a failure, and when this node takes over from another.
  ///
  /// @param wasSentBack whether somebody wants to be told again of what was told
  void begin(long stamp, boolean wasSentBack);

  /// Returns when all of a page was told.
  ///
  /// @return false if another node tells it now; some of it may have been told
  /// @throws EngineException if something cannot be read; the page is told again
  boolean tell(Journal.Page page) throws InterruptedException;

  /// Says that entries are gone before they were told.
  ///
  /// @param after the stamp after which they were
  /// @param upTo the stamp up to which they were
  /// @return false if another node tells it now
  boolean lost(long after, long upTo) throws InterruptedException;

  /// Tells the operator that something failed and is tried again.
  void failed(String reason);
}
