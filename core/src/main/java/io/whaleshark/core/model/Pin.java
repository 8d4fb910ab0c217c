package io.whaleshark.core.model;

import java.util.Comparator;

/// That a message stands out in its conversation: the same for all who see it. It holds no person.
/// Immutable.
///
/// @param sequence of the message, which is retained and not recalled
/// @param at when it was pinned, as a stamp; of a pin that was taken over from another server, when
///   it was pinned there
public record Pin(long sequence, long at) {

  /// The order in which people are shown them: what was pinned last comes first.
  public static final Comparator<Pin> NEWEST_FIRST =
      Comparator.comparingLong(Pin::at).thenComparingLong(Pin::sequence).reversed();

  /// @throws IllegalArgumentException if no message or no time has such a number
  public Pin {
    if (sequence < 1 || at < 1) {
      throw new IllegalArgumentException(
          "pin: of message " + sequence + " at " + at + " (expected: 1.. each)");
    }
  }
}
