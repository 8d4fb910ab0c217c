package io.whaleshark.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.Main;
import io.whaleshark.client.sdk.ScriptedServer;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent.Kicked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what a chat reports as read was on the screen; whatever ends it, the terminal is as
/// before, one sentence says why, and the exit code tells a failure from a quit. Method: the
/// command as a process on a real terminal, against a scripted server.
@EnabledOnOs(OS.LINUX) // the arguments of script(1) differ elsewhere
@Timeout(120)
class ChatOnTerminalTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  @TempDir private Path state;
  @TempDir private Path temporary;
  private ScriptedServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private TerminalProcess chat(String... with) throws IOException {
    var arguments = new ArrayList<>(List.of("chat", "--user", "alice"));
    arguments.addAll(List.of("--port", Integer.toString(server.port())));
    arguments.addAll(List.of("--state", state.toString()));
    arguments.addAll(List.of(with));
    return TerminalProcess.start(Main.class, temporary, arguments.toArray(String[]::new));
  }

  private static String assertEnded(TerminalProcess chat, int exitCode) throws Exception {
    String shown = chat.awaitEnd();
    assertThat(shown)
        .contains(TerminalProcess.RESTORED)
        .doesNotContain("Exception", "Error", "\tat ");
    assertThat(chat.exitCode()).isEqualTo(exitCode);
    return shown;
  }

  @Test
  void aFirstConversationThatIsRefusedEndsTheChat() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a member"));
        return true;
      }
      return false;
    });
    try (var chat = chat("--group", "team")) {
      assertThat(assertEnded(chat, FAILED))
          .containsOnlyOnce("team: you are not a member of such a group");
    }
  }

  @Test
  void whoIsDisplacedWhileTypingIsToldWhy() throws Exception {
    try (var chat = chat("--to", "bob")) {
      ScriptedServer.Session session = server.login();
      chat.await("alice → bob>");
      chat.type("half a line");
      chat.await("half a line");
      session.send(new Kicked("another device logged in", ClientType.WINDOWS, "terminal"));
      assertThat(assertEnded(chat, FAILED))
          .containsOnlyOnce("another device logged in (give each of your terminals a name");
    }
  }

  @Test
  void whoQuitsHasDoneWhatTheyWanted() throws Exception {
    try (var chat = chat("--to", "bob")) {
      chat.await("alice → bob>");
      chat.type("/quit\r");
      assertEnded(chat, DONE);
    }
  }

  @Test
  void aKilledChatLeavesNothingInTheTemporaryFolder() throws Exception {
    try (var chat = chat("--to", "bob")) {
      chat.await("alice → bob>");
      assertThat(filesIn(temporary)).isEmpty();
      chat.kill();
      assertThat(filesIn(temporary)).isEmpty();
    }
  }

  @Test
  void onlyWhatWasOnTheScreenIsReportedAsRead() throws Exception {
    server.script(ScriptedServer.messagesOfBob(701, 1));
    try (var chat = chat("--to", "bob")) {
      ScriptedServer.Session session = server.login();
      // 30 rows: a divider, 26 messages, a notice, the prompt and the status line
      String first = chat.await("674 more unread messages: Enter shows the next ones");
      assertThat(first).contains("— 700 unread messages —", "#2 ", "#27 ").doesNotContain("#28 ");
      awaitRead(27);

      ChatMessage new1 = ScriptedServer.message("bob", Peer.direct("alice"), 702);
      session.send(ScriptedServer.push(new1, "alice", 0, 702));
      session.send(new ReadReceipt("bob", "alice", 1)); // handled, so the message before is
      chat.await("read by bob up to #1");
      chat.type("\r");
      String second = chat.await("649 more unread messages: Enter shows the next ones");
      assertThat(second).contains("#28 ", "#53 ").doesNotContain("#54 ", "#702 ");
      awaitRead(53);

      chat.type("/read\r");
      chat.await("everything is marked as read, up to #702");
      awaitRead(702);
      ChatMessage new2 = ScriptedServer.message("bob", Peer.direct("alice"), 703);
      session.send(ScriptedServer.push(new2, "alice", 702, 703));
      chat.await("#703 ");
      awaitRead(703);
      chat.type("/quit\r");
      assertEnded(chat, DONE);
    }
  }

  @Test
  void messagesThatComeFasterThanAnybodyReadsWait() throws Exception {
    try (var chat = chat("--to", "bob")) {
      ScriptedServer.Session session = server.login();
      chat.await("alice → bob>");
      for (long sequence = 1; sequence <= 300; sequence++) {
        ChatMessage message = ScriptedServer.message("bob", Peer.direct("alice"), sequence);
        session.send(ScriptedServer.push(message, "alice", sequence - 1, sequence));
      }
      String shown = chat.await("more unread messages: Enter shows the next ones");
      assertThat(shown).contains("#1 ", "#26 ").doesNotContain("#300 ");
      chat.type("/quit\r");
      assertEnded(chat, DONE);
    }
  }

  /// Waits for a report, and for none beyond it. The device may repeat the one before.
  private void awaitRead(long upTo) throws InterruptedException {
    Request.Read read =
        server.request(Request.Read.class, report -> report.messageSequence() >= upTo);
    assertThat(read.messageSequence()).isEqualTo(upTo);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
