package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.archives.ImportedServer;
import io.whaleshark.archives.xmpp.XmppFiles.Made;
import io.whaleshark.services.EjabberdServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what users of ejabberd wrote to one another is in the file, each message once, with what
/// they have read. Method: a real ejabberd, filled by users who log in; the file is imported into a
/// real server.
class EjabberdTest {

  private static final List<String> USERS =
      List.of(
          "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy",
          "lena", "mike");
  private static final int QUICK = 250;
  private static final String STORE = "<store xmlns='urn:xmpp:hints'/>";

  @TempDir private static Path folder;
  private static EjabberdServer server;

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    server = EjabberdServer.start(folder.resolve("ejabberd"), USERS, ChatPartner.PASSWORD);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private Made convert(String name, String rooms, String... users) throws IOException {
    return new XmppFiles(own, server.port()).convert(name, List.of(users), rooms);
  }

  private static ChatPartner user(String name) {
    return new ChatPartner(server.port(), name);
  }

  private static String said(String from, String to, String id, String text) {
    return "{'type':'message','fromId':'%s','toId':'%s','messageId':'%s','messageBody':'%s'}"
        .formatted(from, to, id, text)
        .replace('\'', '"');
  }

  @Test
  void bothCopiesAreOneMessageAndReadersAreWhereTheyWere() throws IOException {
    try (ChatPartner alice = user("alice");
        ChatPartner bob = user("bob")) {
      alice.say("bob", "a1", "lunch at &lt;noon&gt;?", "<request xmlns='urn:xmpp:receipts'/>");
      alice.say("bob", "a2", "or at one?", "<origin-id xmlns='urn:xmpp:sid:0' id='o2'/>");
      alice.settle();
      bob.write(
          "<message type='chat' to='alice@localhost' id='b0'>"
              + "<displayed xmlns='urn:xmpp:chat-markers:0' id='a1'/>"
              + STORE
              + "</message>");
      bob.write(
          "<message to='alice@localhost' id='b1'><received xmlns='urn:xmpp:receipts' id='a2'/>"
              + STORE
              + "</message>");
      bob.say("alice", "b2", "at noon");
      bob.settle();
      alice.say("alice", "a3", "buy bread");
      alice.settle();
    }
    Made made = convert("direct.jsonl", "", "alice", "bob");
    assertThat(made.report()).isEmpty();
    assertThat(made.lines())
        .containsExactlyInAnyOrder(
            said("alice", "bob", "a1", "lunch at <noon>?"),
            said("alice", "bob", "o2", "or at one?"),
            said("bob", "alice", "b2", "at noon"),
            "{\"type\":\"read\",\"userId\":\"bob\",\"toId\":\"alice\",\"message\":"
                + "{\"fromId\":\"alice\",\"messageId\":\"a1\"}}",
            "{\"type\":\"received\",\"userId\":\"bob\",\"toId\":\"alice\",\"message\":"
                + "{\"fromId\":\"alice\",\"messageId\":\"o2\"}}",
            said("alice", "alice", "a3", "buy bread"));
    assertThat(made.said().exitCode()).isZero();
    assertThat(Files.readAllBytes(convert("again.jsonl", "", "alice", "bob").file()))
        .isEqualTo(Files.readAllBytes(made.file()));
    try (ImportedServer imported = new ImportedServer(own.resolve("data"), made.file())) {
      assertThat(imported.history("bob", "toId=alice"))
          .extracting(message -> message.path("messageId").asString())
          .containsExactly("a1", "o2", "b2");
      assertThat(imported.unread("bob")).isEqualTo(1);
      assertThat(imported.unread("alice")).isEqualTo(1);
    }
  }

  @Test
  void whatIsTakenBackOrWrittenAnewIsSo() throws IOException {
    try (ChatPartner carol = user("carol")) {
      carol.say("dave", "c1", "the pasword is kept", "<markable xmlns='urn:xmpp:chat-markers:0'/>");
      carol.say("dave", "c2", "this was not for you");
      carol.say(
          "dave",
          "c3",
          "the password is kept",
          "<replace xmlns='urn:xmpp:message-correct:0' id='c1'/>");
      carol.say("dave", "c4", "gone", "<retract xmlns='urn:xmpp:message-retract:1' id='c2'/>");
      carol.say("dave", "c1", "another one");
      carol.say("erin", "c1", "the same to you");
      carol.say("bob", "c6", "secret", "<encrypted xmlns='eu.siacs.conversations.axolotl'/>");
      carol.settle();
    }
    Made made = convert("changed.jsonl", "", "carol", "dave");
    assertThat(made.lines())
        .hasSize(4)
        .contains(
            "{'type':'message','fromId':'carol','toId':'dave','messageId':'c2','recalled':true}"
                .replace('\'', '"'))
        .anyMatch(line -> line.contains("the password is kept") && line.contains(":\"c1"))
        .anyMatch(line -> line.contains("another one") && line.contains(":\"c1~"))
        .anyMatch(line -> line.contains("the same to you"));
    assertThat(made.report())
        .hasSize(3)
        .anyMatch(line -> line.matches("carol with bob@localhost: 1 left out: encrypted.*"))
        .anyMatch(line -> line.matches("carol and dave: the message c1 of carol is now c1~.*"))
        .anyMatch(line -> line.matches("carol and .*: the message c1 of carol is now c1~.*"));
    assertThat(made.said().exitCode()).isEqualTo(1);
  }

