package io.whaleshark.core.command;

/// Why the core refuses a request. A refused request changed nothing and may be repeated without
/// harm.
public enum Refusal {
  /// The request is invalid in itself, whatever the state.
  MALFORMED,
  /// The user is not a participant of the conversation now, or it does not exist; the answer does
  /// not reveal which (P9).
  NOT_A_PARTICIPANT,
  /// Only the author may do this.
  NOT_YOURSELF,
  /// The sender is muted in the group.
  MUTED,
  /// The app has banned the user.
  BANNED,
  /// The receiver takes no direct messages of the sender.
  NOT_ACCEPTED,
  /// The app leaves its users no choice whether others see their receipts.
  RECEIPTS_FIXED,
  /// The app does not let its users search its directory.
  DIRECTORY_CLOSED,
  /// The app's directory, which has everybody, has nobody of this id.
  NO_SUCH_USER,
  /// The app does not want the message to be sent.
  DENIED,
  /// The recall window of the message has ended.
  RECALL_TOO_LATE,
  /// The edit window of the message has ended.
  EDIT_TOO_LATE,
  /// In this group only those who run it pin messages.
  PIN_NOT_ALLOWED,
  /// There is no such group.
  NO_SUCH_GROUP,
  /// There is no such message, or it is not retained any more.
  NO_SUCH_MESSAGE,
  /// The sender has already used this message id for a different message (P3).
  MESSAGE_ID_CONFLICT,
  /// The group exists, and differs from what the request says.
  GROUP_CONFLICT,
  /// The group was dissolved.
  GROUP_DISSOLVED,
  /// The message was recalled: nothing takes its place, and it is not pinned.
  MESSAGE_RECALLED,
  /// The request exceeds a limit.
  TOO_LARGE,
  /// The position is beyond the newest message (P6), or the cursor was not given by this store.
  READ_AHEAD,
  /// The server failed; the operator finds the reason in the log.
  INTERNAL,
  /// The engine is unavailable or full, or the server is shutting down. Nothing was acknowledged;
  /// retry with the same ids.
  RETRY_LATER;

  /// Whether the same request may succeed later, with the same ids.
  public boolean isForNow() {
    return this == RETRY_LATER || this == INTERNAL;
  }
}
