package io.whaleshark.checker;

/// Something that must never happen, with the evidence for a person to read.
public record Anomaly(Kind kind, String evidence) {

  /// The names of what goes wrong, after the checks that Jepsen makes of logs.
  public enum Kind {
    /// Acknowledged or seen by anyone, and later not in the history of somebody who surely sees it.
    LOST_WRITE,
    /// One id at two sequences, or one message twice in an inbox.
    DUPLICATE,
    /// A pull jumped over an entry that lies in the range it covered.
    SKIPPED_POLL,
    /// A pull brought what lies at or before its cursor, not in order, or an inbox end moved back.
    BACKWARDS_POLL,
    /// One place of one conversation holds different messages.
    INCONSISTENT_SEQUENCE,
    /// Sequences are not 1, 2, 3 … to the newest, or keys do not grow with them.
    GAP,
    /// Known to exist and to be visible, and a device that has everything never got it.
    UNSEEN,
    /// Nobody attempted it, or it was refused.
    PHANTOM,
    /// Another content than was sent.
    ALTERED,
    /// A repeated send got another answer than before.
    ACK_CHANGED,
    /// A recall that was answered or seen is undone, or one that nobody asked for.
    LOST_RECALL,
    /// Shown to somebody who was no member when it was sent.
    TRESPASS,
    /// A change of members that was answered did not last.
    LOST_MEMBERSHIP,
    /// A device heard of a read marker lower than one that it heard of before.
    POSITION_MOVED_BACK,
    /// A read marker is lower than what somebody was shown before it was asked for.
    POSITION_LOST,
    /// A position lies behind the newest message, or a read one behind the received one.
    POSITION_BEYOND_NEWEST,
    /// A position that nobody reported.
    POSITION_GUESSED,
    /// An unread count is not the number of others' messages after the read marker.
    UNREAD_WRONG,
    /// The audience of a group message, or how many of it have read, is not what it must be.
    READERS_WRONG
  }

  @Override
  public String toString() {
    return kind + ": " + evidence;
  }
}
