package io.whaleshark.client.sdk;

import java.time.Duration;

/// Where a [SyncedClient] stands.
public sealed interface SyncState {

  /// Logged in, and pulling what it missed.
  record CatchingUp() implements SyncState {}

  /// Everything up to now has been told.
  record Online() implements SyncState {}

  /// Not connected; it will try again.
  ///
  /// @param why one line for a person to read
  /// @param nextTry after which pause
  record Offline(String why, Duration nextTry) implements SyncState {}

  /// Not connected, for good: closed, displaced by another device, or refused.
  record Stopped(Closed why) implements SyncState {}
}
