package io.whaleshark.client.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How a [SyncedClient] keeps up.
///
/// @param cursors where the inbox cursor of this device is kept
/// @param firstPause how long to wait at most before the first attempt to reconnect
/// @param longestPause the bound that the doubling of pauses ends at
/// @param pageLimit entries per pulled page, 1..500
/// @param gapMessagesAtMost how many messages of one gap are fetched from history; older ones are
///   told as [Update.LeftInHistory]
/// @param unackedAtMost how many messages may wait for their acknowledgement; [SyncedClient#send]
///   blocks at more
/// @param random for the jitter of pauses
public record SyncConfig(
    InboxCursorStore cursors,
    Duration firstPause,
    Duration longestPause,
    int pageLimit,
    int gapMessagesAtMost,
    int unackedAtMost,
    RandomGenerator random) {
  private static final int PAGE_AT_MOST = 500;

  public SyncConfig {
    if (pageLimit < 1 || pageLimit > PAGE_AT_MOST) {
      throw new IllegalArgumentException(
          "pageLimit: " + pageLimit + " (expected: 1.." + PAGE_AT_MOST + ")");
    }
    if (gapMessagesAtMost < 0 || unackedAtMost < 1) {
      throw new IllegalArgumentException(
          "gapMessagesAtMost, unackedAtMost: "
              + gapMessagesAtMost
              + ", "
              + unackedAtMost
              + " (expected: >= 0, >= 1)");
    }
    if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses: " + firstPause + ", " + longestPause + " (expected: 0 < first <= longest)");
    }
  }

  /// Pauses of 0.2 s to 30 s, pages of 500, gaps filled up to 1000 messages, 1000 messages unacked.
  public static SyncConfig with(InboxCursorStore cursors) {
    return new SyncConfig(
        cursors,
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        PAGE_AT_MOST,
        1_000,
        1_000,
        RandomGenerator.getDefault());
  }

  /// The same with other pauses.
  public SyncConfig withPauses(Duration first, Duration longest) {
    return new SyncConfig(
        cursors, first, longest, pageLimit, gapMessagesAtMost, unackedAtMost, random);
  }

  /// The same with another page size.
  public SyncConfig withPageLimit(int limit) {
    return new SyncConfig(
        cursors, firstPause, longestPause, limit, gapMessagesAtMost, unackedAtMost, random);
  }

  /// The same with another bound on what is fetched of a gap.
  public SyncConfig withGapMessagesAtMost(int messages) {
    return new SyncConfig(
        cursors, firstPause, longestPause, pageLimit, messages, unackedAtMost, random);
  }
}
