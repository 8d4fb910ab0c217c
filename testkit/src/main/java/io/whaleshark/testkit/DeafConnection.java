package io.whaleshark.testkit;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.Optional;

/// A connection to which nobody listens.
record DeafConnection(SessionId session) implements Connection {

  @Override
  public void push(Push push) {}

  @Override
  public void displace(DeviceId by) {}

  @Override
  public void signOut(DeviceId own, Optional<Ban> ban) {}

  @Override
  public void disconnect() {}
}
