package io.whaleshark.core.session;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.model.Ban;
import java.util.Optional;

/// One device's way to be told things. Implemented by the gateway.
///
/// Called on the lane's thread: must neither block nor throw. What is pushed may be lost with the
/// connection, or when the device does not read; it finds everything again by pulling (P10).
public interface Connection {

  /// Names the session for which the connection is there. Always the same.
  SessionId session();

  /// Hands over a push. Pushes of one connection leave in the order of these calls.
  void push(Push push);

  /// Tells the device that another one took its place, and closes.
  ///
  /// @param by the device that logged in
  void displace(DeviceId by);

  /// Tells the device that the app's backend signed it out, and closes.
  ///
  /// @param own the device itself
  /// @param ban why it may not come back; empty if it may
  void signOut(DeviceId own, Optional<Ban> ban);

  /// Tells the device that its session has ended and that it should log in again, and closes.
  void disconnect();
}
