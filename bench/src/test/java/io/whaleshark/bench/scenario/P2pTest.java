package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Figure;
import io.whaleshark.bench.report.Json;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the scenario finds what a faulty server does to messages, and nothing in a sound one.
/// Method: a real server, whose answers a proxy spoils.
@Timeout(180)
class P2pTest {
  private static final int ACK = 1046;
  private static final int PUSH = 1103;
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
    return server.run(new P2pCommand(), "--pairs", "2", "--in-flight", "5");
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
    assertThat(result.latencies()).allMatch(l -> l.histogram().getTotalCount() > 0);
    assertThat(Json.of(result)).startsWith("{\"scenario\":\"p2p\",");
  }

  @Test
  void costIsToldInParts() throws Exception {
    server.callItself("node", "postgres");
    Result result = run();
    assertThat(result.figures()).allMatch(figure -> figure.value() > 0);
    assertThat(result.figures())
        .extracting(Figure::name)
        .contains("node, per million acknowledged", "postgres, per million acknowledged");
  }

  @Test
  void senderAndReceiverConnectToTwoServers() throws Exception {
    Set<Integer> throughProxy = ConcurrentHashMap.newKeySet();
    server.spoil(frame -> {
      throughProxy.add(frame.command());
      return List.of(frame);
    });
    Result result = server.runInTurn(new P2pCommand(), "--pairs", "2", "--in-flight", "5");
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(throughProxy).contains(ACK).doesNotContain(PUSH);
  }

  @Test
  void openLoopSendsWhatIsDue() throws Exception {
    Result result = server.run(new P2pCommand(), "--pairs", "2", "--rate", "500");
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.latencies()).allMatch(l -> l.histogram().getTotalCount() > 0);
  }

  @Test
  void lostMessageIsFound() throws Exception {
    spoilOne(PUSH, _ -> List.of());
    assertThat(run().checks()).contains(new Check("unseen", 1), new Check("duplicate", 0));
  }

  @Test
  void doubledMessageIsFound() throws Exception {
    spoilOne(PUSH, frame -> List.of(frame, frame));
    assertThat(run().checks()).contains(new Check("unseen", 0), new Check("duplicate", 1));
  }

  @Test
  void wrongSequenceIsFound() throws Exception {
    spoilOne(ACK, frame -> List.of(new SpoilingProxy.Frame(ACK, skipped(frame.body()))));
    assertThat(run().checks()).contains(new Check("inconsistent sequence", 1));
  }

  private static String skipped(String body) {
    return body.replaceFirst("(\"messageSequence\":)", "$19");
  }

  @Test
  void missingAcknowledgementIsFound() throws Exception {
    server.spoil(frame -> frame.command() == ACK ? List.of() : List.of(frame));
    assertThat(run().checks()).contains(new Check("unanswered", 10));
  }

  @Test
  void refusalIsShown() throws Exception {
    String refusal =
        "{\"code\":50300,\"msg\":\"the store is away\",\"data\":{\"messageId\":\"m000000000019\"}}";
    spoilOne(ACK, _ -> List.of(new SpoilingProxy.Frame(ACK, refusal)));
    Result result = run();
    assertThat(result.isGood()).isFalse();
    assertThat(result.reasons()).first().asString().contains("the store is away");
  }
}
