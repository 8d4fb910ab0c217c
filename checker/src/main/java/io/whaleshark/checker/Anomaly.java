package io.whaleshark.checker;

/// Something that must never happen, with the evidence for a person to read.
public record Anomaly(Kind kind, String evidence) {

  /// The kinds of anomalies, named after Jepsen's checks of logs.
  public enum Kind {
    /// A message was acknowledged or seen by anyone, and is later missing in the history of a user
    /// who certainly sees it.
    LOST_WRITE,
    /// One message id has two sequences, or one message is twice in an inbox.
    DUPLICATE,
    /// A pull skipped an entry within the range that it covered.
    SKIPPED_POLL,
    /// A pull returned entries at or before its cursor or out of order, or the end of an inbox
    /// moved back.
    BACKWARDS_POLL,
    /// One sequence of one conversation holds different messages.
    INCONSISTENT_SEQUENCE,
    /// Sequences are not 1, 2, 3 … to the newest, or keys do not grow with them.
    GAP,
    /// A message exists and is visible, but a device that has pulled everything never got it.
    UNSEEN,
    /// A message appeared that nobody attempted to send, or that was refused.
    PHANTOM,
    /// A message has a different content than was sent.
    ALTERED,
    /// A repeated send got a different answer than before.
    ACK_CHANGED,
    /// A recall that was answered or seen was undone, or nobody asked for it.
    LOST_RECALL,
    /// An edit that was answered or seen was undone, or is missing where it has to be.
    LOST_EDIT,
    /// A message was shown to a user who was not a member when it was sent.
    TRESPASS,
    /// An acknowledged change of members was lost.
    LOST_MEMBERSHIP,
    /// A device was told of a lower read marker than before.
    POSITION_MOVED_BACK,
    /// A read marker is lower than one that was shown to somebody before the request for it.
    POSITION_LOST,
    /// A position is beyond the newest message, or a read position is beyond the received position.
    POSITION_BEYOND_NEWEST,
    /// The server showed a position that nobody reported.
    POSITION_GUESSED,
    /// An unread count is not the number of others' messages after the read marker.
    UNREAD_WRONG,
    /// The audience of a group message, or its read count, is wrong.
    READERS_WRONG
  }

  @Override
  public String toString() {
    return kind + ": " + evidence;
  }
}
