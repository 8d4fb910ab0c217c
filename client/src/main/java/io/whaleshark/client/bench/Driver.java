package io.whaleshark.client.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Drives some of the pairs with one thread and one selector.
///
/// Confined to its thread, except for the two counters and what is read after the thread has ended.
final class Driver {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final long SELECT_MILLIS = 100;
  private static final long PING_IDLE_NANOS = Duration.ofSeconds(20).toNanos();
  private static final long LONGEST_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long FINEST_NANOS = 1_000;
  private static final int DIGITS = 3;

  /// What a selection key has attached.
  @FunctionalInterface
  interface Ready {
    void ready(SelectionKey key);
  }

  private final Stage stage;
  private final Selector selector;
  private final List<Pair> pairs = new ArrayList<>();
  private final ByteBuffer input = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final FieldFinder codes = new FieldFinder("code");
  private final FieldFinder ackIds = idFinder();
  private final FieldFinder ackSequences = new FieldFinder("messageSequence");
  private final FieldFinder pushIds = idFinder();
  private final FieldFinder pushSequences = new FieldFinder("messageSequence");
  private final Histogram ackLatency = new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
  private final Histogram deliveryLatency = new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);

  /// For whoever shows the progress; written once a turn, since a shared counter for each message
  /// would cost more than the message.
  private final AtomicLong ackedPublished = new AtomicLong();

  private final AtomicLong deliveredPublished = new AtomicLong();
  private long acked;
  private long delivered;
  private long nowNanos = System.nanoTime();
  private boolean measuring;
  private boolean sending = true;
  private long cpuNanos;
  private @Nullable String failure;

  Driver(Stage stage) throws IOException {
    this.stage = stage;
    this.selector = Selector.open();
  }

  /// The id's text starts with a letter, which is part of what is looked for: what follows is a
  /// number.
  private static FieldFinder idFinder() {
    return FieldFinder.ofText("messageId", String.valueOf(MessageTemplate.ID_PREFIX));
  }

  /// Where connections are registered before the thread starts.
  Selector selector() {
    return selector;
  }

  void add(Pair pair) {
    pairs.add(pair);
  }

  /// Drives the pairs until the stage says that it is over.
  void run() {
    try {
      drive();
    } catch (IOException e) {
      failure = "the generator failed: " + e.getMessage();
    } finally {
      pairs.forEach(Pair::close);
      closeSelector();
    }
  }

  private void drive() throws IOException {
    long pinged = nowNanos;
    for (Pair pair : pairs) {
      pair.pump();
    }
    while (!(stage.isDraining() && pairs.stream().allMatch(Pair::isDrained)) && !stage.isOver()) {
      selector.select(this::ready, SELECT_MILLIS);
      nowNanos = System.nanoTime();
      measuring = stage.isMeasuring();
      sending = !stage.isDraining();
      ackedPublished.setOpaque(acked);
      deliveredPublished.setOpaque(delivered);
      if (nowNanos - pinged > PING_IDLE_NANOS / 4) {
        pinged = nowNanos;
        pairs.forEach(pair -> pair.pingIfIdle(PING_IDLE_NANOS));
      }
    }
    cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void ready(SelectionKey key) {
    nowNanos = System.nanoTime();
    ((Ready) key.attachment()).ready(key);
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException _) {
      // All it held is closed.
    }
  }

  // --- what the pairs use ---

  /// The time of this turn: one look at the clock serves everything that one read brought.
  long nowNanos() {
    return nowNanos;
  }

  ByteBuffer input() {
    return input;
  }

  /// Empty, for the frames of one write.
  ByteBuffer output() {
    return output.clear();
  }

  boolean isSending() {
    return sending;
  }

  FieldFinder codes() {
    return codes;
  }

  FieldFinder ackIds() {
    return ackIds;
  }

  FieldFinder ackSequences() {
    return ackSequences;
  }

  FieldFinder pushIds() {
    return pushIds;
  }

  FieldFinder pushSequences() {
    return pushSequences;
  }

  void acked(long sentNanos) {
    acked++;
    if (measuring) {
      ackLatency.recordValue(Math.min(nowNanos - sentNanos, LONGEST_NANOS));
    }
  }

  void delivered(long sentNanos) {
    delivered++;
    if (measuring) {
      deliveryLatency.recordValue(Math.min(nowNanos - sentNanos, LONGEST_NANOS));
    }
  }

  // --- what the bench asks ---

  long ackedSoFar() {
    return ackedPublished.getOpaque();
  }

  long deliveredSoFar() {
    return deliveredPublished.getOpaque();
  }

  /// After the thread has ended.
  List<Pair> pairs() {
    return pairs;
  }

  /// After the thread has ended.
  Histogram ackLatency() {
    return ackLatency;
  }

  /// After the thread has ended.
  Histogram deliveryLatency() {
    return deliveryLatency;
  }

  /// After the thread has ended: why it couldn't go on, null if it could.
  @Nullable String failure() {
    return failure;
  }

  /// After the thread has ended: what the thread has cost.
  long cpuNanos() {
    return cpuNanos;
  }
}
