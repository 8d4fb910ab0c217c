package io.whaleshark.server.gateway;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Request;

/// What goes from the lane to a connection. Immutable.
sealed interface Outgoing {

  /// The answer to a request.
  record Answered(Request request, Answer answer) implements Outgoing {}

  /// An answer that was known beforehand and has waited for its turn.
  record Said(Event event) implements Outgoing {}

  /// The last thing that is said: the connection ends with it.
  record SaidLast(Event event) implements Outgoing {}

  /// Nothing more is said: the connection ends.
  record Ended() implements Outgoing {}

  record Pushed(Push push) implements Outgoing {}

  /// Another device took the place of this one.
  record Displaced(DeviceId by) implements Outgoing {}
}
