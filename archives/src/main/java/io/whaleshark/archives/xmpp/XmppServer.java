package io.whaleshark.archives.xmpp;

import java.net.InetAddress;

/// Where a server is, and whose users it has.
///
/// @param address of the machine
/// @param port for clients
/// @param domain behind the @ of its users
record XmppServer(InetAddress address, int port, String domain) {

  /// Whether nobody is between it and us.
  boolean isHere() {
    return address.isLoopbackAddress();
  }

  @Override
  public String toString() {
    return address.getHostName() + ":" + port;
  }
}
