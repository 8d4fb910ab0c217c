package io.whaleshark.bench.load;

import java.net.InetSocketAddress;

/// Where the server takes connections.
public record Address(String host, int port) {

  /// Reads `HOST:PORT`; an IPv6 address stands in brackets.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(0, colon));
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = text.substring(colon + 1);
    if (host.isEmpty() || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(text + " (expected: HOST:PORT)");
    }
    return new Address(host, Integer.parseInt(port));
  }

  /// @throws BenchException if nobody knows the host
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
