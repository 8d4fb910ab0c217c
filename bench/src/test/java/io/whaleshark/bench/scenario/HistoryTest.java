package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
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

/// Goal: history that misses, repeats or confuses messages is found. Method: a real server, whose
/// pages a proxy spoils.
@Timeout(180)
class HistoryTest {
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

  /// Two conversations of 20 messages, read twice and then once more, in pages of 8.
  private Result run() throws InterruptedException {
    return server.run(
        new HistoryCommand(),
        "--conversations",
        "2",
        "--messages",
        "20",
        "--page",
        "8",
        "--rounds",
        "1");
  }

  /// Spoils one page.
  private void spoilPage(UnaryOperator<String> how) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == PAGE && seen.incrementAndGet() == 2
            ? List.of(new SpoilingProxy.Frame(PAGE, how.apply(frame.body())))
            : List.of(frame));
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.verified()).isEqualTo(2 * 20 * (1 + 3));
    assertThat(result.figures()).allMatch(figure -> figure.value() > 0);
    assertThat(result.latencies().getFirst().histogram().getTotalCount()).isEqualTo(6);
  }

  @Test
  void lostMessageIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).without(3).text());
    assertThat(run().checks()).contains(new Check("unseen", 1), new Check("duplicate", 0));
  }

  @Test
  void doubledMessageIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).twice(3).text());
    assertThat(run().checks()).contains(new Check("unseen", 0), new Check("duplicate", 1));
  }

  @Test
  void wrongOrderIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).backwards().text());
    assertThat(run().isGood()).isFalse();
  }

  @Test
  void wrongSequenceIsFound() throws Exception {
    spoilPage(body -> body.replaceFirst("(\"messageSequence\":)", "$19"));
    assertThat(run().checks()).doesNotContain(new Check("duplicate", 0));
  }

  @Test
  void pageThatDoesNotComeIsFound() throws Exception {
    server.spoil(frame -> frame.command() == PAGE ? List.of() : List.of(frame));
    assertThat(run().checks()).contains(new Check("unseen", 2 * 20 * 3));
  }

  @Test
  void pageThatLeadsNowhereIsFound() throws Exception {
    spoilPage(_ -> "{\"dataList\":[],\"completed\":false}");
    assertThat(run().reasons()).first().asString().contains("a page that leads nowhere");
  }
}
