package io.whaleshark.server.gateway;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Request;

/// What goes from the lane to a connection. Immutable.
sealed interface Outgoing {

  /// The answer to a login.
  record LoggedIn(Request.LogIn request, Answer answer) implements Outgoing {}

  /// The answer to a request that changes something.
  record Answered(Request.Change request, Answer answer) implements Outgoing {}

  /// Everything before it is answered: what had to wait for that goes on.
  record Reached(Runnable next) implements Outgoing {}

  /// An answer that was known beforehand and has waited for its turn.
  record Said(Event event) implements Outgoing {}

  /// The last thing that is said on TCP: the connection ends with it.
  record SaidLast(Event event) implements Outgoing {}

  /// Logged out: nothing more is said, the connection ends.
  record Ended() implements Outgoing {}

  record Pushed(Push push) implements Outgoing {}

  /// Another device took the place of this one.
  record Displaced(DeviceId by) implements Outgoing {}
}
