package io.whaleshark.engine.cluster.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where Redis is, and how it is used. Immutable.
///
/// @param nodes at least one; of a cluster or of sentinels any of them, the others are found
public record RedisConfig(Mode mode, List<Address> nodes, Access access, Sizes sizes) {

  public RedisConfig {
    nodes = List.copyOf(nodes);
    if ((mode == Mode.SENTINEL) != access.sentinels().isPresent()) {
      throw new IllegalArgumentException("redis mode: " + mode + ", " + access.sentinels());
    }
    boolean fits = mode == Mode.SINGLE ? nodes.size() == 1 : !nodes.isEmpty();
    if (!fits) {
      throw new IllegalArgumentException(
          "redis nodes: "
              + nodes.size()
              + (mode == Mode.SINGLE ? " (expected: 1)" : " (expected: at least 1)"));
    }
  }

  /// What the nodes are.
  public enum Mode {
    /// One Redis.
    SINGLE,
    /// Sentinels, which know where the primary is.
    SENTINEL,
    /// Nodes of a Redis Cluster.
    CLUSTER
  }

  /// An address of a node.
  public record Address(String host, int port) {

    public Address {
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "redis node: " + host + ":" + port + " (expected: a host and a port)");
      }
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// How to get in.
  ///
  /// @param user empty for the default user
  /// @param password empty if none is asked
  /// @param sentinels how to ask them; empty without sentinels
  /// @param tls whether connections are encrypted
  /// @param trusted certificates in PEM to trust; empty for those that Java trusts
  public record Access(
      String user,
      String password,
      Optional<Sentinels> sentinels,
      boolean tls,
      Optional<Path> trusted) {

    /// By password alone, not encrypted.
    public static Access byPassword(String password) {
      return new Access("", password, Optional.empty(), false, Optional.empty());
    }

    /// Without the password.
    @Override
    public String toString() {
      return (user.isEmpty() ? "default user" : user) + (tls ? ", encrypted" : "");
    }
  }

  /// What sentinels must be told.
  ///
  /// @param primary the name by which they know the primary
  /// @param password their own; empty if they ask for none
  public record Sentinels(String primary, String password) {

    /// Without the password.
    @Override
    public String toString() {
      return "sentinels of " + primary;
    }
  }

  /// How much is kept.
  ///
  /// @param entries how many a set holds. Where it ends, an inbox is read from PostgreSQL
  /// @param fanOut messages are put into the sets of a group with at most so many periods of
  ///   membership; the sets of larger groups are filled when they are pulled
  /// @param idle how long a set is kept after its last change
  public record Sizes(int entries, int fanOut, Duration idle) {

    /// Some more than an inbox shows, since expired ones leave with the trimming only.
    private static final int MORE = 64;

    private static final int FAN_OUT = 500;
    private static final Duration IDLE = Duration.ofDays(30);

    public Sizes {
      if (entries < 1 || fanOut < 0 || idle.toSeconds() < 1) {
        throw new IllegalArgumentException(
            "redis sizes: %d entries, fan-out %d, %s (expected: at least 1, 0 and a second)"
                .formatted(entries, fanOut, idle));
      }
    }

    /// For inboxes with this bound, or with lower ones.
    public static Sizes forBound(int entries) {
      return new Sizes(entries + MORE, FAN_OUT, IDLE);
    }
  }
}
