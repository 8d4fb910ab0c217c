package io.whaleshark.archives.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.whaleshark.archives.Conversions;
import io.whaleshark.archives.Conversions.Said;
import io.whaleshark.archives.ImportedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: a chat of a server of the same design comes over whole, each message once, and what its
/// stores have lost is told. Method: real MariaDB and Redis, written as that server writes them;
/// the command as an operator types it; a real server that takes the file.
class TablesTest {

  private static final String LOST = "Lost or changed: ";

  @TempDir private static Path stores = Path.of("");

  private static SourceServer source;

  @TempDir private Path folder = Path.of("");

  private SourceChat chat;

  @BeforeAll
  static void start() {
    source = new SourceServer(stores);
  }

  @AfterAll
  static void end() {
    source.close();
  }

  @BeforeEach
  void begin() {
    source.begin();
    chat = new SourceChat(source, Instant.now().minus(Duration.ofDays(5)).toEpochMilli());
  }

  private Said convert(Path file) throws IOException {
    return convert(file, source.config(folder, "readers"));
  }

  private Said convert(Path file, Path config) {
    return Conversions.run(
        "convert",
        "tables",
        "--config",
        config.toString(),
        file.toString(),
        "--report",
        folder.resolve("lost.txt").toString());
  }

  private List<String> report() throws IOException {
    return Files.readAllLines(folder.resolve("lost.txt"));
  }

  /// Lines, in which a quotation mark may be a single one.
  private static List<String> lines(String... lines) {
    return Stream.of(lines).map(line -> line.replace('\'', '"')).toList();
  }

  private static String said(String from, String to, long key, long time, String text) {
    return "{'type':'message','fromId':'%s',%s,'messageId':'%d','messageTime':%d,'messageBody':'%s'}"
        .formatted(from, to, key, time, text);
  }

  private static String at(String name, String from, long key) {
    return "'%s':{'fromId':'%s','messageId':'%d'}".formatted(name, from, key);
  }

  private static List<String> texts(List<JsonNode> history) {
    return history.stream().map(message -> message.path("messageBody").asString("")).toList();
  }

