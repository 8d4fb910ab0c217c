package io.whaleshark.core.engine;

import java.time.Duration;
import java.util.Optional;

/// The storage of a node. Each node has one. Reads always return committed state.
///
/// **Threads:** [#begin] and its transaction belong to the commit lane, one transaction at a time.
/// All other methods and all reading ports are thread-safe; they block until done, so they are
/// called from virtual threads or the lane, never from an event loop. **Errors:** every failure is
/// an [EngineException]. **Closing:** whoever opened it closes it, after the lane has stopped; a
/// call after or during closing fails with `UNAVAILABLE` and does no harm.
public interface Engine extends AutoCloseable {

  /// Begins the transaction in which the lane decides and commits a batch. When this returns, the
  /// outcome of an earlier failed commit is settled: if it was stored, [#newestOwnStamp] is its
  /// stamp; if not, it will never be stored.
  ///
  /// @param announcement what the batch will read. Other reads work too, but each costs a lookup of
  ///   its own
  Transaction begin(Announcement announcement);

  /// The greatest stamp ever committed, by any node; 0 in an empty store.
  long newestStamp();

  /// The stamp of the last commit with changes that this node has made, where it has made one.
  long newestOwnStamp();

  MessageLog messages();

  Inboxes inboxes();

  ConversationList conversations();

  Memberships memberships();

  Retention retention();

  Bans bans();

  Blocks blocks();

  ReceiptSwitches receiptSwitches();

  PushTokens pushTokens();

  Directory directory();

  Pins pins();

  Reactions reactions();

  /// Everything that is stored now. The caller closes it.
  Contents contents();

  /// The least time from the beginning of a batch of several commands to that of the next, so that
  /// commands gather where a batch costs much however small it is. Zero where it does not.
  default Duration pace() {
    return Duration.ZERO;
  }

  /// What all nodes commit to the same store; empty if this is the only one.
  default Optional<Feed> feed() {
    return Optional.empty();
  }

  @Override
  void close();
}
