package io.whaleshark.client.bench;

import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/// Messages between pairs of users, as fast as the server acknowledges them. Confined to the thread
/// that runs it.
final class P2pBench {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// Hears of the progress, on the thread that runs the bench.
  interface Progress {
    void connected(int connections, Duration took);

    /// A second, or what was left of one, is over.
    ///
    /// @param measured whether it counts; false in the warm-up
    void interval(boolean measured, Duration length, long acked, long delivered);
  }

  private final P2pPlan plan;
  private final Progress progress;
  private final Stage stage = new Stage();
  private final List<Driver> drivers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /// Counts the drivers that still run; replaced before the first one starts.
  private CountDownLatch ended = new CountDownLatch(0);

  private P2pBench(P2pPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /// Runs the plan. Blocks until it is done.
  ///
  /// @throws BenchException if the server can't be reached or refuses the logins
  static P2pResult run(P2pPlan plan, Progress progress) throws InterruptedException {
    var bench = new P2pBench(plan, progress);
    try {
      return bench.run();
    } finally {
      bench.stage.over();
    }
  }

  private P2pResult run() throws InterruptedException {
    connect();
    long started = System.nanoTime();
    ended = new CountDownLatch(drivers.size());
    for (Driver driver : drivers) {
      threads.add(
          Thread.ofPlatform().name("bench-" + threads.size()).daemon().start(() -> run(driver)));
    }
    pass(plan.warmUp(), false);
    long acked = sum(Driver::ackedSoFar);
    long delivered = sum(Driver::deliveredSoFar);
    long measuredFrom = System.nanoTime();
    stage.measure();
    pass(plan.measure(), true);
    acked = sum(Driver::ackedSoFar) - acked;
    delivered = sum(Driver::deliveredSoFar) - delivered;
    var measured = Duration.ofNanos(System.nanoTime() - measuredFrom);
    stage.drain();
    join();
    return result(measured, acked, delivered, Duration.ofNanos(System.nanoTime() - started));
  }

  private void run(Driver driver) {
    try {
      driver.run();
    } finally {
      ended.countDown();
    }
  }

  private void connect() {
    long started = System.nanoTime();
    // New users each time: their conversations start at sequence 1, which the verification needs.
    String run = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      for (int i = 0; i < Math.min(plan.threads(), plan.pairs()); i++) {
        drivers.add(new Driver(stage));
      }
      for (int i = 0; i < plan.pairs(); i++) {
        Driver driver = drivers.get(i % drivers.size());
        String number = String.format("%06d", i);
        driver.add(
            new Pair(
                driver,
                plan,
                endpoint(driver, run + "-from-" + number),
                endpoint(driver, run + "-to-" + number)));
      }
    } catch (IOException e) {
      throw new BenchException("cannot open a connection: " + e.getMessage(), e);
    }
    progress.connected(2 * plan.pairs(), Duration.ofNanos(System.nanoTime() - started));
  }

  private Pair.Endpoint endpoint(Driver driver, String user) throws IOException {
    SocketChannel channel = Login.open(plan, user);
    SelectionKey key = channel.register(driver.selector(), SelectionKey.OP_READ);
    Bytes ping = Bytes.of(MessageTemplate.encode(plan, user, new Request.Ping(false, null)));
    return new Pair.Endpoint(user, key, ping);
  }

  /// Waits, and tells the progress every second.
  private void pass(Duration length, boolean measured) throws InterruptedException {
    long acked = sum(Driver::ackedSoFar);
    long delivered = sum(Driver::deliveredSoFar);
    long from = System.nanoTime();
    long end = from + length.toNanos();
    for (long left = length.toNanos();
        left > 0 && ended.getCount() > 0;
        left = end - System.nanoTime()) {
      boolean _ = ended.await(Math.min(left, SECOND.toNanos()), TimeUnit.NANOSECONDS);
      long now = System.nanoTime();
      long ackedNow = sum(Driver::ackedSoFar);
      long deliveredNow = sum(Driver::deliveredSoFar);
      progress.interval(
          measured, Duration.ofNanos(now - from), ackedNow - acked, deliveredNow - delivered);
      acked = ackedNow;
      delivered = deliveredNow;
      from = now;
    }
  }

  private void join() throws InterruptedException {
    long end = System.nanoTime() + plan.drain().toNanos();
    for (Thread thread : threads) {
      thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    stage.over();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private long sum(ToLongFunction<Driver> of) {
    return drivers.stream().mapToLong(of).sum();
  }

  private P2pResult result(Duration measured, long acked, long delivered, Duration total) {
    var pairs = drivers.stream().flatMap(driver -> driver.pairs().stream()).toList();
    Histogram ackLatency = drivers.getFirst().ackLatency();
    Histogram deliveryLatency = drivers.getFirst().deliveryLatency();
    for (Driver other : drivers.subList(1, drivers.size())) {
      ackLatency.add(other.ackLatency());
      deliveryLatency.add(other.deliveryLatency());
    }
    return new P2pResult(
        plan,
        measured,
        acked,
        delivered,
        P2pResult.Checks.of(pairs),
        ackLatency,
        deliveryLatency,
        (double) sum(Driver::cpuNanos) / total.toNanos(),
        P2pResult.reasons(drivers));
  }
}
