package io.whaleshark.core.model;

/// The newest end of a conversation's log. Immutable.
///
/// @param sequence the newest sequence; 0 before the first message
/// @param stamp the newest message's stamp; 0 before the first message
public record Head(long sequence, long stamp) {

  /// @throws IllegalArgumentException if one of the two is of no message and the other is
  public Head {
    if (sequence < 0 || (sequence == 0) != (stamp == 0)) {
      throw new IllegalArgumentException("head: sequence " + sequence + ", stamp " + stamp);
    }
  }

  /// The head of a conversation in which nothing was said.
  public static final Head EMPTY = new Head(0, 0);
}
