package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.whaleshark.bench.load.BenchException;
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

/// Goal: a connection that is gone, and a message that does not reach one, are found. Method: a
/// real server, whose answers a proxy spoils.
@Timeout(180)
class ConnectionsTest {
  private static final int PUSH = 1103;
  private static final int PONG = 9999;

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
        new ConnectionsCommand(), "--connections", "30", "--steps", "1", "--sample", "5");
  }

  private void dropOne(int command) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == command && seen.incrementAndGet() == 3 ? List.of() : List.of(frame));
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.verified()).isEqualTo(30 + 2 * 5);
    assertThat(result.latencies().getFirst().histogram().getTotalCount()).isEqualTo(30);
  }

  @Test
  void webSocketsAreConnectedToo() throws Exception {
    Result result =
        server.run(
            new ConnectionsCommand(),
            ("--connections 30 --steps 1 --sample 5 --websocket " + server.webSocket()).split(" "));
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.verified()).isEqualTo(30 + 2 * 5);
  }

  @Test
  void connectionThatIsNotAnsweredIsFound() throws Exception {
    dropOne(PONG);
    assertThat(run().checks()).contains(new Check("connections lost", 1));
  }

  @Test
  void messageThatDoesNotArriveIsFound() throws Exception {
    dropOne(PUSH);
    assertThat(run().checks()).contains(new Check("unseen", 1), new Check("connections lost", 0));
  }

  @Test
  void tooLowLimitOfOpenFilesIsSaid() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> server.run(new ConnectionsCommand(), "--connections", "1000000000"))
        .withMessageContaining("ulimit -n");
  }

  @Test
  void bytesPerConnectionAreTheSlope() {
    assertThat(
            ConnectionsCommand.Point.slope(
                List.of(point(0, 500), point(10, 700), point(20, 700), point(30, 900))))
        .isEqualTo(12);
  }

  private static ConnectionsCommand.Point point(long connections, long bytes) {
    return new ConnectionsCommand.Point(connections, bytes);
  }
}
