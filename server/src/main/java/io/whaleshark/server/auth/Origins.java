package io.whaleshark.server.auth;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides which web pages may use the server from their visitors' browsers. Immutable.
///
/// A page may if it came from the host that it talks to, or from a listed origin. Open login needs
/// a further check against DNS rebinding: an attacker's page can point its own domain at this
/// machine's address, so that it seems to talk to its own host. So with open login the `Host` must
/// be a name of this machine, or the host of a listed origin.
public final class Origins {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");

  /// Apps that show web pages have schemes of their own: `capacitor://localhost`.
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(http(?!.*:80$)|https(?!.*:443$)|(?!(https?|wss?|ftp|file):)[a-z][a-z0-9+.-]*)"
              + "://([a-z0-9.-]+|\\[[0-9a-f:]+])(:\\d{1,5})?");

  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final Set<String> origins;
  private final Set<String> hosts;
  private final boolean openLogin;

  /// @param origins as browsers send them: `https://chat.example.com`
  /// @throws IllegalArgumentException if a browser would never send one of them; the message begins
  ///   with it
  public Origins(Set<String> origins, boolean openLogin) {
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches() || hostOf(origin).isEmpty()) {
        throw new IllegalArgumentException(
            origin
                + " (expected: an origin as browsers send it: http, https or the scheme of an app,"
                + " a host in small letters, a port unless it is the usual one, and no path)");
      }
    }
    this.origins = Set.copyOf(origins);
    this.hosts = origins.stream().map(Origins::hostOf).collect(Collectors.toUnmodifiableSet());
    this.openLogin = openLogin;
  }

  /// Returns whether a request may be answered.
  ///
  /// @param origin the `Origin` header; null if absent, as from all clients except browsers
  /// @param host the `Host` header; null if absent
  public boolean allow(@Nullable String origin, @Nullable String host) {
    String name = host == null ? "" : PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceAll("");
    boolean isOwnName = isLoopback(name) || hosts.contains(name);
    if (openLogin && host != null && !isOwnName) {
      return false;
    }
    if (origin == null || origins.contains(origin)) {
      return true;
    }
    String page = hostOf(origin);
    return !page.isEmpty() && (page.equals(name) || (isLoopback(page) && isLoopback(name)));
  }

  /// Returns whether the list is empty.
  public boolean areNone() {
    return origins.isEmpty();
  }

  /// Returns whether this origin is listed.
  public boolean list(String origin) {
    return origins.contains(origin);
  }

  private static boolean isLoopback(String name) {
    return LOOPBACK.matcher(name).matches();
  }

  /// The host of an origin; empty if it has none.
  private static String hostOf(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
