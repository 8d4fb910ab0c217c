package io.whaleshark.server.config;

import io.whaleshark.cli.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Redis of a cluster, which serves inboxes. Immutable.
///
/// @param setting the setting of its nodes, by the name where it was given
/// @param sentinels how they are asked; only where the nodes are sentinels
/// @param user empty for the default user
/// @param password empty if none is asked
public record RedisSettings(
    String setting,
    List<Node> nodes,
    Mode mode,
    Optional<Sentinels> sentinels,
    String user,
    String password,
    LinkTls tls) {

  /// Where a node listens.
  public record Node(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// What sentinels are told.
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

  /// What the nodes are.
  public enum Mode {
    /// One Redis.
    SINGLE,
    /// Sentinels, which know where the primary is.
    SENTINEL,
    /// Nodes of a Redis Cluster.
    CLUSTER
  }

  private static final Pattern NODE = Pattern.compile("([A-Za-z0-9._-]+)(?::(\\d{1,5}))?");
  private static final String NODES = "redis.nodes";
  private static final String MODE = "redis.mode";
  private static final String DEFAULT_PORT = "6379";
  private static final int PORT_AT_MOST = 65_535;

  public RedisSettings {
    nodes = List.copyOf(nodes);
  }

  /// Reads the settings.
  ///
  /// @return empty if no node is named: then all inboxes are read from PostgreSQL
  static Optional<RedisSettings> read(Settings settings) {
    Mode mode = settings.choice(MODE, Mode.SINGLE);
    var sentinels =
        new Sentinels(
            settings.text("redis.primary", "mymaster"),
            settings.secretOrFile("redis.sentinel-password").orElse(""));
    RedisSettings redis =
        new RedisSettings(
            settings.named(NODES),
            nodes(settings),
            mode,
            mode == Mode.SENTINEL ? Optional.of(sentinels) : Optional.empty(),
            settings.text("redis.user", ""),
            settings.secretOrFile("redis.password").orElse(""),
            LinkTls.read(settings, "redis"));
    if (redis.tls.mode() == LinkTls.Mode.REQUIRE) {
      throw settings.wrong("redis.tls", "require (expected: off, verify)");
    }
    if (redis.mode == Mode.SINGLE && redis.nodes.size() > 1) {
      throw settings.wrong(
          NODES,
          redis.nodes.size() + " (expected: one, with " + settings.named(MODE) + ": single)");
    }
    return redis.nodes.isEmpty() ? Optional.empty() : Optional.of(redis);
  }

  private static List<Node> nodes(Settings settings) {
    String listed = settings.text(NODES, "");
    List<Node> nodes = new ArrayList<>();
    for (String each : listed.isEmpty() ? new String[0] : listed.split(",", -1)) {
      Matcher node = NODE.matcher(each.strip());
      String port = node.matches() ? Optional.ofNullable(node.group(2)).orElse(DEFAULT_PORT) : "0";
      long number =
          WholeNumber.in(port, 1, PORT_AT_MOST)
              .orElseThrow(() ->
                  settings.wrong(
                      NODES,
                      each.strip()
                          + " (expected: "
                          + WholeNumber.expected(port, "HOST:PORT, several with commas between")
                          + ")"));
      nodes.add(new Node(node.group(1), (int) number));
    }
    return nodes;
  }

  /// The nodes, as `HOST:PORT,HOST:PORT`.
  public String place() {
    return String.join(",", nodes.stream().map(Node::toString).toList());
  }

  /// Without the password.
  @Override
  public String toString() {
    return "Redis at " + place();
  }
}
