package io.whaleshark.client.sdk;

/// Why a connection ended.
///
/// @param detail one line for a person to read
public record Closed(Cause cause, String detail) {

  /// The cause.
  public enum Cause {
    /// [Client#close] was called here.
    HERE,
    /// Another device displaced this one, its token has expired, or the application signed it out.
    /// Logging in again immediately would make two devices displace each other in turn.
    DISPLACED,
    /// The server closed it, the network broke, or nothing came for too long.
    LOST,
    /// The server violated the protocol.
    UNREADABLE,
    /// The server no longer accepts the login.
    REFUSED,
    /// More than [Client#EVENTS_AT_MOST] events waited for the listener.
    OVERRUN,
    /// The listener threw an exception.
    LISTENER
  }
}