  /// ejabberd counts time in microseconds, and gives two messages of one the same id. It says of
  /// those for whom its offline store has no room that they were discarded: they are archived.
  @Test
  void manyQuickMessagesAreAllThereThoughTheReaderWasAway() throws IOException {
    try (ChatPartner erin = user("erin")) {
      IntStream.range(0, QUICK).forEach(i -> erin.say("frank", "e" + i, "message " + i));
      erin.settle();
      erin.awaitRefused(QUICK - EjabberdServer.WAITING_AT_MOST);
    }
    Made made = convert("quick.jsonl", "", "erin", "frank");
    assertThat(made.report()).isEmpty();
    assertThat(made.lines().stream().filter(line -> line.contains("\"toId\":\"frank\"")).toList())
        .isEqualTo(
            IntStream.range(0, QUICK)
                .mapToObj(i -> said("erin", "frank", "e" + i, "message " + i))
                .toList());
    try (ChatPartner frank = user("frank")) {
      frank.settle();
    }
    assertThat(Files.readAllBytes(convert("again.jsonl", "", "erin", "frank").file()))
        .isEqualTo(Files.readAllBytes(made.file()));
  }

  /// What the server had for a session that was lost, it sends again when the user comes back.
  @Test
  void whatASessionThatWasLostLeavesIsOneMessage() throws IOException {
    ChatPartner lost = new ChatPartner(server.port(), "mike", true);
    lost.settle();
    try (ChatPartner lena = user("lena")) {
      lost.cut();
      lena.say("mike", "l1", "are you there?");
      lena.say("mike", "l2", "and now?");
      lena.settle();
      try (ChatPartner mike = user("mike")) {
        mike.await("and now?");
      }
    }
    Made made = convert("lost.jsonl", "", "lena", "mike");
    assertThat(made.report()).isEmpty();
    assertThat(made.lines())
        .containsExactly(
            said("lena", "mike", "l1", "are you there?"), said("lena", "mike", "l2", "and now?"));
  }

  @Test
  void aRoomBecomesAGroup() throws IOException {
    TestRoom room = new TestRoom("team@conference.localhost");
    try (ChatPartner grace = user("grace");
        ChatPartner heidi = user("heidi")) {
      room.open(grace, "first");
      room.say(grace, "g1", "who comes?");
      room.enter(heidi, "second");
      room.say(heidi, "h1", "I do");
    }
    Made made = convert("room.jsonl", room.readBy("grace"), "grace", "heidi");
    assertThat(made.report()).as(made.said().text()).isEmpty();
    assertThat(made.lines())
        .as(made.said().text())
        .containsExactlyElementsOf(TestRoom.lines("grace", "g1", "heidi", "h1"));
    try (ImportedServer imported = new ImportedServer(own.resolve("data"), made.file())) {
      assertThat(imported.history("grace", "groupId=team")).hasSize(2);
      assertThat(imported.history("heidi", "groupId=team")).hasSize(1);
    }
  }

  /// Where passwords are kept as hashes, nobody has them.
  @Test
  void aTokenTakesThePlaceOfAPassword() throws IOException {
    try (ChatPartner ivan = user("ivan")) {
      ivan.say("judy", "t1", "by token");
      ivan.settle();
    }
    Files.writeString(own.resolve("tokens.txt"), "ivan:" + server.token("ivan") + "\n");
    Path config = own.resolve("tokens.yaml");
    Files.writeString(
        config,
        "server: 127.0.0.1:%d\ndomain: localhost\nusers: tokens.txt\nsecrets: tokens\n"
            .formatted(server.port()));
    XmppFiles files = new XmppFiles(own, server.port());
    assertThat(files.convert("tokens.jsonl", config).lines())
        .contains(said("ivan", "judy", "t1", "by token"));
  }

  @Test
  void whatIsWrongIsOneLine() throws IOException {
    XmppFiles files = new XmppFiles(own, server.port());
    Path users = Files.writeString(own.resolve("wrong.txt"), "alice:other\n");
    Path config = own.resolve("wrong.yaml");
    Files.writeString(
        config,
        "server: 127.0.0.1:%d\ndomain: localhost\nusers: wrong.txt\n".formatted(server.port()));
    Made wrong = files.convert("wrong.jsonl", config);
    assertThat(wrong.said().exitCode()).isEqualTo(1);
    assertThat(wrong.said().text().lines())
        .containsExactly(
            "whaleshark: alice: the server refuses the login: not-authorized"
                + " (expected: the user's password)");
    assertThat(wrong.file()).doesNotExist();
    Files.writeString(users, "alice\n");
    assertThat(files.convert("wrong.jsonl", config).said().text().lines())
        .containsExactly(
            "whaleshark: users: "
                + users
                + ": line 1 is no user (expected: name:password) (see ./whaleshark convert xmpp"
                + " --help)");
    Files.writeString(config, "domain: localhost\nuser: wrong.txt\n");
    Made unknown = files.convert("wrong.jsonl", config);
    assertThat(unknown.said().exitCode()).isEqualTo(2);
    assertThat(unknown.said().text())
        .contains("user: unknown (expected: server, domain, users, secrets, rooms or prosody)");
  }
}
