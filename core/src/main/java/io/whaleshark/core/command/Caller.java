package io.whaleshark.core.command;

import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.id.UserId;

/// The authenticated user who makes a request, and the session of the device that they use.
/// Immutable.
///
/// @param session the device's session; it gets no push about its own actions
public record Caller(UserId user, SessionId session) {}
