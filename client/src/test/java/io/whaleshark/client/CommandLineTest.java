package io.whaleshark.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.ScriptedServer;
import io.whaleshark.protocol.BlockEvent.BlockPage;
import io.whaleshark.protocol.BlockEvent.BlockSetAck;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.GroupEvent;
import io.whaleshark.protocol.MessageBody;
import io.whaleshark.protocol.MessageBody.ReplyTo;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.PinAck;
import io.whaleshark.protocol.MessageEvent.ReactAck;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.MessageReactions;
import io.whaleshark.protocol.PageEvent.PinPage;
import io.whaleshark.protocol.PageEvent.PinnedMessage;
import io.whaleshark.protocol.PageEvent.ReactionCount;
import io.whaleshark.protocol.PageEvent.ReactionPage;
import io.whaleshark.protocol.PageEvent.ReactorsPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.PinPull;
import io.whaleshark.protocol.PinSet;
import io.whaleshark.protocol.React;
import io.whaleshark.protocol.ReactionPull;
import io.whaleshark.protocol.ReactorsPull;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/// Goal: options, output and exit codes of the command line. Method: the command line in this
/// process, against a scripted peer.
@Timeout(120)
class CommandLineTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @TempDir private Path state;
  private ScriptedServer server;
  private final PipedChat chat = new PipedChat();

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private int run(String typed, String... arguments) {
    return chat.run(PipedChat.typed(typed), arguments);
  }

  private int chat(String typed, String... more) {
    return chat(PipedChat.typed(typed), more);
  }

  private int chat(InputStream typed, String... more) {
    return chat.chat(server, state, typed, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "chat --help"})
  void helpIsShown(String arguments) {
    assertThat(run("", arguments.split(" "))).isEqualTo(DONE);
    assertThat(chat.out()).startsWith("Usage: whaleshark");
    assertThat(chat.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "chat --version"})
  void versionIsShown(String arguments) {
    assertThat(run("", arguments.split(" "))).isEqualTo(DONE);
    assertThat(chat.out()).startsWith("Whale Shark ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "talk",
        "chat",
        "chat --user alice",
        "chat --to bob",
        "chat --user alice --to bob --group team",
        "chat --user alice --to bob --port x",
        "chat --user alice --to bob --port 99999"
      })
  void wrongUsageIsOneLineAndExitCodeTwo(String arguments) {
    assertThat(run("", arguments.split(" "))).isEqualTo(WRONG_USAGE);
    assertThat(chat.err()).startsWith("whaleshark: ").contains("--help)");
    assertThat(chat.err().strip().lines()).hasSize(1);
    assertThat(chat.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--user alice --to bob --port x | --port: x (expected: 1..65535)",
        "--user alice --to bob --port 99999 | --port: 99999 (expected: 1..65535)",
        "--user alice --to bob --app -1 | --app: -1 (expected: 0..2147483647)",
        "--user '' --to bob | --user: 0 characters (expected: 1..128)",
        "--user alice --to '' | --to: 0 characters (expected: 1..128)",
        "--user alice --group '' | --group: 0 characters (expected: 1..128)",
        "--user alice --to bob --device '' | --device: empty (expected: a name)",
        "--user alice --to bob --token '' | --token: 0 characters (expected: 1..8192)",
        "--user alice --to bob --ca no/such/file | --ca: no/such/file: cannot be read (expected: a"
      })
  void wrongValueIsNamedByItsOption(String options, String message) {
    var arguments = new ArrayList<>(List.of("chat"));
    Stream.of(options.split(" ")).map(word -> word.replace("''", "")).forEach(arguments::add);
    assertThat(run("", arguments.toArray(String[]::new))).isEqualTo(WRONG_USAGE);
    assertThat(chat.err()).startsWith("whaleshark: " + message).hasLineCount(1);
  }

  @Test
  void everyOptionSaysWhatItMeansAndItsDefault() {
    for (OptionSpec option : chatOptions()) {
      String text = String.join(" ", option.description());
      assertThat(text).as(option.longestName()).hasSizeGreaterThan(10).endsWith(".");
      boolean isChoice = option.group() != null; // exactly one of them is given
      if (option.arity().max() > 0 && !option.required() && !isChoice) {
        assertThat(text).as(option.longestName()).contains("default");
      }
    }
  }

  private static List<OptionSpec> chatOptions() {
    return Main.commandLine(InputStream.nullInputStream()).getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .toList();
  }

  @Test
  void stateFolderThatCannotBeUsedIsNamedByItsOption() throws IOException {
    Path file = Files.writeString(state.resolve("file"), "");
    assertThat(run("", "chat", "--user", "alice", "--to", "bob", "--state", file.toString()))
        .isEqualTo(FAILED);
    assertThat(chat.err())
        .startsWith("whaleshark: cannot read " + file)
        .containsOnlyOnce(file.toString())
        .contains("(expected: a folder to write in; --state names it)");
  }

  @Test
  void serverThatIsNotThereIsNamed() throws IOException {
    // Bound, so that nobody else is there, and not listening.
    try (var reserved = new Socket()) {
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      var withPort = ("chat --user alice --to bob --port " + port).split(" ");
      assertThat(run("hi\n", withPort)).isEqualTo(FAILED);
      assertThat(chat.err())
          .isEqualToIgnoringNewLines(
              "whaleshark: cannot reach 127.0.0.1:"
                  + port
                  + ": connection refused, the address in --port. Is the server running? Start it"
                  + " with ./whaleshark serve");
    }
  }

  @Test
  void pipedLinesAreSentAndAcknowledged() throws Exception {
    assertThat(chat("hi\n\n//slash\n", "--to", "bob")).isEqualTo(DONE);
    var first = server.request(Request.Send.class);
    assertThat(first.to()).isEqualTo(Peer.direct("bob"));
    assertThat(first.messageBody().text()).isEqualTo("\"hi\"");
    var second = server.request(Request.Send.class);
    assertThat(second.messageBody().text()).isEqualTo("\"/slash\"");
    assertThat(chat.out()).contains("alice: hi  ✓ sent").contains("alice: /slash  ✓ sent");
    assertThat(chat.err()).isEmpty();
  }

  @Test
  void lineIsSentAgainIfTheConnectionBreaks() throws Exception {
    var sends = new ArrayList<String>();
    server.script((session, request) -> {
      if (!(request instanceof Request.Send send)) {
        return false;
      }
      sends.add(send.messageId());
      if (sends.size() == 1) {
        session.hangUp();
        return true;
      }
      return false;
    });
    assertThat(chat("hi\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(sends).hasSize(2);
    assertThat(sends.getFirst()).isEqualTo(sends.getLast());
    assertThat(chat.err()).contains("; trying again");
    assertThat(chat.out()).contains("alice: hi  ✓ sent");
  }

  @Test
  void refusedLineIsAFailure() {
    server.script((session, request) -> {
      if (request instanceof Request.Send) {
        session.send(Refused.of(request, RefusalCode.TOO_LARGE, "body: 9 bytes (expected: 1..8)"));
        return true;
      }
      return false;
    });
    assertThat(chat("hi\n", "--to", "bob")).isEqualTo(FAILED);
    assertThat(chat.err()).contains("not sent: hi (refused with 41300: body: 9 bytes");
  }

  @Test
  void groupOfOthersIsAFailure() {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a member"));
        return true;
      }
      return false;
    });
    assertThat(chat("hi\n", "--group", "team")).isEqualTo(FAILED);
    assertThat(chat.err()).contains("team: you are not a member of such a group");
    assertThat(server.unseenSends()).isEmpty();
  }

  @Test
  void unknownCommandIsAFailureInAPipe() {
    assertThat(chat("/bogus\n", "--to", "bob")).isEqualTo(FAILED);
    assertThat(chat.err()).contains("unknown command /bogus; see /help");
  }

  @Test
  void commandsWorkInAPipe() {
    server.script((session, request) -> {
      if (request instanceof Request.ConversationPull pull) {
        session.send(
            new ConversationPage(
                List.of(ScriptedServer.item("alice", "carol", 3, 1)), 5, true, pull.requestId()));
        return true;
      }
      return false;
    });
    assertThat(chat("/conversations\n/help\n/quit\nnot sent\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out())
        .contains("unread: carol 2")
        .contains("carol  2 unread")
        .contains("/recall SEQ")
        .doesNotContain("not sent");
  }

  @Test
  void chatOpensAtTheFirstUnreadAndReportsOnlyWhatItHasShown() throws Exception {
    server.script(ScriptedServer.messagesOfBob(1_500, 100));
    assertThat(chat("/quit\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out())
        .contains("— 1,400 unread messages —")
        .contains("#101 ")
        .contains("#120 ")
        .doesNotContain("#121 ")
        .contains("1,380 more unread messages: /more shows the next ones");
    assertThat(server.request(Request.Read.class).messageSequence()).isEqualTo(120);
  }

  @Test
  void aMessageIsEditedAndShownAgain() throws Exception {
    server.script((session, request) -> {
      if (request instanceof ReplaceRequest.Edit edit) {
        session.send(new EditAck("m2", 2, 2, 2_000, edit.requestId()));
        return true;
      }
      return ScriptedServer.messagesOfBob(3, 3).on(session, request);
    });
    assertThat(chat("/edit 2 better\n/edit 9 no\n", "--to", "bob")).isEqualTo(FAILED);
    var edit = server.request(ReplaceRequest.Edit.class);
    assertThat(edit.of().messageSequence()).isEqualTo(2);
    assertThat(MessageBody.read(edit.messageBody()).text()).isEqualTo("better");
    assertThat(chat.out()).containsPattern("#2 .*better.*\\(edited\\)");
    assertThat(chat.err()).contains("#9: there is no such message here");
  }

  @Test
  void messagesAreReactedTo() throws Exception {
    server.script((session, request) -> {
      if (request instanceof React react) {
        long count = react.isSet() ? 2 : 1;
        session.send(
            new ReactAck("m2", 2, 2, react.reaction(), react.isSet(), count, react.requestId()));
        return true;
      }
      if (request instanceof ReactionPull pull) {
        List<MessageReactions> all =
            List.of(new MessageReactions(2, List.of(new ReactionCount("👍", 2, true))));
        session.send(new ReactionPage(pull.toSequence() == 2 ? all : List.of(), pull.requestId()));
        return true;
      }
      if (request instanceof ReactorsPull pull) {
        session.send(new ReactorsPage(2, List.of("alice", "bob"), true, pull.requestId()));
        return true;
      }
      return ScriptedServer.messagesOfBob(3, 3).on(session, request);
    });
    assertThat(chat("/react 2 👍\n/unreact 2 👍\n/reactions 2\n/reactions 3\n", "--to", "bob"))
        .isEqualTo(DONE);
    assertThat(server.request(React.class).of().messageSequence()).isEqualTo(2);
    assertThat(chat.out())
        .contains("#2 👍 2")
        .contains("#2 👍 1")
        .contains("alice, bob")
        .contains("#3 has no reactions");
  }

  @Test
  void messagesArePinnedAndShown() throws Exception {
    server.script((session, request) -> {
      if (request instanceof PinSet pin) {
        session.send(new PinAck("m2", 2, 2, pin.isPinned() ? 2_000L : null, pin.requestId()));
        return true;
      }
      if (request instanceof PinPull pull) {
        ChatMessage message = ScriptedServer.message("bob", Peer.direct("alice"), 2);
        session.send(new PinPage(List.of(new PinnedMessage(message, 2_000)), pull.requestId()));
        return true;
      }
      return ScriptedServer.messagesOfBob(3, 3).on(session, request);
    });
    assertThat(chat("/pin 2\n/unpin 2\n/pins\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(server.request(PinSet.class).of().messageSequence()).isEqualTo(2);
    assertThat(chat.out())
        .contains("#2 is pinned")
        .contains("#2 is not pinned any more")
        .containsPattern("#2 .*bob: ");
  }

  @Test
  void aMessageIsAnsweredIfItIsThere() throws Exception {
    server.script(ScriptedServer.messagesOfBob(3, 3));
    assertThat(chat("/reply 2 yes\n/reply 9 no\n", "--to", "bob")).isEqualTo(FAILED);
    MessageBody sent = MessageBody.read(server.request(Request.Send.class).messageBody());
    assertThat(sent.text()).isEqualTo("yes");
    assertThat(sent.replyTo())
        .isNotNull()
        .extracting(ReplyTo::messageSequence, ReplyTo::fromId)
        .containsExactly(2L, "bob");
    assertThat(chat.err()).contains("#9: there is no such message here");
  }

  @Test
  void everythingIsReadWhereTheUserSaysSo() throws Exception {
    server.script(ScriptedServer.messagesOfBob(1_500, 100));
    assertThat(chat("/read\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out()).contains("everything is marked as read, up to #1500");
    assertThat(server.request(Request.Read.class, read -> read.messageSequence() == 1_500))
        .isNotNull();
  }

  @Test
  void nothingIsClaimedOfAConversationWithoutMessages() {
    server.script((session, request) -> {
      if (request instanceof Request.ConversationSet || request instanceof ReplaceRequest.Recall) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a participant"));
        return true;
      }
      return false;
    });
    assertThat(chat("/read\n/mute\n/top\n/recall 1\n/readers 3\n", "--to", "bob"))
        .isEqualTo(FAILED);
    assertThat(chat.out())
        .contains("nothing to mark as read: there are no messages here yet")
        .doesNotContain("#0", "muted", "pinned", "#3 ");
    assertThat(chat.err().lines())
        .filteredOn(
            line -> line.contains("nothing has changed: there are no messages with bob yet"))
        .hasSize(3);
    assertThat(chat.err())
        .contains("#3: there is no such message here yet")
        .doesNotContain("not a member");
  }

  @Test
  void usersAreBlockedListedAndTakenBack() throws Exception {
    var blocked = new TreeSet<String>();
    server.script((session, request) -> {
      if (request instanceof Request.BlockSet set) {
        boolean _ =
            set.isBlocked() ? blocked.add(set.blockedId()) : blocked.remove(set.blockedId());
        session.send(BlockSetAck.of(set));
        return true;
      }
      if (request instanceof Request.BlockPull pull) {
        session.send(new BlockPage(List.copyOf(blocked), pull.requestId()));
        return true;
      }
      return false;
    });
    String typed = "/block mallory\n/block eve\n/blocks\n/unblock eve\n/unblock mallory\n/blocks\n";
    assertThat(chat(typed, "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out())
        .containsSubsequence(
            "mallory is blocked",
            "eve is blocked",
            "blocked: eve, mallory",
            "eve is not blocked",
            "mallory is not blocked",
            "blocked: nobody");
  }

  @Test
  void aBlockThatIsRefusedSaysWhy() {
    server.script((session, request) -> {
      if (request instanceof Request.BlockSet) {
        session.send(Refused.of(request, RefusalCode.MALFORMED, "blockedId: yourself"));
        return true;
      }
      return false;
    });
    assertThat(chat("/block alice\n/block " + "x".repeat(129) + "\n", "--to", "bob"))
        .isEqualTo(FAILED);
    assertThat(chat.err())
        .contains("refused with 40000: blockedId: yourself")
        .contains("blockedId: 129 characters (expected: 1..128)");
    assertThat(chat.out()).doesNotContain("is blocked");
  }

  @Test
  void laterMessagesAreLoadedOnRequest() throws Exception {
    server.script(ScriptedServer.messagesOfBob(150, 100));
    assertThat(chat("/more\n/more\n/more\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out())
        .contains("30 more unread messages", "10 more unread messages", "#150 ", "nothing later");
    assertThat(server.request(Request.Read.class, read -> read.messageSequence() == 150))
        .isNotNull();
  }

  @Test
  void blankLinesOfATextShowNothingMore() throws Exception {
    server.script(ScriptedServer.messagesOfBob(150, 100));
    assertThat(chat("hi\n\n\nyou\n", "--to", "bob")).isEqualTo(DONE);
    assertThat(chat.out()).contains("#120 ").doesNotContain("#121 ");
  }

  @Test
  void inputThatCannotBeReadIsAFailure() throws IOException {
    InputStream closed = InputStream.nullInputStream();
    closed.close();
    assertThat(chat(closed, "--to", "bob")).isEqualTo(FAILED);
    assertThat(chat.err()).contains("cannot read standard input: Stream closed");
  }

  @Test
  void commandThatOnlyMembersMayGiveSaysSo() {
    server.script((session, request) -> {
      if (request instanceof ReplaceRequest.Recall) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a participant"));
        return true;
      }
      if (request instanceof Request.HistoryPull pull) {
        session.send(new HistoryPage(List.of(), true, pull.requestId()));
        return true;
      }
      return false;
    });
    assertThat(chat("/recall 3\n", "--group", "team")).isEqualTo(FAILED);
    assertThat(chat.err())
        .contains("you are not a member of this group, or were not when that message was sent");
    assertThat(chat.out()).doesNotContain("#3 is recalled");
  }

  @Test
  void groupThatCannotBeOpenedLeavesTheOpenConversation() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a member"));
        return true;
      }
      return false;
    });
    assertThat(chat("/group team\nhi\n", "--to", "bob")).isEqualTo(FAILED);
    assertThat(chat.out()).doesNotContain("team");
    assertThat(server.request(Request.Send.class).to()).isEqualTo(Peer.direct("bob"));
  }

  @Test
  void whoIsRemovedFromAGroupIsToldAndSendsNothingMore() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull pull) {
        session.send(new HistoryPage(List.of(), true, pull.requestId()));
        session.send(new GroupEvent.MemberRemoved("team", "alice", 2));
        return true;
      }
      return false;
    });
    var typed =
        PipedChat.typedWhen(() -> chat.out().contains("no longer a member of group team"), "hi\n");
    assertThat(chat(typed, "--group", "team")).isEqualTo(FAILED);
    assertThat(chat.out()).contains("you are no longer a member of group team");
    assertThat(chat.err()).contains("not sent: hi (you are no longer a member");
    assertThat(server.unseenSends()).isEmpty();
  }

  @Test
  void loginRefusedIsOneLine() {
    server.script((session, request) -> {
      session.send(Refused.of(request, RefusalCode.LOGIN_REFUSED, "token: missing"));
      return true;
    });
    assertThat(chat("hi\n", "--to", "bob")).isEqualTo(FAILED);
    assertThat(chat.err())
        .isEqualToIgnoringNewLines("whaleshark: refused with 40101: token: missing");
  }
}
