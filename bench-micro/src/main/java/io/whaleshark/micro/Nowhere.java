package io.whaleshark.micro;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.id.SessionId;
import io.whaleshark.core.model.Ban;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;
import java.util.Optional;

/// A connection that drops every push.
final class Nowhere implements Connection {

  private final SessionId session = SessionId.random();

  @Override
  public SessionId session() {
    return session;
  }

  @Override
  public void push(Push push) {
    // Another benchmark encodes it.
  }

  @Override
  public void displace(DeviceId by) {
    throw new IllegalStateException("logged in twice");
  }

  @Override
  public void signOut(DeviceId own, Optional<Ban> ban) {
    throw new IllegalStateException("nobody signs anybody out");
  }

  @Override
  public void disconnect() {
    throw new IllegalStateException("no other node is there");
  }
}
