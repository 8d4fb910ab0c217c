package io.whaleshark.client.sync;

/// How far an own direct message has come.
public enum Tick {
  /// Durable on the server.
  SENT,
  /// On a device of the receiver.
  DELIVERED,
  /// Displayed to the receiver.
  READ
}
