package io.whaleshark.core.command;

/// Why the core says no. A refusal changed nothing and may be repeated without harm.
public enum Refusal {
  /// The request makes no sense as it stands.
  MALFORMED,
  /// Not a participant of that conversation now, or no such conversation: the two are not told
  /// apart (P9).
  NOT_A_PARTICIPANT,
  /// Only the author may do this.
  NOT_YOURSELF,
  /// The time within which a message can be recalled is over.
  RECALL_TOO_LATE,
  /// There is no such group.
  NO_SUCH_GROUP,
  /// There is no such message, or it is not retained any more.
  NO_SUCH_MESSAGE,
  /// The sender has used this message id for another message (P3).
  MESSAGE_ID_CONFLICT,
  /// The group exists and is not what the request says.
  GROUP_CONFLICT,
  /// The group was dissolved.
  GROUP_DISSOLVED,
  /// More than the limit allows.
  TOO_LARGE,
  /// A position beyond the newest message (P6).
  READ_AHEAD,
  /// The server failed; the operator finds the reason in the log.
  INTERNAL,
  /// The engine is away or full, or the server is closing: nothing was acknowledged, try again with
  /// the same ids.
  RETRY_LATER
}
