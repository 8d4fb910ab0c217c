package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import org.jspecify.annotations.Nullable;

/// What both fronts of the checker decide alike, as functions of numbers: [LogChecker], which
/// remembers everything, and [StreamChecker], which remembers next to nothing. Each returns what is
/// wrong; null if nothing is. Stateless.
final class Invariants {

  private Invariants() {}

  /// One message has one place, and one place one message (P2, P3).
  ///
  /// @param known the sequence at which the message was before; 0 if it was nowhere
  /// @param sequence the one at which it is now
  /// @param isTaken whether another message is at this one
  static @Nullable Kind place(long known, long sequence, boolean isTaken) {
    if (known != 0 && known != sequence) {
      return Kind.DUPLICATE;
    }
    return isTaken ? Kind.INCONSISTENT_SEQUENCE : null;
  }

  /// Sequences are 1, 2, 3 …, each once (P2).
  ///
  /// @param newest the sequence before; 0 if there is none
  static @Nullable Kind next(long newest, long sequence) {
    if (sequence <= newest) {
      return Kind.DUPLICATE;
    }
    return sequence > newest + 1 ? Kind.GAP : null;
  }

  /// A pull brings what lies behind its cursor, in order (P4).
  ///
  /// @param cursor exclusive
  static @Nullable Kind pull(long cursor, long position) {
    return position <= cursor ? Kind.BACKWARDS_POLL : null;
  }

  /// One connection is pushed everything once, in order (P2, P4).
  ///
  /// @param newest where the newest push of this connection stands
  /// @param isKnown whether this one was pushed before
  static @Nullable Kind push(long newest, long position, boolean isKnown) {
    if (position > newest) {
      return null;
    }
    return isKnown ? Kind.DUPLICATE : Kind.BACKWARDS_POLL;
  }
}
