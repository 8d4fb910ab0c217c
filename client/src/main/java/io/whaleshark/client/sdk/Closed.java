package io.whaleshark.client.sdk;

/// Why a connection ended.
///
/// @param detail one line for a person to read
public record Closed(Cause cause, String detail) {

  /// What ended it.
  public enum Cause {
    /// [Client#close] was called here.
    HERE,
    /// Another device took this one's place, or an operator ended the session. Logging in again at
    /// once would start a fight.
    DISPLACED,
    /// The server closed it, the network broke, or nothing came for too long.
    LOST,
    /// The server sent what the protocol doesn't allow.
    UNREADABLE,
    /// The server doesn't accept the login any more.
    REFUSED,
    /// More than [Client#EVENTS_AT_MOST] events waited for the listener.
    OVERRUN,
    /// The listener threw an exception.
    LISTENER
  }
}
