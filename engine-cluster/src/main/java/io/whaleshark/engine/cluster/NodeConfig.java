package io.whaleshark.engine.cluster;

/// Which node of which cluster this is.
///
/// @param cluster the name of the cluster: a node never works on the data of another one
/// @param name differs from those of all other nodes
/// @param address where people find the node; shown to operators
/// @param version of the software; shown to operators
public record NodeConfig(String cluster, String name, String address, String version) {

  public NodeConfig {
    requireName("cluster", cluster);
    requireName("node", name);
  }

  private static void requireName(String what, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}")) {
      throw new IllegalArgumentException(
          what + ": " + name + " (expected: 1 to 63 letters, digits, and - _ . :)");
    }
  }
}
