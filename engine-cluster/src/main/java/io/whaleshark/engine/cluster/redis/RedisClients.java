package io.whaleshark.engine.cluster.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections to Redis: made in the background, however long that takes, and made again when
/// they break. Thread-safe.
///
/// A command that was sent when the connection broke is not sent again, and while there is none,
/// commands fail at once: so nothing is done twice, and nothing late.
public final class RedisClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(2);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);
  private static final Duration TRIES_EACH = Duration.ofSeconds(1);
  private static final Duration LOOKS_AT_CLUSTER_EACH = Duration.ofSeconds(5);
  private static final int WAITING_COMMANDS = 32_768;
  private static final int THREADS = 2;

  /// Connects, and is asked again if that fails.
  private interface Connector
      extends Supplier<CompletionStage<RedisClusterAsyncCommands<String, byte[]>>> {}

  /// Makes a connection that listens.
  private interface Subscriber
      extends Supplier<CompletionStage<StatefulRedisPubSubConnection<String, byte[]>>> {}

  private record Made(AbstractRedisClient client, Connector connector, Subscriber subscriber) {}

  private final ClientResources resources;
  private final RedisConfig.Sizes sizes;
  private final AbstractRedisClient client;
  private final Connector connector;
  private final Subscriber subscriber;
  private volatile Optional<RedisClusterAsyncCommands<String, byte[]>> commands =
      Optional.empty(); // set when first connected
  private volatile CompletableFuture<Void> connecting = CompletableFuture.completedFuture(null);

  /// Why the first try failed that got an answer; empty inside if that one succeeded.
  private final CompletableFuture<Optional<RedisFailure>> firstAnswer = new CompletableFuture<>();

  private volatile RedisFailure lastUnanswered =
      new RedisFailure(RedisFailure.Kind.UNANSWERED, "it is still connecting");

  private volatile boolean closed;

  /// Begins to connect, and does not wait for it.
  public RedisClients(RedisConfig config) {
    resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    sizes = config.sizes();
    Made made;
    try {
      made = make(config);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
    client = made.client();
    connector = made.connector();
    subscriber = made.subscriber();
    connect();
  }

  private Made make(RedisConfig config) {
    List<RedisURI> nodes = config.nodes().stream().map(node -> uri(node, config.access())).toList();
    return switch (config.mode()) {
      case CLUSTER -> cluster(nodes, config.access());
      case SINGLE -> single(nodes.getFirst(), config.access());
      case SENTINEL -> single(sentinel(config), config.access());
    };
  }

  private Made cluster(List<RedisURI> nodes, RedisConfig.Access access) {
    ClusterClientOptions options = clusterOptions(access);
    RedisClusterClient made = RedisClusterClient.create(resources, nodes);
    made.setOptions(options);
    return new Made(
        made,
        () ->
            made.refreshPartitionsAsync()
                .thenCompose(_ -> made.connectAsync(CODEC))
                .thenApply(connection -> connection.async()),
        () ->
            made.refreshPartitionsAsync()
                .thenCompose(_ -> made.connectPubSubAsync(CODEC))
                .thenApply(connection -> connection));
  }

  private Made single(RedisURI uri, RedisConfig.Access access) {
    ClientOptions options = options(ClientOptions.builder(), access).build();
    RedisClient made = RedisClient.create(resources, uri);
    made.setOptions(options);
    return new Made(
        made,
        () -> made.connectAsync(CODEC, uri).thenApply(connection -> connection.async()),
        () -> made.connectPubSubAsync(CODEC, uri));
  }

  private static RedisURI uri(RedisConfig.Address node, RedisConfig.Access access) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(node.host())
            .withPort(node.port())
            .withTimeout(ANSWERED_WITHIN)
            .withSsl(access.tls())
            .withClientName("whaleshark");
    if (!access.user().isEmpty()) {
      uri.withAuthentication(access.user(), access.password().toCharArray());
    } else if (!access.password().isEmpty()) {
      uri.withPassword(access.password().toCharArray());
    }
    return uri.build();
  }

  private static RedisURI sentinel(RedisConfig config) {
    RedisConfig.Access access = config.access();
    RedisConfig.Sentinels sentinels = access.sentinels().orElseThrow();
    RedisURI primary = uri(config.nodes().getFirst(), access);
    primary.setSentinelMasterId(sentinels.primary());
    primary.setHost(null);
    var each =
        new RedisConfig.Access(
            "", sentinels.password(), Optional.empty(), access.tls(), access.trusted());
    config.nodes().forEach(node -> primary.getSentinels().add(uri(node, each)));
    return primary;
  }

  private static ClusterClientOptions clusterOptions(RedisConfig.Access access) {
    ClusterTopologyRefreshOptions refresh =
        ClusterTopologyRefreshOptions.builder()
            .enablePeriodicRefresh(LOOKS_AT_CLUSTER_EACH)
            .adaptiveRefreshTriggersTimeout(TRIES_EACH)
            .build();
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    options(builder, access);
    return builder.topologyRefreshOptions(refresh).build();
  }

  private static ClientOptions.Builder options(
      ClientOptions.Builder builder, RedisConfig.Access access) {
    SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
    access.trusted().ifPresent(certificates -> tls.trustManager(certificates.toFile()));
    return builder
        .protocolVersion(ProtocolVersion.RESP2)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(_ -> true)
        .requestQueueSize(WAITING_COMMANDS)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(CONNECTED_WITHIN).keepAlive(true).build())
        .timeoutOptions(TimeoutOptions.enabled(ANSWERED_WITHIN))
        .sslOptions(tls.build());
  }

  private void connect() {
    connecting =
        attempt(connector)
            .<Void>handle((made, failure) -> {
              if (failure == null) {
                commands = Optional.of(made);
                firstAnswer.complete(Optional.empty());
                lookAtPolicy(made);
              } else {
                LOG.debug("cannot connect to Redis", failure);
                RedisFailure why = RedisFailure.of(failure);
                if (why.kind() == RedisFailure.Kind.UNANSWERED) {
                  lastUnanswered = why;
                } else {
                  firstAnswer.complete(Optional.of(why));
                }
                later(TRIES_EACH, this::connect);
              }
              return null;
            })
            .toCompletableFuture();
  }

  /// What cannot even begin fails like what cannot be finished.
  private static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> connecting) {
    try {
      return connecting.get();
    } catch (RedisException | IllegalArgumentException | IllegalStateException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static void lookAtPolicy(RedisClusterAsyncCommands<String, byte[]> made) {
    made.info("memory")
        .thenAccept(memory -> {
          if (!memory.contains("maxmemory_policy:noeviction")) {
            LOG.warn(
                "Redis evicts keys when its memory is full: inboxes are filled again from"
                    + " PostgreSQL then (expected: maxmemory-policy noeviction)");
          }
        });
  }

  /// Where commands go; empty until Redis was reached once.
  Optional<RedisClusterAsyncCommands<String, byte[]>> commands() {
    return commands;
  }

  /// Hears what is published on a channel, from when that connection is made on, and again each
  /// time that it was made anew.
  void subscribe(String channel, Consumer<byte[]> listener) {
    attempt(subscriber)
        .whenComplete((made, failure) -> {
          if (failure == null) {
            made.addListener(
                new RedisPubSubAdapter<>() {
                  @Override
                  public void message(String from, byte[] text) {
                    listener.accept(text);
                  }
                });
            made.async()
                .subscribe(channel)
                .exceptionally(refused -> {
                  LOG.warn(
                      "Redis refuses to subscribe {}: {}",
                      channel,
                      RedisFailure.of(refused).said());
                  return null;
                });
          } else {
            LOG.debug("cannot listen to Redis", failure);
            later(TRIES_EACH, () -> subscribe(channel, listener));
          }
        });
  }

  /// Publishes on a channel.
  ///
  /// @return completes when it is over, however it went
  CompletionStage<Void> publish(String channel, byte[] text) {
    try {
      return commands
          .<CompletionStage<Void>>map(
              there -> there.publish(channel, text).<Void>handle((_, _) -> null))
          .orElseGet(() -> CompletableFuture.completedFuture(null));
    } catch (RedisException | IllegalStateException _) { // it is being closed
      return CompletableFuture.completedFuture(null);
    }
  }

  /// Waits for the first connection, or for the reason why there is none. That a try got no answer
  /// is none yet: what is wrong with a slow Redis would stay unknown.
  ///
  /// @return empty if it is connected
  Optional<RedisFailure> awaitConnected(long millis) throws InterruptedException {
    try {
      return firstAnswer.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      RedisFailure last = lastUnanswered;
      String said = "no answer within " + millis + " ms, lastly: " + last.said();
      return Optional.of(new RedisFailure(last.kind(), said));
    } catch (ExecutionException e) {
      return Optional.of(RedisFailure.of(e));
    }
  }

  /// Does something after a while, unless this is closed by then.
  void later(Duration after, Runnable task) {
    CompletableFuture.delayedExecutor(
            after.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
        .execute(() -> {
          if (!closed) {
            task.run();
          }
        });
  }

  /// How much is to be kept there.
  public RedisConfig.Sizes sizes() {
    return sizes;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    connecting.completeOnTimeout(null, CONNECTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS).join();
    commands = Optional.empty();
    client.shutdown(Duration.ZERO, CONNECTED_WITHIN);
    release();
  }

  private void release() {
    resources.shutdown(0, CONNECTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
