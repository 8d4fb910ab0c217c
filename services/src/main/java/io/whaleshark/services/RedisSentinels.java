package io.whaleshark.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A Redis with a replica, and three sentinels, which let the replica take over when the primary is
/// gone. All listen on the loopback alone, and ask for the same password. Thread-safe.
public final class RedisSentinels implements AutoCloseable {

  private static final String NAME = "whales";
  private static final int SENTINELS = 3;
  private static final int MAJORITY = 2;

  /// A primary that does not answer for so long is replaced by its replica.
  private static final int GONE_AFTER_MILLIS = 1_000;

  private static final int FAILOVER_WITHIN_MILLIS = 5_000;

  private final RedisServer primary;
  private final List<RedisServer> sentinels;
  private final List<RedisServer> all;

  private RedisSentinels(RedisServer primary, List<RedisServer> sentinels, List<RedisServer> all) {
    this.primary = primary;
    this.sentinels = List.copyOf(sentinels);
    this.all = List.copyOf(all);
  }

  /// Starts them, and waits until the sentinels know each other and the replica.
  ///
  /// @param folder where they keep everything; made, or empty
  /// @throws ServiceException if it cannot be started; the message says what to do
  public static RedisSentinels start(Path folder) {
    String password = PrivateFile.password(PrivateFile.folder(folder).resolve("password"));
    List<RedisServer> started = new ArrayList<>();
    boolean serves = false;
    try {
      RedisServer primary =
          RedisServer.start(PrivateFile.folder(folder.resolve("primary"), password), 0, Map.of());
      started.add(primary);
      String address = primary.host() + " " + primary.port();
      started.add(
          RedisServer.start(
              PrivateFile.folder(folder.resolve("replica"), password),
              0,
              Map.of("replicaof", address, "repl-diskless-sync-delay", "0")));
      List<RedisServer> sentinels = new ArrayList<>();
      for (int i = 0; i < SENTINELS; i++) {
        RedisServer sentinel =
            RedisServer.start(
                PrivateFile.folder(folder.resolve("sentinel" + i), password),
                0,
                Map.of("sentinel", watch(address, password)),
                List.of("--sentinel"));
        started.add(sentinel);
        sentinels.add(sentinel);
      }
      var made = new RedisSentinels(primary, sentinels, started);
      Awaited.await("the sentinels know each other and the replica", made::isComplete);
      serves = true;
      return made;
    } finally {
      if (!serves) {
        started.forEach(RedisServer::close);
      }
    }
  }

  private static String watch(String address, String password) {
    return String.join(
        "\nsentinel ",
        "monitor " + NAME + " " + address + " " + MAJORITY,
        "auth-pass " + NAME + " " + password,
        "sentinel-pass " + password,
        "down-after-milliseconds " + NAME + " " + GONE_AFTER_MILLIS,
        "failover-timeout " + NAME + " " + FAILOVER_WITHIN_MILLIS);
  }

  private boolean isComplete() {
    return sentinels.stream()
        .map(sentinel -> sentinel.cli(List.of("INFO", "sentinel")))
        .allMatch(known ->
            known.contains("status=ok,") && known.contains(",slaves=1,sentinels=" + SENTINELS));
  }

  /// The name by which the sentinels know the primary.
  public String name() {
    return NAME;
  }

  /// The primary of the start.
  public RedisServer primary() {
    return primary;
  }

  public List<RedisServer> sentinels() {
    return sentinels;
  }

  /// Waits until the replica is the primary, for all sentinels.
  public void awaitFailover() {
    Awaited.await(
        "the replica takes over",
        () ->
            sentinels.stream()
                .map(sentinel -> sentinel.cli(List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)))
                .noneMatch(at -> at.endsWith(String.valueOf(primary.port()))));
  }

  /// Ends all of them; the sentinels first, or they would look for a new primary.
  @Override
  public void close() {
    Stream.concat(sentinels.stream(), all.stream()).distinct().forEach(RedisServer::close);
  }
}
