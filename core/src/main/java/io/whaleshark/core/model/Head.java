package io.whaleshark.core.model;

/// The newest end of a conversation's log. Immutable.
///
/// @param sequence the newest sequence; 0 before the first message
/// @param stamp the newest message's stamp; 0 before the first message
/// @param time the newest message's [time][Message#time]; 0 before the first message
public record Head(long sequence, long stamp, long time) {

  /// @throws IllegalArgumentException if one of them is of no message and another is, or they
  ///   cannot be of one
  public Head {
    boolean isNone = sequence == 0;
    if (sequence < 0 || isNone != (stamp == 0) || isNone != (time == 0) || time > stamp) {
      throw new IllegalArgumentException(
          "head: sequence " + sequence + ", stamp " + stamp + ", time " + time);
    }
  }

  /// The end of a log whose newest message was sent here.
  public Head(long sequence, long stamp) {
    this(sequence, stamp, stamp);
  }

  /// The end of a log whose newest message this is.
  public static Head of(Message newest) {
    return new Head(newest.sequence(), newest.stamp(), newest.time());
  }

  /// The head of a conversation in which nothing was said.
  public static final Head EMPTY = new Head(0, 0, 0);
}
