package io.whaleshark.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Which node of which cluster the server is.
///
/// @param cluster the name of the cluster
/// @param name differs from those of all other nodes
/// @param address where people find the node; empty if nobody said
public record NodeSettings(String cluster, String name, String address) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}");

  static NodeSettings read(Settings settings) {
    return new NodeSettings(
        name(settings, "cluster.name", "whaleshark"),
        name(settings, "node.name", usualName(settings)),
        settings.text("node.address", ""));
  }

  /// The machine and the port: two servers on one machine have different ones.
  private static String usualName(Settings settings) {
    String port = settings.find("tcp-port").orElse("19001");
    try {
      return InetAddress.getLocalHost().getHostName() + ":" + port;
    } catch (UnknownHostException e) {
      return "node:" + port;
    }
  }

  private static String name(Settings settings, String key, String otherwise) {
    String name = settings.text(key, otherwise);
    if (!NAME.matcher(name).matches()) {
      throw settings.wrong(key, name + " (expected: 1 to 63 letters, digits, and - _ . :)");
    }
    return name;
  }
}
