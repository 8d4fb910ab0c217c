package io.whaleshark.micro;

import io.whaleshark.core.id.DeviceId;
import io.whaleshark.core.session.Connection;
import io.whaleshark.core.session.Push;

/// A device that drops what comes.
final class Nowhere implements Connection {

  @Override
  public void push(Push push) {
    // Another benchmark encodes it.
  }

  @Override
  public void displace(DeviceId by) {
    throw new IllegalStateException("logged in twice");
  }
}
