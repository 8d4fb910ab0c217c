package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.archives.xmpp.XmppFiles.Made;
import io.whaleshark.services.ProsodyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: of what Prosody keeps in two places each message is in the file once, and what it has lost
/// is in the report. Method: a real Prosody that keeps ten messages in each place.
class ProsodyLossTest {

  private static final int KEEPS = 10;
  private static final int SENT = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static ProsodyServer server;

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    server =
        ProsodyServer.start(
            folder.resolve("prosody"),
            List.of("alice", "bob", "carol", "dave"),
            ChatPartner.PASSWORD,
            KEEPS);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private Made convert(String name, String prosody, String... users) throws IOException {
    return new XmppFiles(own, server.port())
        .convert(name, List.of(users), "prosody: {%s}\n".formatted(prosody));
  }

  private static String bothStores() {
    return "data: '%s', keeps: %d".formatted(server.data(), KEEPS);
  }

  private static List<String> said(IntStream numbers) {
    return numbers
        .mapToObj(i ->
            "{'type':'message','fromId':'alice','toId':'bob','messageId':'a%1$d','messageBody':'text %1$d'}"
                .formatted(i)
                .replace('\'', '"'))
        .toList();
  }

  private static List<String> toBob(Made made) {
    return made.lines().stream().filter(line -> line.contains("\"toId\":\"bob\"")).toList();
  }

  private static String isFull(String owner) {
    return owner
        + ": 10 messages are in the archive, where Prosody keeps 10: older ones are lost, unless"
        + " they wait or the other side has them";
  }

  /// The archives have dropped the oldest ones, and what waits lacks the newest ones. The sender
  /// was told of none.
  @Test
  void bothStoresAreReadAndWhatNeitherHasIsTold() throws IOException {
    try (ChatPartner alice = new ChatPartner(server.port(), "alice")) {
      IntStream.range(0, SENT).forEach(i -> alice.say("bob", "a" + i, "text " + i));
      alice.settle();
    }
    Made archives = convert("archives.jsonl", "keeps: " + KEEPS, "alice", "bob");
    assertThat(toBob(archives)).isEqualTo(said(IntStream.range(SENT - KEEPS, SENT)));
    assertThat(archives.report()).containsExactly(isFull("alice"), isFull("bob"));

    Made both = convert("both.jsonl", bothStores(), "alice", "bob");
    assertThat(toBob(both))
        .isEqualTo(
            said(IntStream.concat(IntStream.range(0, KEEPS), IntStream.range(SENT - KEEPS, SENT))));
    assertThat(both.report())
        .containsExactly(
            "bob: 10 messages wait, where Prosody keeps 10: later ones are in the archive, or lost",
            isFull("alice"),
            isFull("bob"),
            "bob: 10 messages waited that the archive has dropped: they are in the file;"
                + " what else it has dropped is lost");
    assertThat(both.said().exitCode()).isEqualTo(1);
    assertThat(Files.readAllBytes(convert("again.jsonl", bothStores(), "alice", "bob").file()))
        .isEqualTo(Files.readAllBytes(both.file()));
  }

  /// What the server had given to a session, and takes back when it gives the session up, it stores
  /// anew: with the time at which it did that.
  @Test
  void whatASessionThatTimedOutLeavesIsOneMessage() throws IOException {
    ChatPartner dave = new ChatPartner(server.port(), "dave", true);
    dave.settle();
    try (ChatPartner carol = new ChatPartner(server.port(), "carol")) {
      dave.cut();
      carol.say("dave", "c1", "are you there?");
      carol.say("dave", "", "and now?");
      Path waiting = server.data().resolve("localhost").resolve("offline").resolve("dave.list");
      awaitTwo(waiting, carol);
    }
    Made made = convert("timed-out.jsonl", bothStores(), "carol", "dave");
    assertThat(made.report()).isEmpty();
    assertThat(made.said().text()).contains("dave: 2 waiting messages");
    assertThat(made.lines())
        .hasSize(2)
        .first()
        .asString()
        .contains("\"messageId\":\"c1\"")
        .contains("are you there?");
  }

  private static void awaitTwo(Path waiting, ChatPartner other) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    long count = 0;
    while (count < 2) {
      assertThat(Instant.now()).isBefore(end);
      other.settle();
      if (Files.exists(waiting)) {
        try (Stream<String> lines = Files.lines(waiting)) {
          count = lines.filter(line -> line.startsWith("item(")).count();
        }
      }
    }
  }

  @Test
  void aFolderOfAnotherServerIsRefused() throws IOException {
    Made wrong = convert("wrong.jsonl", "data: " + own, "alice");
    assertThat(wrong.said().exitCode()).isEqualTo(2);
    assertThat(wrong.said().text())
        .contains("prosody: data: no folder " + own.resolve("localhost"))
        .contains("(expected: data_path of Prosody)");
    assertThat(convert("wrong.jsonl", "keeps: 0", "alice").said().text())
        .contains("prosody: keeps: 0 (expected: 1 or more)");
    assertThat(convert("wrong.jsonl", "kept: 7", "alice").said().text())
        .contains("prosody: kept: unknown (expected: data or keeps)");
  }
}
