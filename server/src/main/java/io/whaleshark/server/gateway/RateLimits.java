package io.whaleshark.server.gateway;

/// How often, per second, something may happen; 0 for as often as one likes. In two seconds' time
/// twice as much may come at once. Immutable.
///
/// @param requests of one user, over all devices
/// @param connections from one address that is not the loopback
/// @param failedLogins from one address that is not the loopback
public record RateLimits(int requests, int connections, int failedLogins) {}
