package io.whaleshark.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// The devices of a run on their loops, and the common stages of the run: prepare, warm up,
/// measure, drain. Confined to the thread that created it.
public final class Load implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(5);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int CONNECTING_AT_ONCE = 200;
  private static final int REASONS_AT_MOST = 5;

  /// Receives the progress of a stage, once a second, on the thread that runs the load.
  @FunctionalInterface
  public interface Progress {
    /// Another second has passed.
    ///
    /// @param stage the name of the stage
    /// @param share the completed share, 0..1
    /// @param perSecond how often the watched event happened in the last second
    void at(String stage, double share, long perSecond);
  }

  private final MeasurementStage stage = new MeasurementStage();
  private final List<Loop> loops = new ArrayList<>();
  private final Progress progress;
  private final Supplier<Map<String, Duration>> serverCpu;
  private long keptAliveNanos = System.nanoTime();
  private long measuredNanos;
  private long generatorNanos;
  private Map<String, Duration> serverUsed = Map.of();

  /// Starts the loops.
  ///
  /// @param threads the number of loops, at least 1
  /// @param serverCpu the CPU time that the server's processes have used so far, by name
  public Load(int threads, Progress progress, Supplier<Map<String, Duration>> serverCpu) {
    this.progress = progress;
    this.serverCpu = serverCpu;
    try {
      for (int i = 0; i < threads; i++) {
        loops.add(new Loop("bench-" + i, stage));
      }
    } catch (IOException e) {
      throw new BenchException("cannot open a selector: " + e.getMessage(), e);
    }
  }

  /// Creates an object on a loop, round-robin: number i is on loop i modulo their count.
  public <T> T make(int i, Function<Loop, T> maker) throws InterruptedException {
    Loop loop = loops.get(i % loops.size());
    return loop.call(() -> maker.apply(loop));
  }

  /// Runs a function on every loop, on its thread.
  public <T> List<T> each(Function<Loop, T> question) throws InterruptedException {
    var answers = new ArrayList<T>();
    for (Loop loop : loops) {
      answers.add(loop.call(() -> question.apply(loop)));
    }
    return answers;
  }

  /// Connects all unconnected devices, a bounded number at a time, and waits until they are logged
  /// in.
  ///
  /// @param servers to which the devices of a loop connect in turn, so two neighbours meet over two
  ///   servers
  /// @throws BenchException if that takes longer than `within`, or a device broke
  public void connect(List<Address> servers, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    int left = 1;
    while (left > 0) {
      left = sum(loop -> connectSome(loop, servers));
      requireUnbroken();
      if (System.nanoTime() > end) {
        throw new BenchException(left + " devices are not logged in after " + within, null);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static int connectSome(Loop loop, List<Address> servers) {
    int connecting = 0;
    int left = 0;
    int turn = 0;
    for (LoadDevice device : loop.devices()) {
      Address server = servers.get(turn++ % servers.size());
      if (device.isReady() || device.broken() != null) {
        continue;
      }
      left++;
      if (device.isConnecting()) {
        connecting++;
      } else if (connecting < CONNECTING_AT_ONCE) {
        connecting++;
        device.connect(server);
      }
    }
    return left;
  }

  private void requireUnbroken() throws InterruptedException {
    var reasons = reasons();
    if (!reasons.isEmpty()) {
      throw new BenchException(reasons.getFirst(), null);
    }
  }

  /// The schedule of a device.
  @FunctionalInterface
  public interface Times<D extends LoadDevice> {
    /// The due times, in nanoseconds from now.
    long[] of(D device);
  }

  /// Schedules an open loop: this many actions per second over all devices of the kind. Call it
  /// before [#run].
  public <D extends LoadDevice> void pace(Class<D> kind, double perSecond)
      throws InterruptedException {
    follow(kind, devices -> new Pace(devices, perSecond / loops.size()));
  }

  /// Schedules actions at individual times for each device of the kind.
  public <D extends LoadDevice> void schedule(Class<D> kind, Times<D> times)
      throws InterruptedException {
    follow(kind, devices -> Timetable.of(devices, times));
  }

  private <D extends LoadDevice> void follow(Class<D> kind, Function<List<D>, Schedule> maker)
      throws InterruptedException {
    each(loop -> {
      List<D> devices = loop.devices().stream().filter(kind::isInstance).map(kind::cast).toList();
      if (!devices.isEmpty()) {
        loop.follow(maker.apply(devices));
      }
      return devices.size();
    });
  }

  /// Runs a warm-up, then a measurement, then stops sending. May be called again: results are those
  /// of the last measurement.
  ///
  /// @param watched the meter shown as progress
  public void run(Duration warmUp, Duration measure, String watched) throws InterruptedException {
    stage.warmUp();
    wakeAll();
    pass("warm-up", warmUp, watched, _ -> false);
    each(loop -> {
      loop.resetMeters();
      return 0;
    });
    clockIn();
    stage.measure();
    pass("measuring", measure, watched, _ -> false);
    stage.drain();
    clockOut();
  }

  /// Like [#run], for a finite amount of work: measures until all devices are drained, or the time
  /// is over.
  public void runToEnd(Duration atMost, String watched) throws InterruptedException {
    clockIn();
    stage.measure();
    wakeAll();
    pass("measuring", atMost, watched, LoadDevice::isDrained);
    clockOut();
    stage.drain();
  }

  private void clockIn() {
    measuredNanos = System.nanoTime();
    generatorNanos = loopCpuNanos();
    serverUsed = serverCpu.get();
  }

  private void clockOut() {
    measuredNanos = System.nanoTime() - measuredNanos;
    generatorNanos = loopCpuNanos() - generatorNanos;
    Map<String, Duration> before = serverUsed;
    serverUsed = new TreeMap<>(serverCpu.get());
    serverUsed.replaceAll((name, used) -> used.minus(before.getOrDefault(name, Duration.ZERO)));
  }

  /// Calls [LoadDevice#turn] on every device.
  public void wakeAll() throws InterruptedException {
    each(loop -> {
      loop.devices().forEach(LoadDevice::wake);
      return 0;
    });
  }

  /// Waits until nothing is in flight, or the time is over.
  public void drain(Duration atMost) throws InterruptedException {
    pass("draining", atMost, "", LoadDevice::isDrained);
  }

  /// Runs finite work without measuring it: until every device is drained, or nothing has happened
  /// for `patience`.
  ///
  /// @param watched the meter that shows whether something happens
  public void prepare(Duration patience, String watched) throws InterruptedException {
    stage.warmUp();
    wakeAll();
    passToEnd("preparing", patience, watched, () -> undrained() == 0);
    stage.drain();
  }

  /// Like [#prepare], but measured.
  public Phase finish(Duration patience, String watched) throws InterruptedException {
    clockIn();
    stage.measure();
    wakeAll();
    passToEnd("measuring", patience, watched, () -> undrained() == 0);
    clockOut();
    stage.drain();
    return phase();
  }

  /// Like [#finish]; unconnected devices connect meanwhile, a bounded number at a time.
  public Phase connectAndFinish(List<Address> servers, Duration patience, String watched)
      throws InterruptedException {
    clockIn();
    stage.measure();
    wakeAll();
    passToEnd(
        "measuring",
        patience,
        watched,
        () -> sum(loop -> connectSome(loop, servers)) == 0 && undrained() == 0);
    clockOut();
    stage.drain();
    return phase();
  }

  /// Keeps the idle devices connected for this time.
  public void rest(Duration time) throws InterruptedException {
    pass("resting", time, "", _ -> false);
  }

  /// The last measured phase.
  public Phase phase() {
    return new Phase(Duration.ofNanos(measuredNanos), Duration.ofNanos(generatorNanos), serverUsed);
  }

  @FunctionalInterface
  private interface End {
    boolean isReached() throws InterruptedException;
  }

  /// Waits until the end is reached, or nothing has happened for `patience`.
  private void passToEnd(String name, Duration patience, String watched, End end)
      throws InterruptedException {
    long told = System.nanoTime();
    long moved = told;
    long count = published(watched);
    long countTold = count;
    int all = sum(loop -> loop.devices().size());
    for (long now = told; !end.isReached() && now - moved < patience.toNanos(); ) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      now = System.nanoTime();
      long countNow = published(watched);
      moved = countNow == count ? moved : now;
      count = countNow;
      if (now - told >= SECOND.toNanos()) {
        double share = 1 - (double) undrained() / all;
        progress.at(name, share, Math.round((count - countTold) * NANOS_PER_SECOND / (now - told)));
        countTold = count;
        told = now;
      }
      keepAlive(now);
    }
  }

  private int undrained() throws InterruptedException {
    return sum(loop ->
        (int)
            loop.devices().stream()
                .filter(device -> device.broken() == null && !device.isDrained())
                .count());
  }

  /// Waits until every device is done or broken, or the time is over.
  private void pass(String name, Duration atMost, String watched, Predicate<LoadDevice> done)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + atMost.toNanos();
    long told = start;
    long count = published(watched);
    for (long now = start; now < end && !allAre(done); now = System.nanoTime()) {
      LockSupport.parkNanos(Math.min(LOOK_EVERY.toNanos(), end - now));
      if (now - told >= SECOND.toNanos()) {
        long countNow = published(watched);
        double share = (double) (now - start) / atMost.toNanos();
        progress.at(name, share, Math.round((countNow - count) * NANOS_PER_SECOND / (now - told)));
        count = countNow;
        told = now;
      }
      keepAlive(now);
    }
  }

  private boolean allAre(Predicate<LoadDevice> done) throws InterruptedException {
    return sum(loop -> {
      for (LoadDevice device : loop.devices()) {
        if (device.broken() == null && !done.test(device)) {
          return 1;
        }
      }
      return 0;
    })
        == 0;
  }

  private void keepAlive(long now) throws InterruptedException {
    if (now - keptAliveNanos > KEEP_ALIVE_EVERY.toNanos()) {
      keptAliveNanos = now;
      each(loop -> {
        loop.keepAlive();
        return 0;
      });
    }
  }

  private int sum(Function<Loop, Integer> of) throws InterruptedException {
    return each(of).stream().mapToInt(Integer::intValue).sum();
  }

  private long published(String meter) throws InterruptedException {
    if (meter.isEmpty()) {
      return 0;
    }
    return each(loop -> loop.meter(meter)).stream().mapToLong(Meter::published).sum();
  }

  /// How often the event happened during the measurement.
  public long measured(String meter) throws InterruptedException {
    return each(loop -> loop.meter(meter).measured()).stream().mapToLong(Long::longValue).sum();
  }

  /// The latencies during the measurement, in nanoseconds.
  public Histogram latency(String meter) throws InterruptedException {
    Histogram all = Meter.empty();
    for (Histogram one : each(loop -> loop.meter(meter).latency().copy())) {
      all.add(one);
    }
    return all;
  }

  private long loopCpuNanos() {
    return loops.stream().mapToLong(Loop::cpuNanos).sum();
  }

  /// Why devices broke, the first few.
  public List<String> reasons() throws InterruptedException {
    return each(loop ->
            loop.devices().stream()
                .map(LoadDevice::broken)
                .filter(Objects::nonNull)
                .limit(REASONS_AT_MOST)
                .toList())
        .stream()
        .flatMap(List::stream)
        .limit(REASONS_AT_MOST)
        .toList();
  }

  /// Stops the loops and closes their connections.
  @Override
  public void close() {
    try {
      for (Loop loop : loops) {
        loop.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
