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

/// Goal: a list that misses a conversation or tells anything wrong of one is found. Method: a real
/// server, whose pages a proxy spoils.
@Timeout(180)
class ConversationsTest {
  private static final int PAGE = 5101;

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

  /// One user for each size of page with 120 conversations, who visits three times, after two
  /// visits of others.
  private Result run() throws InterruptedException {
    return server.run(
        new ConversationsCommand(),
        "--conversations",
        "120",
        "--users",
        "1",
        "--rounds",
        "2",
        "--warmup-visits",
        "2");
  }

  /// Spoils one page.
  private void spoilPage(UnaryOperator<String> how) {
    AtomicInteger seen = new AtomicInteger();
    server.spoil(frame ->
        frame.command() == PAGE && seen.incrementAndGet() == 2
            ? List.of(new SpoilingProxy.Frame(PAGE, how.apply(frame.body())))
            : List.of(frame));
  }

  private void spoilNumber(String field) {
    spoilPage(body -> body.replaceFirst("(\"" + field + "\":)\\d+", "$177"));
  }

  @Test
  void soundServerIsFoundSound() throws Exception {
    Result result = run();
    assertThat(result.isGood()).as("%s", result).isTrue();
    assertThat(result.verified()).isEqualTo(120 * (4 * 4 + 2 + 2 * 3));
    assertThat(result.latencies())
        .extracting(l -> l.histogram().getTotalCount())
        .containsExactly(1L, 2L, 1L, 2L);
  }

  @Test
  void missingConversationIsFound() throws Exception {
    spoilPage(body -> Pages.of(body).without(3).text());
    assertThat(run().checks()).contains(new Check("conversations missing", 1));
  }

  @Test
  void wrongNewestMessageIsFound() throws Exception {
    spoilPage(body -> body.replaceFirst("(\"messageSequence\":)(\\d+,\"lastMessage\")", "$17$2"));
    assertThat(run().checks()).contains(new Check("with a wrong newest message", 1));
  }

  @Test
  void wrongUnreadCountIsFound() throws Exception {
    spoilNumber("unreadCount");
    assertThat(run().checks()).contains(new Check("with a wrong unread count", 1));
  }

  @Test
  void wrongReadPositionIsFound() throws Exception {
    spoilNumber("readSequence");
    assertThat(run().checks()).contains(new Check("with a wrong read position", 1));
  }

  @Test
  void conversationOfSomebodyElseIsFound() throws Exception {
    spoilPage(body -> body.replaceFirst("(\"toId\":\")bench", "$1other"));
    assertThat(run().isGood()).isFalse();
  }

  @Test
  void pageThatDoesNotComeIsFound() throws Exception {
    server.spoil(frame -> frame.command() == PAGE ? List.of() : List.of(frame));
    assertThat(run().checks()).contains(new Check("visits that did not end", 2 + 2 + 4));
  }
}
