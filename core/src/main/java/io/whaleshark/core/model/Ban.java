package io.whaleshark.core.model;

import io.whaleshark.core.id.UserId;

/// That a user may not log in. One that was lifted, or has ended, stays on record. Immutable.
///
/// @param reason what the user is told; empty if none was given
/// @param until the stamp at which it ends (exclusive); [#FOR_EVER] if it does not end by itself; 0
///   once it is lifted
/// @param changedAt the stamp of its last change
public record Ban(UserId user, String reason, long until, long changedAt) {

  /// The end of a ban that does not end by itself.
  public static final long FOR_EVER = Long.MAX_VALUE;

  /// The maximum length of a reason, in characters (UTF-16 units).
  public static final int REASON_CHARS_AT_MOST = 256;

  /// Whether the user may not log in.
  ///
  /// @param now as a stamp
  public boolean isInForce(long now) {
    return now < until;
  }

  /// The ban, lifted: it has ended, also by a clock that is behind the stamps.
  ///
  /// @param now as a stamp
  public Ban lifted(long now) {
    return new Ban(user, "", 0, now);
  }

  /// What the user is told.
  public String told() {
    return "banned by the application" + (reason.isEmpty() ? "" : ": " + reason);
  }
}
