package io.whaleshark.core.engine;

/// The newest end of a conversation's log. Immutable.
///
/// @param sequence the newest sequence; 0 before the first message
/// @param stamp the newest message's stamp; 0 before the first message
public record Head(long sequence, long stamp) {

  /// The head of a conversation in which nothing was said.
  public static final Head EMPTY = new Head(0, 0);
}
