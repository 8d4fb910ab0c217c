package io.whaleshark.server.gateway.outbound;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Request;
import java.util.Optional;

/// An item from the lane to a connection. Immutable.
public sealed interface Outgoing {

  /// The answer to a login.
  record LoggedIn(Request.LogIn request, Answer answer) implements Outgoing {}

  /// The answer to a change.
  record Answered(Request.Change request, Answer answer) implements Outgoing {}

  /// All changes before this point are answered: runs what waited for that.
  record Reached(Runnable next) implements Outgoing {}

  /// A fixed answer that waited for its place in the order.
  record Said(Event event) implements Outgoing {}

  /// The last frame on TCP: the connection closes after it.
  record SaidLast(Event event) implements Outgoing {}

  /// The session is logged out: the connection closes without another frame.
  record Ended() implements Outgoing {}

  record Pushed(Push push) implements Outgoing {}

  /// Another device replaced this one.
  record Displaced(DeviceId by) implements Outgoing {}

  /// The app's backend signed this device out, or banned its user.
  record SignedOut(DeviceId own, Optional<Ban> ban) implements Outgoing {}

  /// The session has ended for no fault of the device, which should log in again.
  record Disconnected() implements Outgoing {}
}
