package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.report.Check;
import io.whaleshark.bench.report.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what users miss, get twice or get in the wrong order when they come back is found. Method:
/// a real server, whose pages a proxy spoils.
@Timeout(180)
class OfflineTest {
  private static final int ACK = 1046;
  private static final int PAGE = 1201;

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
    return run(0);
  }

  /// 3 users, each with 10 messages from each of 2 senders, in pages of 7.
  ///
  /// @param early users before them
  private Result run(int early) throws InterruptedException {
    return server.run(
        new OfflineCommand(),
        ("--users 3 --messages 20 --senders 4 --senders-each 2 --page 7 --warmup-users " + early)
            .split(" "));
  }

  /// Spoils the second page that anybody gets.
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
    assertThat(result.verified()).isEqualTo(2 * 60);
    assertThat(result.figures()).allMatch(figure -> figure.value() > 0);
    assertThat(result.latencies())
        .extracting(l -> l.histogram().getTotalCount())
        .containsExactly(60L, 3L, 9L, 3L);
  }

  @Test
  void usersWhoDoNotCountAreCheckedToo() throws Exception {
    spoilPage(body -> Pages.of(body).without(3).text());
    Result result = run(1);
    assertThat(result.checks()).contains(new Check("unseen", 1));
    assertThat(result.verified()).isEqualTo(2 * 80 - 1);
  }

  @Test
  void lostEntryIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).without(3).text());
    assertThat(run().checks()).contains(new Check("unseen", 1), new Check("duplicate", 0));
  }

  @Test
  void doubledEntryIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).twice(3).text());
    assertThat(run().checks()).contains(new Check("unseen", 0), new Check("duplicate", 1));
  }

  @Test
  void entriesInTheWrongOrderAreFound() throws Exception {
    spoilPage(body -> Pages.of(body).backwards().text());
    Result result = run();
    assertThat(result.checks())
        .contains(new Check("unseen", 0))
        .doesNotContain(new Check("backwards poll", 0));
  }

  @Test
  void messagesOfSomebodyElseAreFound() throws Exception {
    AtomicReference<String> first = new AtomicReference<>("");
    server.spoil(frame -> {
      if (frame.command() != PAGE) {
        return List.of(frame);
      }
      String body = first.updateAndGet(known -> known.isEmpty() ? frame.body() : known);
      return List.of(new SpoilingProxy.Frame(PAGE, body));
    });
    assertThat(run().reasons()).anyMatch(why -> why.contains("a message that nobody sent here"));
  }

  @Test
  void endThatComesTooEarlyIsFound() throws Exception {
    server.spoil(frame -> List.of(ended(frame)));
    assertThat(run().checks()).contains(new Check("unseen", 3 * (20 - 7)));
  }

  private static SpoilingProxy.Frame ended(SpoilingProxy.Frame frame) {
    return new SpoilingProxy.Frame(
        frame.command(), frame.body().replace("\"completed\":false", "\"completed\":true"));
  }

  @Test
  void pageThatDoesNotComeIsFound() throws Exception {
    server.spoil(frame -> frame.command() == PAGE ? List.of() : List.of(frame));
    assertThat(run().checks()).contains(new Check("unseen", 60));
  }

  @Test
  void missingAcknowledgementIsFound() throws Exception {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == ACK && seen.incrementAndGet() == 5 ? List.of() : List.of(frame));
    assertThat(run().isGood()).isFalse();
  }
}
