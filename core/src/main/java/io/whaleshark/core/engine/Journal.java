package io.whaleshark.core.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was committed in an app, for programs outside that follow it at their own pace, and how far
/// each of them has got. Both are as durable as the data.
///
/// A follower has a name, one for each app. The entries of an app that somebody follows are kept
/// for [#KEPT], whoever has passed them: a follower can be [sent back][#rewind]. It is at least
/// once told of everything that was committed after it was [named][#follow] first: it advances once
/// it is done, and begins there again after a crash.
///
/// Thread-safe. Everything blocks. Every failure is an [EngineException].
public interface Journal {

  /// How long entries are kept.
  Duration KEPT = Duration.ofDays(7);

  /// An entry and its place. Immutable.
  ///
  /// @param stamp of the batch that committed it
  /// @param index its place in the batch; together with the stamp it names the entry for ever
  record Recorded(long stamp, int index, JournalEntry entry) {}

  /// A stretch of an app's entries. Immutable.
  ///
  /// @param entries in the order of commits. A message that was recalled since stands at its recall
  ///   alone; one that was edited since stands where it was sent and at its newest edit
  /// @param upTo the stamp up to which it tells everything (inclusive); the one asked for if
  ///   nothing is new
  /// @param isWhole false if entries between are gone: not all that happened there is told
  record Page(List<Recorded> entries, long upTo, boolean isWhole) {

    public Page {
      entries = List.copyOf(entries);
    }
  }

  /// Names all followers of this node: first before it commits anything, and again whenever they
  /// change. One that is new begins behind the newest commit. One that is not named any more is
  /// told nothing by this node from before the call on.
  ///
  /// @param followers by app
  void follow(Map<Integer, Set<String>> followers);

  /// Whether this node may tell the follower, for the next [#LEAD]: of several nodes one at a time.
  /// Asked again before that time is over, it stays so.
  boolean lead(int app, String follower);

  /// See [#lead].
  Duration LEAD = Duration.ofSeconds(15);

  /// The stamp up to which the follower has everything.
  long position(int app, String follower);

  /// The follower has everything up to a stamp (inclusive). What is too old may be deleted then:
  /// call it now and then for one that stands still, too.
  ///
  /// @param from its position, as the caller knows it
  /// @param to not before that
  /// @return false if it was sent back meanwhile, or is to move and another node tells it: nothing
  ///   has changed
  boolean advance(int app, String follower, long from, long to);

  /// Where a follower goes on that was sent back. Immutable.
  ///
  /// @param position its position now
  /// @param goneUpTo entries after the position and up to this stamp are gone; 0 if none are
  record Rewound(long position, long goneUpTo) {}

  /// Sends a follower back, whichever node tells it: it is told again of everything after a stamp.
  /// One that has not got so far stays where it is. Done twice, it changes nothing more.
  Rewound rewind(int app, String follower, long stamp);

  /// Whether a page has the messages that were sent. There are far more of them than of all else,
  /// and each has to be looked up.
  enum Sends {
    TOLD,
    /// No [JournalEntry.MessageSent] is in the page, and none that has expired is missing in it.
    LEFT_OUT
  }

  /// The entries of the batches after a stamp.
  ///
  /// @param stamp where an earlier page ended, or a follower's position (exclusive)
  /// @param limit at most so many batches, at least 1
  Page after(int app, long stamp, int limit, Sends sends);

  /// All entries of the batches after a stamp.
  default Page after(int app, long stamp, int limit) {
    return after(app, stamp, limit, Sends.TOLD);
  }
}
