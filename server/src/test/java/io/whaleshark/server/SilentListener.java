package io.whaleshark.server;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.protocol.Event;

/// Of clients of tests that pull, and do not listen.
public final class SilentListener implements ClientListener {

  @Override
  public void onEvent(Client from, Event event) {
    // The client pulls.
  }

  @Override
  public void onClosed(Client from, Closed why) {
    // The test closes it.
  }
}
