package io.whaleshark.server.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/// Tells addresses of the public Internet from those that lead into the operator's own networks.
/// Stateless.
final class PublicAddress {

  private static final int BYTE = 0xFF;

  private PublicAddress() {}

  /// Why a program of an app may not be asked at its URL, for the operator; empty if it may. Looked
  /// at before each request, since names may come to mean other addresses. The request looks the
  /// name up again, and gets the same answer from the runtime's cache of names. Blocks.
  ///
  /// @param mayBePrivate whether any address will do
  static Optional<String> fault(URI url, boolean mayBePrivate) {
    if (mayBePrivate) {
      return Optional.empty();
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
        if (!is(address)) {
          return Optional.of(
              "a private address (expected: a public one, or private: true in its settings)");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of("unknown host");
    }
  }

  static boolean is(InetAddress address) {
    boolean isSpecial =
        address.isAnyLocalAddress()
            || address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    return !isSpecial
        && switch (address) {
          case Inet4Address four -> isPublic(four.getAddress());
          case Inet6Address six -> isPublicSix(six.getAddress());
          default -> false;
        };
  }

  /// See the registry of special addresses of RFC 6890.
  private static boolean isPublic(byte[] four) {
    int first = four[0] & BYTE;
    int second = four[1] & BYTE;
    boolean isShared = first == 100 && second >= 64 && second < 128; // RFC 6598
    boolean isBenchmark = first == 198 && (second == 18 || second == 19);
    boolean isProtocol = first == 192 && second == 0 && four[2] == 0;
    return first != 0 && first < 240 && !isShared && !isBenchmark && !isProtocol;
  }

  /// Only 2000::/3 is given out, and what carries an address of version 4 inside is as public as
  /// that.
  private static boolean isPublicSix(byte[] six) {
    boolean isGlobal = (six[0] & 0xE0) == 0x20;
    boolean isSixToFour = six[0] == 0x20 && six[1] == 0x02;
    boolean isTeredo = six[0] == 0x20 && six[1] == 0x01 && six[2] == 0 && six[3] == 0;
    return isGlobal && !isSixToFour && !isTeredo;
  }
}
