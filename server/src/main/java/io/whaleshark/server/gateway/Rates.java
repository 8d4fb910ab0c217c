package io.whaleshark.server.gateway;

import io.whaleshark.core.id.UserId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often each user and each address may ask. Thread-safe.
///
/// A user has an entry while connected, so these are bounded by the connections. Addresses are
/// bounded by [#ADDRESSES_AT_MOST]: the one that came longest ago goes first. The loopback has no
/// limits: proxies and benchmarks sit there.
final class Rates {

  static final int ADDRESSES_AT_MOST = 10_000;

  private static final class OfUser {
    private final Rate rate;
    private int connections;

    private OfUser(Rate rate) {
      this.rate = rate;
    }
  }

  private record OfAddress(Rate connections, Rate failedLogins) {}

  private final RateLimits limits;
  private final Clock clock;
  private final Map<UserId, OfUser> users = new ConcurrentHashMap<>();
  private final Map<InetAddress, OfAddress> addresses = new LinkedHashMap<>(); // guarded by itself

  Rates(RateLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// The rate of a user's requests, shared by all of the user's connections. Each call is followed
  /// by one of [#leave].
  Rate enter(UserId user) {
    OfUser shared =
        users.compute(
            user,
            (_, known) -> {
              OfUser entry = known == null ? new OfUser(new Rate(limits.requests())) : known;
              entry.connections++;
              return entry;
            });
    return shared.rate;
  }

  /// A connection of the user is gone. Who comes back has a fresh allowance; how often one may come
  /// is the address's affair.
  void leave(UserId user) {
    users.computeIfPresent(user, (_, entry) -> --entry.connections == 0 ? null : entry);
  }

  /// Takes the share of a new connection from its address.
  ///
  /// @return 0 if it may stay, else in how many milliseconds it may come again
  long takeConnection(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).connections().take(clock.millis());
  }

  /// How long an address that failed to log in too often has to wait before it may try again; 0 if
  /// not at all.
  long waitToLogIn(SocketAddress from) {
    return isExempt(from) ? 0 : of(from).failedLogins().waitMillis(clock.millis());
  }

  /// Takes the share of a failed login.
  void noteFailedLogin(SocketAddress from) {
    if (!isExempt(from)) {
      of(from).failedLogins().take(clock.millis());
    }
  }

  private static boolean isExempt(SocketAddress from) {
    return !(from instanceof InetSocketAddress socket) || socket.getAddress().isLoopbackAddress();
  }

  private OfAddress of(SocketAddress from) {
    InetAddress address = ((InetSocketAddress) from).getAddress();
    synchronized (addresses) {
      OfAddress known = addresses.remove(address);
      OfAddress entry =
          known == null
              ? new OfAddress(new Rate(limits.connections()), new Rate(limits.failedLogins()))
              : known;
      addresses.put(address, entry);
      if (addresses.size() > ADDRESSES_AT_MOST) {
        Iterator<InetAddress> oldest = addresses.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
      return entry;
    }
  }
}
