package io.whaleshark.server.limits;

/// How often, per second, something may happen; 0 for as often as one likes. In two seconds' time
/// twice as much may come at once. Immutable.
///
/// @param requests of one user, over all devices and ports
/// @param connections from one address that is not the loopback
/// @param failedLogins from one address that is not the loopback, wrong keys over HTTP among them
/// @param httpRequests from one address that is not the loopback
public record RateLimits(int requests, int connections, int failedLogins, int httpRequests) {

  /// None at all.
  public static final RateLimits NONE = new RateLimits(0, 0, 0, 0);
}
