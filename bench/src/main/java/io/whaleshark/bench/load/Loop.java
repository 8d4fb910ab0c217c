package io.whaleshark.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A thread with one selector that runs some of the devices.
///
/// Confined to its own thread, except [#call] and the methods documented otherwise.
public final class Loop {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final long SELECT_MILLIS = 100;
  private static final long IDLE_NANOS = Duration.ofSeconds(20).toNanos();

  /// The maximum sleep of a paced loop, which bounds the timing error of sends. A selector supports
  /// only milliseconds.
  private static final long PACED_PARK_NANOS = 100_000;

  private final MeasurementStage stage;
  private final Selector selector;
  private final Thread thread;
  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(100);
  private final List<LoadDevice> devices = new ArrayList<>();
  private final Map<String, Meter> meters = new LinkedHashMap<>();
  private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private @Nullable Schedule schedule;
  private long nowNanos = System.nanoTime();
  private boolean measuring;
  private boolean sending;
  private boolean ended;

  Loop(String name, MeasurementStage stage) throws IOException {
    this.stage = stage;
    this.selector = Selector.open();
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  private void run() {
    try {
      while (!ended) {
        turn();
      }
    } catch (IOException e) {
      devices.forEach(device -> device.fail("the generator failed: " + e.getMessage()));
    } finally {
      devices.forEach(LoadDevice::disconnect);
      closeSelector();
    }
  }

  private void turn() throws IOException {
    Schedule followed = schedule;
    if (followed == null || !sending) {
      selector.select(this::ready, SELECT_MILLIS);
    } else if (selector.selectNow(this::ready) == 0 && !followed.isDue(System.nanoTime())) {
      LockSupport.parkNanos(PACED_PARK_NANOS);
    }
    nowNanos = System.nanoTime();
    follow();
    if (followed != null && sending) {
      followed.wakeDue(nowNanos);
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      // Read the current stage before each task: otherwise a device woken for a new stage would
      // still see the old one, and do nothing.
      follow();
      task.run();
    }
  }

  private void follow() {
    measuring = stage.isMeasuring();
    boolean wasSending = sending;
    sending = stage.isSending();
    if (schedule != null && sending && !wasSending) {
      schedule.restart(nowNanos);
    }
    meters.values().forEach(Meter::publish);
  }

  private void ready(SelectionKey key) {
    nowNanos = System.nanoTime();
    ((Runnable) key.attachment()).run();
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException _) {
      // Everything it held is closed.
    }
  }

  // --- from other threads ---

  /// Runs a task on the loop's thread and waits for its result.
  <T> T call(Supplier<T> task) throws InterruptedException {
    var asked = new FutureTask<T>(task::get);
    tasks.put(asked);
    selector.wakeup();
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BenchException known
          ? known
          : new IllegalStateException("the generator failed", e);
    }
  }

  /// Stops the loop and closes its connections; waits for that.
  void end() throws InterruptedException {
    if (thread.isAlive()) {
      call(() -> ended = true);
    }
    thread.join();
  }

  /// The CPU time of the thread so far. Callable from any thread.
  long cpuNanos() {
    return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()));
  }

  // --- on the loop's thread ---

  /// Adds a device; this loop runs it from now on.
  public <D extends LoadDevice> D add(D device) {
    devices.add(device);
    return device;
  }

  List<LoadDevice> devices() {
    return devices;
  }

  LoadConnection register(SocketChannel channel, LoadDevice device) throws IOException {
    SelectionKey key = watch(channel, SelectionKey.OP_READ, device::socketReady);
    return new LoadConnection(this, key, device);
  }

  /// Calls something in each turn in which a channel is ready.
  ///
  /// @param operations of [SelectionKey]
  /// @throws IOException if the channel is closed
  public SelectionKey watch(SelectableChannel channel, int operations, Runnable ready)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, ready);
  }

  /// Sends keep-alive frames on silent connections.
  void keepAlive() {
    devices.forEach(device -> device.keepAlive(IDLE_NANOS));
  }

  /// Follows a schedule from now on, while the load is sending.
  void follow(Schedule newSchedule) {
    newSchedule.restart(nowNanos);
    schedule = newSchedule;
  }

  void resetMeters() {
    meters.values().forEach(Meter::reset);
  }

  /// The meter of that name, created on first use.
  public Meter meter(String name) {
    return meters.computeIfAbsent(name, _ -> new Meter(this));
  }

  /// The time of this turn: one clock reading serves everything that one read returned.
  public long nowNanos() {
    return nowNanos;
  }

  /// Reads the clock, for events that do not begin with a read; this becomes the time of the turn.
  long lookAtClock() {
    nowNanos = System.nanoTime();
    return nowNanos;
  }

  /// Returns whether devices may start new work.
  public boolean isSending() {
    return sending;
  }

  /// Returns whether events count as measured.
  public boolean isMeasuring() {
    return measuring;
  }

  ByteBuffer input() {
    return input;
  }

  /// An empty buffer for the frames of one write.
  public ByteBuffer output() {
    return output.clear();
  }
}
