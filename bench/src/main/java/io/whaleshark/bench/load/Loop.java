package io.whaleshark.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
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

/// A thread with one selector that moves some of the devices.
///
/// Everything is confined to its thread, except [#call] and what says so.
public final class Loop {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final long SELECT_MILLIS = 100;
  private static final long IDLE_NANOS = Duration.ofSeconds(20).toNanos();

  /// How long a paced loop sleeps at most: the coarsest error of when something is sent. A selector
  /// knows milliseconds alone.
  private static final long PACED_PARK_NANOS = 100_000;

  private final Stage stage;
  private final Selector selector;
  private final Thread thread;
  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(100);
  private final List<Device> devices = new ArrayList<>();
  private final Map<String, Meter> meters = new LinkedHashMap<>();
  private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private @Nullable Plan plan;
  private long nowNanos = System.nanoTime();
  private boolean measuring;
  private boolean sending;
  private boolean ended;

  Loop(String name, Stage stage) throws IOException {
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
      devices.forEach(Device::disconnect);
      closeSelector();
    }
  }

  private void turn() throws IOException {
    Plan followed = plan;
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
      // The stage that holds when it was asked for: who is woken for it would else do nothing.
      follow();
      task.run();
    }
  }

  private void follow() {
    measuring = stage.isMeasuring();
    boolean wasSending = sending;
    sending = stage.isSending();
    if (plan != null && sending && !wasSending) {
      plan.restart(nowNanos);
    }
    meters.values().forEach(Meter::publish);
  }

  private void ready(SelectionKey key) {
    nowNanos = System.nanoTime();
    ((Device) key.attachment()).socketReady();
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException _) {
      // All it held is closed.
    }
  }

  // --- from other threads ---

  /// Does something on the loop's thread and waits for it.
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

  /// Ends the loop and closes its connections; waits until that is done.
  void end() throws InterruptedException {
    if (thread.isAlive()) {
      call(() -> ended = true);
    }
    thread.join();
  }

  /// What the thread has cost so far. From any thread.
  long cpuNanos() {
    return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()));
  }

  // --- on the loop's thread ---

  /// From now on the device lives on this loop.
  public <D extends Device> D add(D device) {
    devices.add(device);
    return device;
  }

  List<Device> devices() {
    return devices;
  }

  Link register(SocketChannel channel, Device device) throws IOException {
    channel.configureBlocking(false);
    return new Link(this, channel.register(selector, SelectionKey.OP_READ, device), device);
  }

  /// Keeps what is quiet connected.
  void keepAlive() {
    devices.forEach(device -> device.keepAlive(IDLE_NANOS));
  }

  /// From now on something is due by a plan, while the load lets send.
  void follow(Plan newPlan) {
    newPlan.restart(nowNanos);
    plan = newPlan;
  }

  void resetMeters() {
    meters.values().forEach(Meter::reset);
  }

  /// The meter of that name, made when it is first asked for.
  public Meter meter(String name) {
    return meters.computeIfAbsent(name, _ -> new Meter(this));
  }

  /// The time of this turn: one look at the clock serves everything that one read brought.
  public long nowNanos() {
    return nowNanos;
  }

  /// The time of this moment, for what does not begin with a read; from here on it is that of the
  /// turn.
  long lookAtClock() {
    nowNanos = System.nanoTime();
    return nowNanos;
  }

  /// Whether new things are begun.
  public boolean isSending() {
    return sending;
  }

  /// Whether what happens now counts.
  public boolean isMeasuring() {
    return measuring;
  }

  ByteBuffer input() {
    return input;
  }

  /// Empty, for the frames of one write.
  public ByteBuffer output() {
    return output.clear();
  }
}
