package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Figure;
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

/// Goal: each step is told, and what goes wrong in one is found. Method: a real server, whose
/// answers a proxy spoils.
@Timeout(180)
class GrowthTest {
  private static final int ACK = 1046;
  private static final int PUSH = 1103;
  private static final int PAGE = 1211;

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

  private Result growMessages() throws InterruptedException {
    return run("--messages 10000 --pairs 20");
  }

  private Result growUsers() throws InterruptedException {
    return run("--users 100 --pairs 20 --messages 1000");
  }

  private Result run(String options) throws InterruptedException {
    return server.run(new GrowthCommand(), (options + " --warmup-messages 0").split(" "));
  }

  private void dropOne(int command) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == command && seen.incrementAndGet() == 50 ? List.of() : List.of(frame));
  }

  @Test
  void stepsOfMessagesAreTold() throws Exception {
    Result result = growMessages();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.verified()).isEqualTo(2 * 10_000);
    assertThat(result.figures())
        .extracting(Figure::name)
        .containsExactly("to 1,000 messages", "to 10,000 messages");
    assertThat(result.figures()).allMatch(figure -> figure.value() > 0);
  }

  @Test
  void stepsOfUsersAreTold() throws Exception {
    Result result = growUsers();
    assertThat(result.isGood()).as("%s", result).isTrue();
    // All acknowledgements, and the history of each receiver with one of its senders.
    assertThat(result.verified()).isEqualTo(20 * 51 + 100 * 11 + 10 * 51 + 100 * 11);
    assertThat(result.figures()).extracting(Figure::name).containsExactly("10 users", "100 users");
  }

  @Test
  void lostMessageIsFound() throws Exception {
    dropOne(PUSH);
    assertThat(growMessages().checks()).contains(new Check("unseen", 1));
  }

  @Test
  void missingAcknowledgementIsFound() throws Exception {
    dropOne(ACK);
    assertThat(growMessages().isGood()).isFalse();
  }

  @Test
  void messageThatIsNotInHistoryIsFound() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == PAGE && seen.incrementAndGet() == 4
            ? List.of(new SpoilingProxy.Frame(PAGE, Pages.of(frame.body()).without(3).text()))
            : List.of(frame));
    assertThat(growUsers().checks()).contains(new Check("unseen", 1));
  }
}
