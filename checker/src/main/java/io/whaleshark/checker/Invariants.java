package io.whaleshark.checker;

import io.whaleshark.checker.Anomaly.Kind;
import org.jspecify.annotations.Nullable;

/// The rules that both checkers share, as pure functions of numbers: [LogChecker] remembers
/// everything, [StreamChecker] almost nothing. Each function returns the anomaly, or null if there
/// is none. Stateless.
final class Invariants {

  private Invariants() {}

  /// A message has one sequence, and a sequence has one message (P2, P3).
  ///
  /// @param known the sequence that the message had before; 0 if none
  /// @param sequence the sequence that it has now
  /// @param isTaken whether another message has this sequence
  static @Nullable Kind place(long known, long sequence, boolean isTaken) {
    if (known != 0 && known != sequence) {
      return Kind.DUPLICATE;
    }
    return isTaken ? Kind.INCONSISTENT_SEQUENCE : null;
  }

  /// Sequences are 1, 2, 3 …, each once (P2).
  ///
  /// @param newest the previous sequence; 0 if there is none
  static @Nullable Kind next(long newest, long sequence) {
    if (sequence <= newest) {
      return Kind.DUPLICATE;
    }
    return sequence > newest + 1 ? Kind.GAP : null;
  }

  /// A pull returns the entries after its cursor, in order (P4).
  ///
  /// @param cursor exclusive
  static @Nullable Kind pull(long cursor, long position) {
    return position <= cursor ? Kind.BACKWARDS_POLL : null;
  }

  /// A connection is pushed every entry once, in order (P2, P4).
  ///
  /// @param newest the position of the newest push on this connection
  /// @param isKnown whether this entry was pushed before
  static @Nullable Kind push(long newest, long position, boolean isKnown) {
    if (position > newest) {
      return null;
    }
    return isKnown ? Kind.DUPLICATE : Kind.BACKWARDS_POLL;
  }
}
