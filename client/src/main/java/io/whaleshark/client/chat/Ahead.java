package io.whaleshark.client.chat;

/// What of the open conversation is not on the screen yet. The user is told of it, and shows the
/// next screenful when they want to. Confined to the conductor's thread.
final class Ahead {
  private boolean isAny;

  /// How many of these messages are unread, as far as it is known here.
  private long unread;

  /// Every unread message up to here is counted.
  private long countedUpTo;

  /// Whether the user has still to be told.
  private boolean isUntold;

  boolean isAny() {
    return isAny;
  }

  /// The end of the conversation is on the screen, or has been dealt with.
  void none() {
    isAny = false;
    unread = 0;
    isUntold = false;
  }

  /// Some messages are not shown.
  void some() {
    isUntold |= !isAny;
    isAny = true;
  }

  /// The number of unread messages is known exactly.
  ///
  /// @param upTo the newest message that may be among them
  void counted(long count, long upTo) {
    unread = count;
    countedUpTo = Math.max(countedUpTo, upTo);
  }

  /// A message by another user is not shown.
  void waits(long sequence) {
    if (sequence > countedUpTo) {
      countedUpTo = sequence;
      unread++;
    }
  }

  /// A message by another user was shown.
  void shown(long sequence) {
    if (sequence <= countedUpTo && unread > 0) {
      unread--;
    }
  }

  /// The user must be told, or told again because there is more.
  void mention() {
    isUntold = true;
  }

  /// Returns whether the user must be told now, and takes it that they are.
  boolean takeUntold() {
    boolean untold = isAny && isUntold;
    isUntold = false;
    return untold;
  }

  /// `672 more unread messages`; empty if there are none.
  String text() {
    return isAny ? Lines.more(unread) : "";
  }
}
