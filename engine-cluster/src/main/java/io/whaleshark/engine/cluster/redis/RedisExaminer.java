package io.whaleshark.engine.cluster.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.whaleshark.engine.cluster.health.ServiceHealth;
import io.whaleshark.engine.cluster.redis.RedisConfig.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks whether Redis can serve inboxes. Changes nothing. A Redis that is away is no fault: nodes
/// work without it. Confined to one thread.
public final class RedisExaminer {

  private static final String NAME = "Redis";
  private static final int NEEDED = 7;
  private static final long CONNECTED_WITHIN_MILLIS = 10_000;
  private static final long ANSWERS_WITHIN_MILLIS = 3_000;
  private static final String INBOXES = "*:OfflineMessage:*";
  private static final int LOOKS = 20;
  private static final int KEYS_A_LOOK = 1_000;

  private final RedisConfig config;
  private final RedisClusterAsyncCommands<String, byte[]> commands;
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private RedisExaminer(RedisConfig config, RedisClusterAsyncCommands<String, byte[]> commands) {
    this.config = config;
    this.commands = commands;
  }

  /// Connects, looks, and leaves.
  public static ServiceHealth examine(RedisConfig config) {
    try (RedisClients clients = new RedisClients(config)) {
      Optional<RedisFailure> whyNot = clients.awaitConnected(CONNECTED_WITHIN_MILLIS);
      if (whyNot.isPresent()) {
        return unreachable(whyNot.get());
      }
      return new RedisExaminer(config, clients.commands().orElseThrow()).examine();
    } catch (ExecutionException | TimeoutException e) {
      return away(reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return away("interrupted");
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? "no answer in time" : cause.getMessage());
  }

  private static ServiceHealth unreachable(RedisFailure why) {
    return switch (why.kind()) {
      case AWAY, UNANSWERED -> away(why.said());
      case UNTRUSTED ->
          fault(
              "it is not trusted: ",
              why,
              "a certificate for this host, signed by one of redis.tls-ca");
      case ENCRYPTION -> fault("TLS fails: ", why, "redis.tls as Redis has it at this port");
      case PASSWORD ->
          fault(
              "it refuses the password: ",
              why,
              "redis.user and redis.password as Redis knows them");
      case SENTINEL_PASSWORD ->
          fault(
              "a sentinel refuses its password: ",
              why,
              "redis.sentinel-password as the sentinels know it");
    };
  }

  private static ServiceHealth fault(String what, RedisFailure why, String expected) {
    String fault = what + why.said() + " (expected: " + expected + ")";
    return new ServiceHealth(NAME, List.of(fault), List.of());
  }

  private static ServiceHealth away(String why) {
    String warning =
        "it does not answer: " + why + "; inboxes are read from PostgreSQL until it does";
    return new ServiceHealth(NAME, List.of(), List.of(warning));
  }

  private ServiceHealth examine()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> info = info();
    String version = info.getOrDefault("redis_version", "of an unknown version");
    int major = Integer.parseInt(version.replaceFirst("\\D.*", ""));
    if (major < NEEDED) {
      faults.add("version " + version + " (expected: " + NEEDED + " or newer)");
    }
    boolean isCluster = "1".equals(info.get("cluster_enabled"));
    if (isCluster != (config.mode() == Mode.CLUSTER)) {
      faults.add(
          isCluster
              ? "it is a node of a Redis Cluster (expected: mode cluster)"
              : "it is no Redis Cluster (expected: mode single, or sentinel)");
    }
    if (!"noeviction".equals(info.get("maxmemory_policy"))) {
      warnings.add(
          "it evicts keys when its memory is full, and inboxes are filled again from PostgreSQL"
              + " then (expected: maxmemory-policy noeviction)");
    }
    if (faults.isEmpty()) {
      lookAtRights();
      lookAtKeys();
    }
    String name = "Redis " + version + ", " + config.mode().name().toLowerCase(Locale.ROOT);
    return new ServiceHealth(name, faults, warnings);
  }

  private Map<String, String> info()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> info = new HashMap<>();
    answer(commands.info())
        .lines()
        .filter(line -> line.contains(":"))
        .forEach(line -> info.put(line.split(":", 2)[0], line.split(":", 2)[1].strip()));
    return info;
  }

  private void lookAtRights() throws InterruptedException, TimeoutException {
    try {
      answer(commands.eval("return 1", ScriptOutputType.INTEGER));
    } catch (ExecutionException e) {
      warnings.add(
          "it runs no scripts: "
              + reason(e)
              + "; inboxes are read from PostgreSQL (expected: EVAL and EVALSHA allowed)");
    }
  }

  /// Looks for keys with the names of inboxes that are none. Only at the first ones: a Redis may
  /// hold many millions.
  private void lookAtKeys() throws InterruptedException, ExecutionException, TimeoutException {
    ScanArgs inboxes = ScanArgs.Builder.matches(INBOXES).limit(KEYS_A_LOOK);
    try {
      KeyScanCursor<String> cursor = answer(commands.scan(inboxes));
      @Nullable String other = other(cursor.getKeys());
      for (int i = 1; i < LOOKS && other == null && !cursor.isFinished(); i++) {
        cursor = answer(commands.scan(cursor, inboxes));
        other = other(cursor.getKeys());
      }
      if (other != null) {
        warnings.add(
            "the key "
                + other
                + " belongs to another application; that inbox is read from PostgreSQL (expected:"
                + " a Redis, or a database of it, for Whale Shark alone)");
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof RedisCommandExecutionException)) {
        throw e;
      }
      warnings.add("its keys cannot be listed: " + reason(e));
    }
  }

  private @Nullable String other(List<String> keys)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (String key : keys) {
      if (!key.startsWith("{") && !"zset".equals(answer(commands.type(key)))) {
        return key;
      }
    }
    return null;
  }

  private static <T> T answer(Future<T> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    return asked.get(ANSWERS_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
  }
}
