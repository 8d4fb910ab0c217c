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

/// Goal: what goes wrong at one member of a group is found, and nothing at a sound server. Method:
/// a real server, whose answers a proxy spoils.
@Timeout(180)
class GroupTest {
  private static final int ACK = 2047;
  private static final int PUSH = 2104;
  private static final int THE_ONE = 20;

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
    return server.run(new GroupCommand(), "--groups", "2", "--members", "5", "--in-flight", "5");
  }

  /// Spoils one frame of a kind.
  private void spoilOne(int command, SpoilingProxy.Spoiler how) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == command && seen.incrementAndGet() == THE_ONE
            ? how.spoil(frame)
            : List.of(frame));
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.figures()).allMatch(figure -> figure.value() > 0);
    long acked = result.latencies().getFirst().histogram().getTotalCount();
    long delivered = result.latencies().getLast().histogram().getTotalCount();
    // At the beginning and at the end of what is measured ten messages are under way at most.
    assertThat(delivered).as("of %s", acked).isBetween(4 * (acked - 20), 4 * (acked + 20));
  }

  @Test
  void openLoopSendsWhatIsDue() throws Exception {
    Result result =
        server.run(new GroupCommand(), "--groups", "2", "--members", "3", "--rate", "500");
    assertThat(result.isGood()).as("%s", result).isTrue();
    // A second, since who measures may be late to end what is measured.
    assertThat(result.figure(Sender.ACKED)).isBetween(333.0, 667.0);
    assertThat(result.figure(StreamReceiver.DELIVERED)).isBetween(667.0, 1_333.0);
  }

  @Test
  void messageThatOneMemberDoesNotGetIsFound() throws Exception {
    spoilOne(PUSH, _ -> List.of());
    assertThat(run().checks()).contains(new Check("unseen", 1), new Check("duplicate", 0));
  }

  @Test
  void messageThatOneMemberGetsTwiceIsFound() throws Exception {
    spoilOne(PUSH, frame -> List.of(frame, frame));
    assertThat(run().checks()).contains(new Check("unseen", 0), new Check("duplicate", 1));
  }

  @Test
  void wrongSequenceAtOneMemberIsFound() throws Exception {
    spoilOne(PUSH, frame -> List.of(new SpoilingProxy.Frame(PUSH, skipped(frame.body()))));
    Result result = run();
    assertThat(result.isGood()).isFalse();
    assertThat(result.checks()).doesNotContain(new Check("duplicate", 0));
  }

  private static String skipped(String body) {
    return body.replaceFirst("(\"messageSequence\":)", "$19");
  }

  @Test
  void missingAcknowledgementIsFound() throws Exception {
    server.spoil(frame -> frame.command() == ACK ? List.of() : List.of(frame));
    assertThat(run().checks()).contains(new Check("unanswered", 10));
  }
}
