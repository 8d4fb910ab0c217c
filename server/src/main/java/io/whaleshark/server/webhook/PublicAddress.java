package io.whaleshark.server.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Tells addresses of the public Internet from those that lead into the operator's own networks.
/// Stateless.
final class PublicAddress {

  private static final int BYTE = 0xFF;

  private PublicAddress() {}

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
