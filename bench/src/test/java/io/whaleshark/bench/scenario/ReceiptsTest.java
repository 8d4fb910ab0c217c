package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: receipts are found sound at a sound server, and a lost or doubled one is found. Method: a
/// real server, whose answers a proxy spoils.
@Timeout(180)
class ReceiptsTest {
  private static final int RECEIPT = 1054;

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
    return server.run(new ReceiptsCommand(), "--pairs", "2", "--in-flight", "5");
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.latencies()).allMatch(l -> l.histogram().getTotalCount() > 0);
  }

  @Test
  void receiptThatIsTwiceThereIsFound() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == RECEIPT && seen.incrementAndGet() == 20
            ? List.of(frame, frame)
            : List.of(frame));
    assertThat(run().checks()).contains(new Check("receipts that move back", 1));
  }

  @Test
  void receiptsThatDoNotComeAreFound() throws Exception {
    server.spoil(frame -> frame.command() == RECEIPT ? List.of() : List.of(frame));
    Result result = run();
    assertThat(result.checks()).contains(new Check("untold reads", 10));
    assertThat(result.isGood()).isFalse();
  }
}
