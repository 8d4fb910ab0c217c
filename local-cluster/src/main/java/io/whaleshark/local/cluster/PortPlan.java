package io.whaleshark.local.cluster;

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
}
