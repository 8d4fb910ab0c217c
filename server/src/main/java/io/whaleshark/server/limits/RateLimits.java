package io.whaleshark.server.limits;

/// Rate limits in events per second; 0 for no limit. A burst of two seconds' worth is allowed.
/// Immutable.
///
/// @param requests per user, over all devices and ports
/// @param connections per address other than the loopback
/// @param failedLogins per address other than the loopback, wrong keys over HTTP included
/// @param httpRequests per address other than the loopback
public record RateLimits(int requests, int connections, int failedLogins, int httpRequests) {

  /// No limits.
  public static final RateLimits NONE = new RateLimits(0, 0, 0, 0);
}
