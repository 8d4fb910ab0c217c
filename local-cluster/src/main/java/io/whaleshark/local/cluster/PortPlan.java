package io.whaleshark.local.cluster;

import io.whaleshark.services.Ports;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which port everything listens on, counted from a first one that nobody listens on. Nodes count
/// from 1.
record PortPlan(int base) {

  private static final int NODE = 10;

  int postgres() {
    return base + 1;
  }

  /// Of the standby of PostgreSQL.
  int standby() {
    return base + 2;
  }

  /// Of the Redis, where it is a single one.
  int redis() {
    return base + 3;
  }

  int tcp(int node) {
    return base + NODE * node + 1;
  }

  int webSocket(int node) {
    return base + NODE * node + 2;
  }

  int http(int node) {
    return base + NODE * node + 3;
  }

  /// Refuses a plan with a port on which somebody listens: nothing is started before all can be.
  ///
  /// @throws ClusterException naming the option that chooses the ports
  void requireFree(int nodes, boolean replicas) {
    all(nodes, replicas)
        .forEach((part, port) -> {
          if (!Ports.isFree(port)) {
            throw new ClusterException(
                "--port: %d: the port of %s, %d, is already in use (expected: free ports up to %d;"
                        .formatted(base, part, port, http(nodes))
                    + " end the other program, perhaps another cluster, or choose another --port)");
          }
        });
  }

  /// The ports that something will listen on, by what it is.
  private SortedMap<String, Integer> all(int nodes, boolean replicas) {
    SortedMap<String, Integer> all = new TreeMap<>();
    all.put("PostgreSQL", postgres());
    if (replicas) {
      all.put("the standby of PostgreSQL", standby());
    } else {
      all.put("Redis", redis());
    }
    for (int node = 1; node <= nodes; node++) {
      all.put("node " + node + " (TCP)", tcp(node));
      all.put("node " + node + " (WebSocket)", webSocket(node));
      all.put("node " + node + " (HTTP)", http(node));
    }
    return all;
  }
}
