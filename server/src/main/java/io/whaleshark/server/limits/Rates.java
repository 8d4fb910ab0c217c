package io.whaleshark.server.limits;

import io.whaleshark.core.id.UserId;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The rate limits of users and addresses. Thread-safe.
///
/// A connected user has an entry, so these are bounded by the connections. Entries for disconnected
/// users and for addresses are bounded by [#KNOWN_AT_MOST]; the oldest is evicted first. The
/// loopback has no limits, because proxies and benchmarks connect from there.
public final class Rates {

  static final int KNOWN_AT_MOST = 10_000;

  /// More refusals than a correct client ever gets.
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

  /// Returns the rate limit of a user's requests, shared by all of the user's connections. Each
  /// call must be followed by one of [#leave].
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

  /// A connection of the user is closed. A user who reconnects soon keeps the remaining allowance;
  /// otherwise reconnecting would be a way around the limit.
  public void leave(UserId user) {
    connected.computeIfPresent(user, (_, entry) -> --entry.connections == 0 ? null : entry);
  }

  /// Returns a rate limit for a connection's requests before its login.
  public Rate ofStranger() {
    return new Rate(limits.requests());
  }

  /// Returns a rate limit for the refusals of one connection.
  public Rate ofRefusals() {
    return new Rate(REFUSALS_PER_SECOND);
  }

  /// Takes the share of a request that a user sends without a session, from the same allowance as
  /// the user's connections, if there are any.
  ///
  /// @return 0 if the request is allowed, else the milliseconds until it will be
  public long takeRequest(UserId user) {
    OfUser entry = connected.get(user);
    Rate rate = entry == null ? recent.of(user) : entry.rate;
    return rate.take(clock.millis());
  }

  /// Takes the share of a new connection from its address.
  ///
  /// @return 0 if the connection may stay, else the milliseconds until it may be retried
  public long takeConnection(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).connections().take(clock.millis());
  }

  /// Takes the share of an HTTP request from its address.
  ///
  /// @return 0 if the request is allowed, else the milliseconds until it will be
  public long takeHttpRequest(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).httpRequests().take(clock.millis());
  }

  /// Returns the milliseconds that an address must wait after too many failed logins; 0 if it need
  /// not wait.
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
