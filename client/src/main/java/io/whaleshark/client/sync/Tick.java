package io.whaleshark.client.sync;

/// The delivery state of an own direct message.
public enum Tick {
  /// Durable on the server.
  SENT,
  /// On a device of the receiver.
  DELIVERED,
  /// Displayed to the receiver.
  READ
}
