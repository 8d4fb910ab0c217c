package io.whaleshark.client.sdk;

import java.time.Duration;

/// The state of a [SyncedClient].
public sealed interface SyncState {

  /// Logged in, and pulling what it missed.
  record CatchingUp() implements SyncState {}

  /// Everything up to now has been delivered.
  record Online() implements SyncState {}

  /// Not connected; the client will try again.
  ///
  /// @param why one line for a person to read
  /// @param nextTry the pause before the next attempt
  record Offline(String why, Duration nextTry) implements SyncState {}

  /// Disconnected for good: closed, displaced by another device, or refused.
  record Stopped(Closed why) implements SyncState {}
}
