package io.whaleshark.server.limits;

import io.whaleshark.core.id.UserId;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often each user and each address may ask. Thread-safe.
///
/// A user has an entry while connected, so these are bounded by the connections. Users who are not,
/// and addresses, are bounded by [#KNOWN_AT_MOST]: the one that came longest ago goes first. The
/// loopback has no limits: proxies and benchmarks sit there.
public final class Rates {

  static final int KNOWN_AT_MOST = 10_000;

  /// More than a client that works is ever told no.
  private static final int REFUSALS_PER_SECOND = 1_000;

  private static final class OfUser {
    private final Rate rate;
    private int connections;

    private OfUser(Rate rate) {
      this.rate = rate;
    }
  }

  private record OfAddress(Rate connections, Rate failedLogins, Rate httpRequests) {}

  private final RateLimits limits;
  private final Clock clock;
  private final Map<UserId, OfUser> connected = new ConcurrentHashMap<>();
  private final Recent<UserId, Rate> recent;
  private final Recent<InetAddress, OfAddress> addresses;

  public Rates(RateLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
    recent = new Recent<>(KNOWN_AT_MOST, () -> new Rate(limits.requests()));
    addresses =
        new Recent<>(
            KNOWN_AT_MOST,
            () ->
                new OfAddress(
                    new Rate(limits.connections()),
                    new Rate(limits.failedLogins()),
                    new Rate(limits.httpRequests())));
  }

  /// The rate of a user's requests, shared by all of the user's connections. Each call is followed
  /// by one of [#leave].
  public Rate enter(UserId user) {
    OfUser shared =
        connected.compute(
            user,
            (_, known) -> {
              OfUser entry = known == null ? new OfUser(recent.of(user)) : known;
              entry.connections++;
              return entry;
            });
    return shared.rate;
  }

  /// A connection of the user is gone. Who comes back soon has the allowance that was left: a fresh
  /// one would be a reason to come back.
  public void leave(UserId user) {
    connected.computeIfPresent(user, (_, entry) -> --entry.connections == 0 ? null : entry);
  }

  /// The rate of what a connection asks before it is known who it is.
  public Rate ofStranger() {
    return new Rate(limits.requests());
  }

  /// The rate at which one connection is refused what it asks.
  public Rate ofRefusals() {
    return new Rate(REFUSALS_PER_SECOND);
  }

  /// Takes the share of a request that a user sends without a login: from the same allowance as
  /// those of the user's connections, where there are any.
  ///
  /// @return 0 if it is there, else in how many milliseconds it will be
  public long takeRequest(UserId user) {
    OfUser entry = connected.get(user);
    Rate rate = entry == null ? recent.of(user) : entry.rate;
    return rate.take(clock.millis());
  }

  /// Takes the share of a new connection from its address.
  ///
  /// @return 0 if it may stay, else in how many milliseconds it may come again
  public long takeConnection(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).connections().take(clock.millis());
  }

  /// Takes the share of an HTTP request from its address.
  ///
  /// @return 0 if it is there, else in how many milliseconds it will be
  public long takeHttpRequest(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).httpRequests().take(clock.millis());
  }

  /// How long an address that failed to log in too often has to wait before it may try again; 0 if
  /// not at all.
  public long waitToLogIn(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).failedLogins().waitMillis(clock.millis());
  }

  /// Takes the share of a failed login.
  public void noteFailedLogin(SocketAddress from) {
    if (!isExempt(from)) {
      of(from).failedLogins().take(clock.millis());
    }
  }

  private static boolean isExempt(SocketAddress from) {
    return Networks.of(from).isLoopbackAddress();
  }

  private OfAddress of(SocketAddress from) {
    return addresses.of(Networks.of(from));
  }
}
