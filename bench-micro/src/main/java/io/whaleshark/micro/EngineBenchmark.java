package io.whaleshark.micro;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.model.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Measures the engine's work for a batch of messages, including the sync and the creation of the
/// messages.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class EngineBenchmark {
  private static final int BATCH = 100;

  private final OpenEngine open = new OpenEngine();
  private final Message.Sent content = DomainSamples.content();
  private long sequence;

  /// Commits one batch; the result is per message.
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long commitHundred() {
    List<Change> changes = new ArrayList<>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      sequence++;
      changes.add(
          new Change.MessageAppended(
              new Message(
                  DomainSamples.CONVERSATION,
                  sequence,
                  sequence,
                  DomainSamples.id(sequence),
                  content,
                  sequence,
                  1)));
    }
    try (var transaction = open.engine().begin(Announcement.NOTHING)) {
      transaction.commit(changes, List.of(), sequence);
    }
    return sequence;
  }

  /// Deletes what was written.
  @TearDown(Level.Trial)
  public void close() throws IOException {
    open.close();
  }
}
