package io.whaleshark.bench.load;

import io.whaleshark.cli.WholeNumber;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/// The address at which the server accepts connections.
public record Address(String host, int port) {

  private static final int PORT_AT_MOST = 65_535;

  /// Parses `HOST:PORT`; an IPv6 address is in brackets.
  ///
  /// @throws IllegalArgumentException if the text is not an address
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    OptionalLong number = WholeNumber.in(port, 0, PORT_AT_MOST);
    if (host.isEmpty() || number.isEmpty()) {
      throw new IllegalArgumentException(
          text + " (expected: " + WholeNumber.expected(port, "HOST:PORT") + ")");
    }
    return new Address(host, (int) number.getAsLong());
  }

  /// @throws BenchException if the host cannot be resolved
  InetSocketAddress resolved() {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new BenchException("cannot reach " + this + ": unknown host", null);
    }
    return address;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
