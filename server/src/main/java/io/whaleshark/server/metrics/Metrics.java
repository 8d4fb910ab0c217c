package io.whaleshark.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneListener;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.server.gateway.shared.GatewayListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what lane and gateway do, and logs what an operator must know. Thread-safe; never blocks.
public final class Metrics implements LaneListener, GatewayListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Runnable onSpace;
  private final Counter[] received = new Counter[CommandNumber.values().length];
  private final Map<Integer, Counter> sent = new ConcurrentHashMap<>();
  private final Map<Integer, Counter> refused = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final Counter held =
      Counter.builder("whaleshark.pushes.held")
          .description("Pushes dropped because the receiver does not read")
          .register(registry);
  private final DistributionSummary batchCommands =
      DistributionSummary.builder("whaleshark.lane.batch.commands")
          .description("Commands decided in one batch")
          .publishPercentiles(0.5, 0.99)
          .register(registry);
  private final Counter changes =
      Counter.builder("whaleshark.lane.changes")
          .description("Changes made durable")
          .register(registry);
  private final Timer commit =
      Timer.builder("whaleshark.lane.commit")
          .description("Time from taking a batch until it is durable")
          .publishPercentiles(0.5, 0.99)
          .register(registry);
  private final Counter failures =
      Counter.builder("whaleshark.engine.failures")
          .description("Failures of the engine")
          .register(registry);
  private final Counter bugs =
      Counter.builder("whaleshark.bugs")
          .description("Unexpected failures (bugs)")
          .register(registry);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Set<LongSupplier> counted = ConcurrentHashMap.newKeySet(); // else they would go
  private long batchStartedNanos; // the lane's thread alone

  /// @param onSpace runs on the lane's thread when a full lane has room again
  public Metrics(Runnable onSpace) {
    this.onSpace = onSpace;
    for (CommandNumber command : CommandNumber.values()) {
      received[command.ordinal()] =
          Counter.builder("whaleshark.requests")
              .description("Requests that were decoded")
              .tag("command", command.name())
              .register(registry);
    }
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /// Exposes the number of commands that wait in the lane.
  public void watchLane(IntSupplier depth) {
    Gauge.builder("whaleshark.lane.depth", depth, IntSupplier::getAsInt)
        .description("Commands that wait in the commit lane")
        .strongReference(true)
        .register(registry);
  }

  /// Exposes the number of bytes that may still be written to the disk.
  public void watchDisk(LongSupplier room) {
    Gauge.builder("whaleshark.disk.free", room, LongSupplier::getAsLong)
        .description("Bytes that may still be written to the disk of the data folder")
        .strongReference(true)
        .register(registry);
  }

  /// Exposes the connections to PostgreSQL.
  ///
  /// @param pool what they are for
  /// @param active the number of connections in use
  /// @param waiting the number of threads that wait for one
  public void watchPostgres(String pool, IntSupplier active, IntSupplier waiting) {
    Gauge.builder("whaleshark.postgres.active", active, IntSupplier::getAsInt)
        .description("Connections to PostgreSQL that are in use")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
    Gauge.builder("whaleshark.postgres.waiting", waiting, IntSupplier::getAsInt)
        .description("What waits for a connection to PostgreSQL")
        .tag("pool", pool)
        .strongReference(true)
        .register(registry);
  }

  /// Watches what Redis does for a cluster.
  ///
  /// @param pulls the number of pulls that Redis has answered
  /// @param fills the number of times that a set was filled from PostgreSQL
  /// @param pokes the number of times that another node said that there is news
  public void watchRedis(LongSupplier pulls, LongSupplier fills, LongSupplier pokes) {
    count("whaleshark.redis.pulls", "Pulls that Redis has answered", pulls);
    count("whaleshark.redis.fills", "Sets that were filled from PostgreSQL", fills);
    count("whaleshark.redis.pokes", "Pokes of other nodes that were heard", pokes);
  }

  /// Watches a webhook.
  ///
  /// @param lag how long ago the first commit was that it is not told of, in seconds; 0 if it has
  ///   all
  /// @param told the number of events that its receiver has taken
  /// @return ends that
  public Runnable watchWebhook(int app, String name, LongSupplier lag, LongSupplier told) {
    Tags tags = Tags.of("app", Integer.toString(app), "webhook", name);
    Meter behind =
        Gauge.builder("whaleshark.webhook.lag", lag, LongSupplier::getAsLong)
            .description("How far the receiver of a webhook is behind")
            .baseUnit("seconds")
            .tags(tags)
            .strongReference(true)
            .register(registry);
    Meter taken =
        FunctionCounter.builder("whaleshark.webhook.events", told, LongSupplier::getAsLong)
            .description("Events that the receiver of a webhook has taken")
            .tags(tags)
            .register(registry);
    counted.add(told);
    return () -> {
      registry.remove(behind);
      registry.remove(taken);
      counted.remove(told);
    };
  }

  /// Watches a push service of an app.
  ///
  /// @param lag how long ago the first commit was that phones are not told of, in seconds; 0 if
  ///   they are told of all
  /// @return ends that
  public Runnable watchPush(int app, String service, LongSupplier lag) {
    Meter behind =
        Gauge.builder("whaleshark.push.lag", lag, LongSupplier::getAsLong)
            .description("How far a push service is behind")
            .baseUnit("seconds")
            .tags("app", Integer.toString(app), "service", service)
            .strongReference(true)
            .register(registry);
    return () -> registry.remove(behind);
  }

  /// Counts a message to a phone.
  ///
  /// @param kind alert or withdrawal
  /// @param result one of few words
  public void pushed(int app, String service, String kind, String result) {
    Counter.builder("whaleshark.push.messages")
        .description("Messages to phones, by what a push service says to them")
        .tags("app", Integer.toString(app), "service", service, "kind", kind, "result", result)
        .register(registry)
        .increment();
  }

  /// Starts to time a question to the hook of an app.
  public Stopwatch beforeSend(int app) {
    Timer.Sample sample = Timer.start(registry);
    return result ->
        sample.stop(
            Timer.builder("whaleshark.before.send")
                .description("Time that a message waits for the hook of its app")
                .publishPercentiles(0.5, 0.99)
                .tags("app", Integer.toString(app), "result", result)
                .register(registry));
  }

  /// Times something that ends once.
  public interface Stopwatch {

    /// It has ended.
    ///
    /// @param result one of few words
    void stop(String result);
  }

  private void count(String name, String description, LongSupplier count) {
    FunctionCounter.builder(name, count, LongSupplier::getAsLong)
        .description(description)
        .register(registry);
    counted.add(count);
  }

  /// Returns all metrics in the text format of Prometheus.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void spaceAvailable() {
    onSpace.run();
  }

  @Override
  public void batchStarted(List<Command> batch) {
    batchStartedNanos = registry.config().clock().monotonicTime();
    batchCommands.record(batch.size());
  }

  @Override
  public void batchCommitted(int changeCount) {
    commit.record(
        registry.config().clock().monotonicTime() - batchStartedNanos, TimeUnit.NANOSECONDS);
    changes.increment(changeCount);
  }

  @Override
  public void batchFailed(EngineException failure) {
    failures.increment();
    LOG.atWarn().addKeyValue("kind", failure.kind()).setCause(failure).log("the engine failed");
  }

  @Override
  public void bug(RuntimeException bug) {
    bugs.increment();
    LOG.atError().setCause(bug).log("a bug: please report it");
  }

  @Override
  public void connections(String transport, int change) {
    connections
        .computeIfAbsent(
            transport,
            name -> {
              AtomicInteger count = new AtomicInteger();
              Gauge.builder("whaleshark.connections", count, AtomicInteger::get)
                  .description("Open connections")
                  .tag("transport", name)
                  .register(registry);
              return count;
            })
        .addAndGet(change);
  }

  @Override
  public void received(CommandNumber command) {
    received[command.ordinal()].increment();
  }

  @Override
  public void refused(int code) {
    refused
        .computeIfAbsent(
            code,
            number ->
                Counter.builder("whaleshark.refusals")
                    .description("Refused requests")
                    .tag("code", number.toString())
                    .register(registry))
        .increment();
  }

  @Override
  public void sent(int command) {
    sent.computeIfAbsent(
            command,
            number ->
                Counter.builder("whaleshark.frames.sent")
                    .description("Frames sent to clients")
                    .tag("command", String.valueOf(CommandNumber.of(number)))
                    .register(registry))
        .increment();
  }

  @Override
  public void held() {
    held.increment();
  }

  @Override
  public void paused(String reason) {
    Counter.builder("whaleshark.connections.paused")
        .description("Times that a connection stopped reading")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  @Override
  public void failed(Throwable cause) {
    if (cause instanceof EngineException failure) {
      batchFailed(failure);
    } else {
      bugs.increment();
      LOG.atError().setCause(cause).log("a connection failed");
    }
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
