package io.whaleshark.bench.scenario;

import io.whaleshark.bench.load.LoadDevice;
import io.whaleshark.bench.load.Loop;
import io.whaleshark.bench.load.Meter;
import io.whaleshark.bench.load.Saying;
import io.whaleshark.bench.load.Voice;
import io.whaleshark.bench.load.Whom;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/// A member's device: receives the group's messages, and sends read reports at its own times.
/// Confined to its loop's thread.
class StormMember extends LoadDevice {
  /// The meter of read reports.
  static final String READS = "reads";

  /// One read report.
  ///
  /// @param afterNanos from the start of the storm
  /// @param upTo sequence, inclusive
  record Step(long afterNanos, long upTo) {}

  private final ReadBook book;
  private final List<Step> steps;
  private final Saying reading;
  private final Meter reads;
  private final BitSet seen = new BitSet();
  private long newest;
  private long duplicated;
  private long reordered;
  private int stepsDone;

  /// @param steps ordered by time
  StormMember(Loop loop, Voice voice, String user, Storm storm, List<Step> steps) {
    super(loop, voice, user);
    this.book = storm.book();
    this.steps = List.copyOf(steps);
    this.reading = voice.reads(Whom.group(storm.group()));
    this.reads = loop.meter(READS);
    if (!steps.isEmpty()) {
      book.plans(user, steps.getLast().upTo());
    }
  }

  /// A group, and the record of its messages and reads.
  record Storm(String group, ReadBook book) {}

  final ReadBook book() {
    return book;
  }

  /// The read times, from the start of the storm.
  final long[] times() {
    return steps.stream().mapToLong(Step::afterNanos).toArray();
  }

  @Override
  public void message(long number, long sequence) {
    if (sequence < 1 || sequence > book.messages()) {
      super.message(number, sequence);
      return;
    }
    if (seen.get((int) sequence)) {
      duplicated++;
    } else if (sequence < newest) {
      reordered++;
    }
    newest = Math.max(newest, sequence);
    seen.set((int) sequence);
  }

  /// Marks a message as known that was not delivered to this device.
  final void knows(long sequence) {
    seen.set((int) sequence);
  }

  @Override
  protected void due(long dueNanos) throws IOException {
    long upTo = steps.get(stepsDone++).upTo();
    connection().write(reading, upTo);
    book.read(user(), upTo, dueNanos);
    reads.count(1);
  }

  @Override
  public boolean isDrained() {
    return lost() == 0 && (!book.isStorm() || stepsDone == steps.size());
  }

  private long lost() {
    return (long) book.messages() - seen.cardinality();
  }

  void verify(ResultBuilder builder) {
    builder.verified(seen.cardinality());
    builder.check("lost", lost());
    builder.check("duplicated", duplicated);
    builder.check("out of order", reordered);
    builder.check("reads not made", steps.size() - stepsDone);
  }
}
