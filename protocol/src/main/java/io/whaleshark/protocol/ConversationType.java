package io.whaleshark.protocol;

import org.jspecify.annotations.Nullable;

/// The two kinds of conversation, with their numbers on the wire.
public enum ConversationType {
  /// Between two users; named by the other one's id in `toId`.
  DIRECT(0),
  /// Among the members of a group; named by `groupId`.
  GROUP(1);

  private final int number;

  ConversationType(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// The type with this number, or null if there is none.
  public static @Nullable ConversationType of(long number) {
    for (var type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }
}