  @Test
  void twoUsersFindTheirChatOnce() throws IOException {
    chat.open(0, "alice", "bob");
    chat.open(0, "bob", "alice");
    long time = chat.now();
    long hello = chat.say("alice", "bob", "hello");
    long answer = chat.say("bob", "alice", "你好");
    long notice = chat.sayAsBackend("alice", "bob", "a notice");
    long wrong = chat.say("alice", "bob", "wrong");
    long last = chat.say("alice", "bob", "lunch at noon?");
    chat.recall(wrong);
    chat.read(0, "bob", "alice", 2);
    chat.set(0, "bob", "alice", "is_top");
    chat.set(0, "alice", "bob", "is_mute");
    chat.block("bob", "mallory");
    chat.block("bob", "oscar");
    chat.user("mallory", "forbidden_flag = 1");
    chat.user("oscar", "del_flag = 1");
    Path file = folder.resolve("chats.jsonl");
    Said first = convert(file);
    assertThat(first.exitCode()).as(first.text()).isZero();
    assertThat(Files.readAllLines(file))
        .isEqualTo(
            lines(
                said("alice", "'toId':'bob'", hello, time, "hello"),
                said("bob", "'toId':'alice'", answer, time + 1_000, "你好"),
                said("alice", "'toId':'bob'", notice, time + 2_000, "a notice"),
                said("alice", "'toId':'bob'", wrong, time + 3_000, "")
                    .replace("'messageBody':''", "'recalled':true"),
                said("alice", "'toId':'bob'", last, time + 4_000, "lunch at noon?"),
                "{'type':'settings','userId':'alice','toId':'bob','isMute':true,%s}"
                    .formatted(at("after", "alice", last)),
                "{'type':'read','userId':'bob','toId':'alice',%s}"
                    .formatted(at("message", "bob", answer)),
                "{'type':'settings','userId':'bob','toId':'alice','isTop':true,%s}"
                    .formatted(at("after", "alice", last)),
                "{'type':'user','userId':'bob','blocks':['mallory','oscar']}",
                "{'type':'user','userId':'mallory','ban':{}}",
                "{'type':'user','userId':'oscar','ban':{'reason':'deleted'}}"));
    Path second = folder.resolve("again.jsonl");
    assertThat(convert(second).exitCode()).isZero();
    assertThat(second).hasSameBinaryContentAs(file);
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      List<JsonNode> history = server.history("bob", "toId=alice");
      assertThat(texts(history)).containsExactly("hello", "你好", "a notice", "", "lunch at noon?");
      assertThat(history.getFirst().path("messageTime").asLong()).isEqualTo(time);
      assertThat(history.getLast().path("messageSequence").asLong()).isEqualTo(5);
      assertThat(server.unread("bob")).as("a tombstone counts").isEqualTo(3);
    }
  }

  @Test
  void membersOfAGroupFindWhatTheySaw() throws IOException {
    chat.create("team", "The team", "alice", "bob");
    long begun = chat.sayTo("team", "alice", "who comes?", "alice", "bob");
    chat.join("team", "carol", 1);
    long mine = chat.sayTo("team", "bob", "I do", "alice", "bob", "carol");
    chat.read(1, "bob", "team", 2);
    chat.leave("team", "bob");
    long late = chat.sayTo("team", "carol", "me too", "alice", "carol");
    chat.read(1, "carol", "team", 2);
    chat.set(1, "carol", "team", "is_top");
    chat.handOver("team", "alice", "carol");
    chat.create("gone", "gone", "alice");
    chat.dissolve("gone");
    Path file = folder.resolve("chats.jsonl");
    Said converted = convert(file);
    assertThat(converted.exitCode()).as(converted.text()).isZero();
    String group = "'groupId':'team'";
    assertThat(Files.readAllLines(file).stream().map(line -> line.replaceAll("Time\":\\d+", "")))
        .containsExactlyElementsOf(
            lines(
                "{'type':'group','groupId':'gone','ownerId':'alice'}",
                "{'type':'dissolve','groupId':'gone'}",
                "{'type':'group',%s,'groupName':'The team','ownerId':'alice','members':['bob']}"
                    .formatted(group),
                said("alice", group, begun, 0, "who comes?").replace("Time':0", ""),
                "{'type':'join',%s,'members':['carol'],%s}"
                    .formatted(group, at("after", "alice", begun)),
                said("bob", group, mine, 0, "I do").replace("Time':0", ""),
                "{'type':'read','userId':'bob',%s,%s}".formatted(group, at("message", "bob", mine)),
                "{'type':'leave',%s,'userId':'bob',%s}".formatted(group, at("after", "bob", mine)),
                said("carol", group, late, 0, "me too").replace("Time':0", ""),
                "{'type':'role',%s,'userId':'carol','role':'owner',%s}"
                    .formatted(group, at("after", "carol", late)),
                "{'type':'read','userId':'carol',%s,%s}"
                    .formatted(group, at("message", "bob", mine)),
                "{'type':'settings','userId':'carol',%s,'isTop':true,%s}"
                    .formatted(group, at("after", "carol", late))));
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(texts(server.history("carol", "groupId=team"))).containsExactly("I do", "me too");
      assertThat(texts(server.history("bob", "groupId=team")))
          .containsExactly("who comes?", "I do");
      assertThat(server.unread("alice")).as("of both others").isEqualTo(2);
    }
  }

  @Test
  void whoCameBackSeesNothingOfMeanwhile() throws IOException {
    chat.create("team", "team", "alice", "bob");
    chat.sayTo("team", "bob", "one", "alice", "bob");
    chat.leave("team", "bob");
    chat.sayTo("team", "alice", "meanwhile", "alice");
    chat.comeBack("team", "bob");
    chat.sayTo("team", "alice", "two", "alice", "bob");
    chat.sayTo("team", "dave", "never a member", "alice");
    chat.sayTo("team", "alice", "three", "alice", "bob");
    chat.member("team", "bob", "speak_date = " + Instant.now().plusSeconds(600).toEpochMilli());
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(report())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("group team: bob was no member at message "),
            line -> assertThat(line).startsWith("group team: dave was no member at message "),
            line -> assertThat(line).startsWith("group team: bob is muted until "));
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(texts(server.history("bob", "groupId=team")))
          .containsExactly("one", "two", "never a member", "three");
      assertThat(texts(server.history("dave", "groupId=team"))).containsExactly("never a member");
    }
  }

  @Test
  void whatTheStoresLostIsTold() throws IOException {
    long hello = chat.say("alice", "bob", "hello");
    long unstored = chat.sayUnstored("bob", "alice", "only in Redis");
    long lonely = chat.say("alice", "bob", "for bob alone");
    long bodiless = chat.say("alice", "bob", "its body is in an inbox");
    long lost = chat.say("alice", "bob", "lost");
    chat.say("bob", "alice", "in no store");
    source.sql("DELETE FROM im_message_history WHERE message_key > ?", lost);
    source.sql("DELETE FROM im_message_body WHERE message_key IN (?, ?)", bodiless, lost);
    source.sql(
        "DELETE FROM im_message_history WHERE message_key = ? AND owner_id = ?", lonely, "alice");
    for (String user : List.of("alice", "bob")) {
      source
          .redis()
          .zremrangebyscore("10001:offlineMessage:" + user, Range.create(lost, Long.MAX_VALUE));
    }
    chat.member("bob", 1, "no JSON");
    chat.say("bob", "alice", "after the hole");
    source.sql("UPDATE im_message_history SET message_time = ?, create_time = 0", Long.MAX_VALUE);
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(report())
        .contains(
            "message " + lonely + ": only bob has a copy, not alice: both get it",
            "message " + unstored + ": of bob to alice, in no table: taken from Redis",
            "inbox of bob: a member that is no message: left out",
            "message " + lost + ": its body is missing: it stands as recalled",
            "direct alice bob: 1 of the sequences 1..7 have no message (the first is 6)",
            "im_message_body: 1 bodies belong to no message: left out")
        .anyMatch(line -> line.startsWith("message " + hello + ": its time 9223372036854775807"));
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(texts(server.history("bob", "toId=alice")))
          .containsExactly(
              "hello",
              "only in Redis",
              "for bob alone",
              "its body is in an inbox",
              "",
              "after the hole");
    }
  }

  @Test
  void groupsAreTwoIfTheirIdsDifferInCase() throws IOException {
    chat.create("Team", "one", "alice");
    chat.create("other", "two", "alice");
    chat.sayTo("Team", "alice", "in the first", "alice");
    chat.sayTo("other", "alice", "in the second");
    // The key of im_group takes both ids for one; in the history both can be.
    source.sql("DELETE FROM im_group WHERE group_id = 'other'");
    for (String table : List.of("im_group_member", "im_group_message_history")) {
      source.sql("UPDATE " + table + " SET group_id = 'team' WHERE group_id = 'other'");
    }
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(report())
        .containsExactly("group team: it has no row in im_group: it is made of what else there is");
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(texts(server.history("alice", "groupId=Team"))).containsExactly("in the first");
      assertThat(texts(server.history("alice", "groupId=team"))).containsExactly("in the second");
    }
  }

  @Test
  void aRecallInAnotherInboxCounts() throws IOException {
    long secret = chat.sayUnstored("alice", "bob", "a secret");
    chat.recallUnstored(secret, "alice", "bob");
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(Files.readString(file))
        .contains("\"messageId\":\"" + secret + "\"")
        .contains("\"recalled\":true")
        .doesNotContain("a secret");
  }

  @Test
  void whatAGroupCannotSayIsTold() throws IOException {
    chat.create("lonely", "lonely", "alice");
    chat.sayTo("lonely", "alice", "alone", "alice");
    chat.leave("lonely", "alice");
    source.sql("UPDATE im_group SET owner_id = '' WHERE group_id = 'lonely'");
    chat.create("owned", "owned", "alice");
    chat.sayTo("owned", "alice", "whose is it?", "alice");
    chat.open(1, "olga", "owned");
    chat.set(1, "olga", "owned", "is_top");
    source.sql("UPDATE im_group SET owner_id = 'olga' WHERE group_id = 'owned'");
    chat.create("short", "short", "alice", "bob");
    chat.join("short", "dave", 0);
    chat.sayTo("short", "alice", "before", "alice", "bob", "dave");
    chat.member("short", "dave", "role = 3, leave_time = join_time"); // within one instant
    long left = chat.now();
    chat.leave("short", "bob");
    chat.sayTo("short", "alice", "meanwhile", "alice");
    chat.comeBack("short", "bob");
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(report())
        .containsExactly(
            "group lonely: alice left, and nobody else is there: stays and owns it",
            "group owned: olga owns it and is no member: comes at the end",
            "group short: bob left at "
                + left
                + ", nobody knows when they came: sees nothing of that stay");
    assertThat(Files.readAllLines(file))
        .anyMatch(line -> line.contains("\"userId\":\"olga\"") && line.contains("isTop"))
        .noneMatch(line -> line.contains("leave") && line.contains("alice"));
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(texts(server.history("bob", "groupId=short"))).isEmpty();
    }
    assertThat(Files.readString(file)).doesNotContain("dave");
  }

  @Test
  void sequencesThatBeganAnewAreNoOrder() throws IOException {
    chat.open(0, "alice", "bob");
    chat.say("alice", "bob", "one");
    chat.say("alice", "bob", "two");
    chat.forgetSequences();
    chat.say("alice", "bob", "three");
    chat.read(0, "alice", "bob", 1);
    Path file = folder.resolve("chats.jsonl");
    assertThat(convert(file).exitCode()).isEqualTo(1);
    assertThat(report())
        .containsExactly(
            "direct alice bob: sequences began anew: its messages are in the order of their keys");
    assertThat(Files.readString(file)).matches("(?s).*one.*two.*three.*");
  }

  @Test
  void manyMessagesAreReadInPages() throws IOException {
    chat.create("big", "big", "alice", "bob");
    source.sql(
        "INSERT INTO im_group_message_history (app_id, from_id, group_id, message_key, sequence,"
            + " message_time) SELECT 10001, 'alice', 'big', seq, seq, ? + seq FROM seq_1_to_2500",
        chat.now());
    source.sql(
        "INSERT INTO im_message_body (app_id, message_key, message_body, del_flag)"
            + " SELECT 10001, seq, CONCAT('m', seq), 0 FROM seq_1_to_2500");
    source.sql(
        "INSERT INTO im_group_member (app_id, group_id, member_id, role, join_time)"
            + " SELECT 10001, 'big', CONCAT('u', seq), 0, 1 FROM seq_1_to_2500");
    Path file = folder.resolve("chats.jsonl");
    Said said = convert(file);
    assertThat(said.text()).contains("2,503 lines. " + LOST + "0.");
    try (ImportedServer server = new ImportedServer(folder.resolve("data"), file)) {
      assertThat(server.unread("u2500")).isEqualTo(2_500);
    }
  }

  @Test
  void aSourceThatCannotBeReadIsOneLine() throws IOException {
    Path file = folder.resolve("chats.jsonl");
    Path config = source.config(folder, "wrong");
    assertOneLine(convert(file, config), 1, ": user or password refused (expected: ");
    source.sql("ALTER TABLE im_message_body DROP COLUMN del_flag");
    config = source.config(folder, "readers");
    assertOneLine(convert(file, config), 1, "table im_message_body has no column del_flag");
    source.sql("DROP TABLE im_group");
    assertOneLine(convert(file, config), 1, "no table im_group (expected: ");
    Files.writeString(config, Files.readString(config).replaceFirst("port: \\d+", "port: 1"));
    assertOneLine(convert(file, config), 1, "no MySQL answers (expected: one that runs)");
    Files.writeString(config, Files.readString(config).replaceFirst("user: ", "users: "));
    assertOneLine(convert(file, config), 2, "mysql.users: unknown (expected: ");
    source.begin();
    config = source.config(folder, "readers");
    String encrypted = Files.readString(config).replace("mysql:", "mysql:\n  caFile: tables.yaml");
    Files.writeString(config, encrypted);
    assertOneLine(convert(file, config), 2, "mysql.caFile: ");
    config = source.config(folder, "readers");
    Files.writeString(config, Files.readString(config).replace("passwordFile: ", "password: "));
    assertOneLine(convert(file, config), 1, "redis 127.0.0.1:");
    assertThat(file).doesNotExist();
  }

  private static void assertOneLine(Said said, int exitCode, String part) {
    assertThat(said.text()).startsWith("whaleshark: ").contains(part).hasLineCount(1);
    assertThat(said.text()).doesNotContain("readers");
    assertThat(said.exitCode()).isEqualTo(exitCode);
  }
}
