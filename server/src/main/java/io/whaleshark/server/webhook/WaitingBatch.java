package io.whaleshark.server.webhook;

/// A batch of messages that waits for the hook of an app, until it is closed.
public interface WaitingBatch extends AutoCloseable {

  @Override
  void close();
}
