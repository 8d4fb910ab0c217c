package io.whaleshark.archives.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.archives.ImportedServer;
import io.whaleshark.archives.xmpp.XmppFiles.Made;
import io.whaleshark.services.ProsodyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what users of Prosody wrote to one another is in the file, as it is of ejabberd. Method: a
/// real Prosody, filled by users who log in; the file is imported into a real server.
class ProsodyTest {

  private static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
  private static final int MANY = 120;

  @TempDir private static Path folder;
  private static ProsodyServer server;

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    server = ProsodyServer.start(folder.resolve("prosody"), USERS, ChatPartner.PASSWORD);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static ChatPartner user(String name) {
    return new ChatPartner(server.port(), name);
  }

  private Made convert(String name, String rooms, String... users) throws IOException {
    return new XmppFiles(own, server.port()).convert(name, List.of(users), rooms);
  }

  @Test
  void usersAndThoseWhoWereAwayHaveTheirChats() throws IOException {
    try (ChatPartner alice = user("alice")) {
      IntStream.range(0, MANY).forEach(i -> alice.say("bob", "a" + i, "message " + i));
      alice.say("alice", "own", "buy bread");
      alice.settle();
    }
    Made before = convert("before.jsonl", "", "alice", "bob");
    assertThat(before.report()).isEmpty();
    assertThat(before.lines()).hasSize(MANY + 1);
    try (ChatPartner bob = user("bob")) {
      bob.write(
          "<message type='chat' to='alice@localhost' id='b0'>"
              + "<displayed xmlns='urn:xmpp:chat-markers:0' id='a7'/>"
              + "<store xmlns='urn:xmpp:hints'/></message>");
      bob.settle();
    }
    Made made = convert("after.jsonl", "", "alice", "bob");
    assertThat(made.lines()).hasSize(MANY + 2).containsAll(before.lines());
    assertThat(Files.readAllBytes(convert("again.jsonl", "", "alice", "bob").file()))
        .isEqualTo(Files.readAllBytes(made.file()));
    try (ImportedServer imported = new ImportedServer(own.resolve("data"), made.file())) {
      assertThat(imported.unread("bob")).isEqualTo(MANY - 8);
      assertThat(imported.history("alice", "toId=alice")).hasSize(1);
    }
  }

  @Test
  void aRoomBecomesAGroup() throws IOException {
    TestRoom room = new TestRoom("team@conference.localhost");
    try (ChatPartner carol = user("carol");
        ChatPartner dave = user("dave")) {
      room.open(carol, "first");
      room.say(carol, "c1", "who comes?");
      room.enter(dave, "second");
      room.say(dave, "d1", "I do");
    }
    assertThat(convert("nobody.jsonl", room.readBy("carol"), "carol", "dave").report())
        .containsExactly(
            "team@conference.localhost: 1 left out: of first: not known as a user",
            "team@conference.localhost: 1 left out: of second: not known as a user");
    String known = "    nicknames: {first: carol, second: dave}\n";
    Made made = convert("room.jsonl", room.readBy("carol") + known, "carol", "dave");
    assertThat(made.report()).as(made.said().text()).isEmpty();
    assertThat(made.lines())
        .as(made.said().text())
        .containsExactlyElementsOf(TestRoom.lines("carol", "c1", "dave", "d1"));
  }
}
