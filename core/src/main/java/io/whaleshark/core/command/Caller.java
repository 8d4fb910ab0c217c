package io.whaleshark.core.command;

import io.whaleshark.core.id.UserId;
import io.whaleshark.core.session.SessionId;

/// Who asks: a user who proved to be that user, on one of their devices. Immutable.
///
/// @param session of the device: it gets no push of what it did itself
public record Caller(UserId user, SessionId session) {}
