package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: each way in which a count can be wrong is found, and a sound server's counts are found
/// sound. Method: a real server, whose answers a proxy spoils.
@Timeout(180)
class GroupReceiptsTest {
  private static final int RECEIPT = 2054;
  private static final int READERS = 2111;
  private static final int COUNTS = 2113;

  @TempDir private Path folder;
  private ServerHere server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerHere(folder);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Result run() throws InterruptedException {
    return server.run(
        new GroupReceiptsCommand(),
        "--members=20",
        "--authors=3",
        "--messages=4",
        "--within=1000",
        "--half-way=20");
  }

  /// Changes the n-th frame of a kind.
  private void spoil(int command, int which, UnaryOperator<String> how) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == command && seen.incrementAndGet() == which
            ? List.of(new SpoilingProxy.Frame(command, how.apply(frame.body())))
            : List.of(frame));
  }

  private static long times(Result result, String anomaly) {
    return result.checks().stream()
        .filter(check -> check.anomaly().equals(anomaly))
        .findFirst()
        .orElseThrow()
        .times();
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.latencies().getFirst().histogram().getTotalCount()).isEqualTo(6);
    assertThat(result.figures()).first().extracting(Figure::value).isNotEqualTo(0.0);
    // 6 devices hear of something; 20 x 12 less 3 x 4 messages come, 12 are written; 3 x 12 counts
    // and 12 x 19 readers are told.
    assertThat(result.verified()).isGreaterThan(23 * 12 + 3 * 12 + 12 * 19 + 6);
  }

  @Test
  void countAboveTheTruthIsFound() throws Exception {
    spoil(RECEIPT, 1, body -> body.replaceFirst("(\"readCount\":)\\d+", "$119"));
    Result result = run();
    assertThat(times(result, "counts above the truth")).isEqualTo(1);
    assertThat(times(result, "counts that went back")).isPositive();
  }

  @Test
  void countThatGoesBackIsFound() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == RECEIPT && seen.incrementAndGet() % 8 == 0
            ? List.of(
                new SpoilingProxy.Frame(
                    RECEIPT, frame.body().replaceFirst("(\"readCount\":)\\d+", "$10")),
                frame)
            : List.of(frame));
    assertThat(times(run(), "counts that went back")).isPositive();
  }

  @Test
  void receiptOfSomebodyElsesMessageIsFound() throws Exception {
    spoil(RECEIPT, 3, body -> body.replaceFirst("(\"countedSequence\":)", "$19"));
    assertThat(times(run(), "receipts for nothing")).isEqualTo(1);
  }

  @Test
  void finalCountThatDoesNotComeIsFound() throws Exception {
    server.spoil(frame -> frame.command() == RECEIPT ? List.of() : List.of(frame));
    assertThat(times(run(), "devices not told the final count")).isEqualTo(6);
  }

  @Test
  void wrongAnswersAreFound() throws Exception {
    spoil(COUNTS, 2, body -> body.replaceFirst("(\"readCount\":)\\d+", "$13"));
    assertThat(times(run(), "wrong counts")).isEqualTo(1);
    spoil(READERS, 4, body -> body.replaceFirst("\"read\":true", "\"read\":false"));
    assertThat(times(run(), "wrong readers")).isEqualTo(1);
    spoil(READERS, 5, body -> body.replaceFirst("\\{\"userId\":[^}]*\\},", ""));
    assertThat(times(run(), "wrong readers")).isEqualTo(1);
  }
}
