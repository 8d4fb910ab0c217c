package io.whaleshark.client.sdk;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The settings of a [SyncedClient].
///
/// @param cursors stores the inbox cursor of this device
/// @param firstPause the upper bound of the first pause before a reconnect
/// @param longestPause the limit of the exponential back-off
/// @param pageLimit entries per pulled page, 1..500
/// @param gapMessagesAtMost the maximum number of messages of one gap that are fetched from
///   history; older ones are reported as [Update.LeftInHistory]
/// @param unackedAtMost the maximum number of unacknowledged messages; above it,
///   [SyncedClient#send] blocks
/// @param random the source of the jitter
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
    if (firstPause.compareTo(Duration.ZERO) <= 0 || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "pauses: " + firstPause + ", " + longestPause + " (expected: 0 < first <= longest)");
    }
  }

  /// Back-off from 0.2 s to 30 s, pages of 500, at most 1000 messages fetched of a gap, at most
  /// 1000 unacknowledged messages.
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

  /// Returns the same settings with another back-off.
  public SyncConfig withPauses(Duration first, Duration longest) {
    return new SyncConfig(
        cursors, first, longest, pageLimit, gapMessagesAtMost, unackedAtMost, random);
  }

  /// Returns the same settings with another page size.
  public SyncConfig withPageLimit(int limit) {
    return new SyncConfig(
        cursors, firstPause, longestPause, limit, gapMessagesAtMost, unackedAtMost, random);
  }

  /// Returns the same settings with another limit on messages fetched of a gap.
  public SyncConfig withGapMessagesAtMost(int messages) {
    return new SyncConfig(
        cursors, firstPause, longestPause, pageLimit, messages, unackedAtMost, random);
  }
}
