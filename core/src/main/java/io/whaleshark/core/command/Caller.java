package io.whaleshark.core.command;

import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;

/// The user in whose name something is asked, and the session of the device that asks. Immutable.
///
/// @param session it gets no push about its own actions; [SessionId#NONE] if no device asks
public record Caller(UserId user, SessionId session) {

  /// The app's backend, which acts in a user's name without a device of theirs: all their devices
  /// are told.
  public static Caller backendFor(UserId user) {
    return new Caller(user, SessionId.NONE);
  }
}
