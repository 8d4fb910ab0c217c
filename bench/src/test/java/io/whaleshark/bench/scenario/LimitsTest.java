package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.limits.ForwardSubject;
import io.whaleshark.bench.limits.RawDialect;
import io.whaleshark.bench.limits.SyncedWrites;
import io.whaleshark.bench.report.Result;
import io.whaleshark.bench.whale.WhaleDialect;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what the limits measure is really done. Method: a forwarder in a process of its own, whose
/// messages are verified as a server's are, and rows that are counted again.
@Timeout(180)
class LimitsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration MEASURE = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void forwarderLosesNothingAndRowsAreThere() throws Exception {
    try (var forward = new ForwardSubject()) {
      var like = new WhaleDialect(10_001, forward.http());
      Result result =
          new LimitsCommand()
              .measure(
                  new Bench(
                      forward,
                      new RawDialect(like),
                      (_, _, _) -> {},
                      Bench.newRun(),
                      1,
                      100,
                      SHORT,
                      MEASURE,
                      DRAIN));
      assertThat(result.isGood()).as("%s", result).isTrue();
      assertThat(result.figure("forward, 1 in flight, acknowledged")).isPositive();
      assertThat(result.figure("forward, 20 in flight, delivered")).isPositive();
      assertThat(result.figure("synced writes, 1000 at once"))
          .isGreaterThan(result.figure("synced writes, 1 at once"));
    }
  }

  @Test
  void everyRowIsAnother() {
    try (var writes = new SyncedWrites(folder.resolve("data"), 100)) {
      writes.measure(1_000, SHORT, (_, _, _) -> {});
      assertThat(writes.written()).isPositive();
      assertThat(writes.missing()).isZero();
    }
  }
}
