package io.whaleshark.server.tour;

import static io.whaleshark.server.tour.ImportFiles.behind;
import static io.whaleshark.server.tour.ImportFiles.daysAgo;
import static io.whaleshark.server.tour.ImportFiles.random;
import static io.whaleshark.server.tour.ImportFiles.run;
import static io.whaleshark.server.tour.ImportFiles.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.CommandLines;
import io.whaleshark.server.CommandLines.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: an operator brings a chat from another system, and takes it elsewhere; what is wrong is
/// named, and what was done is not done again. Method: the commands themselves, against real
/// servers.
class ImportTest {

  private static final String KEY = "a key of the app";
  private static final String SUMMARY =
      "New: %d. Known before: %d. Passed before: %d. Expired: %d. Refused: %d.";

  @TempDir private Path folder;

  private TourServer server(String name) {
    return new TourServer(
        folder.resolve(name),
        Map.of(
            "WHALESHARK_APP_DEFAULTS_RECEIPTS", "by-user",
            "WHALESHARK_APP_DEFAULTS_RETENTION", "10d"));
  }

  private Path file(String... lines) throws IOException {
    return ImportFiles.write(folder.resolve("chats.jsonl"), List.of(lines));
  }

  private static JsonNode history(TourServer server, String user, String of) {
    String path = "/v1/apps/10001/conversations/messages?fromId=" + user + "&" + of;
    return WireClient.json(server.http("GET", path, "").body()).path("dataList");
  }

  @Test
  void whoWasThereFindsTheChatWithItsTimes() throws IOException {
    long time = daysAgo(3);
    Path file =
        file(
            "{'type':'group','groupId':'team','ownerId':'alice','members':['bob']}",
            says("alice", "'groupId':'team'", "m1", time),
            "{'type':'join','groupId':'team','members':['carol']," + behind("alice", "m1") + "}",
            says("bob", "'groupId':'team'", "m2", time + 1_000),
            "{'type':'read','userId':'carol','groupId':'team','message':"
                + "{'fromId':'bob','messageId':'m2'}}",
            says("alice", "'toId':'bob'", "d1", time - 5_000),
            "{'type':'settings','userId':'bob','toId':'alice','isTop':true,"
                + behind("alice", "d1")
                + "}");
    try (TourServer server = server("data");
        WireClient bob = server.phone("bob-phone")) {
      assertThat(run(server, "import", file).text()).contains(SUMMARY.formatted(7, 0, 0, 0, 0));
      JsonNode team = history(server, "bob", "groupId=team");
      assertThat(team).hasSize(2);
      assertThat(team.path(0).path("messageTime").asLong()).isEqualTo(time);
      assertThat(team.path(0).path("readCount").asInt()).isZero();
      assertThat(history(server, "carol", "groupId=team")).hasSize(1);
      bob.logIn("bob");
      bob.send(5101, "{}");
      String user = server.http("GET", "/v1/apps/10001/users/bob", "").body();
      assertThat(WireClient.json(user).path("unreadCount").asInt()).isEqualTo(2);
      assertThat(run(server, "import", file).text()).contains(SUMMARY.formatted(2, 4, 1, 0, 0));
    }
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() throws IOException {
    Path file =
        file(
            says("alice", "'toId':'bob'", "m1", daysAgo(2)),
            "",
            "no line",
            says("alice", "'toId':'bob'", "m2", daysAgo(1)),
            says("alice", "'groupId':'nowhere'", "m3", daysAgo(1)),
            says("alice", "'toId':'carol'", "m1", daysAgo(1)),
            "{'type':'read','userId':'bob','toId':'alice','message':"
                + "{'fromId':'alice','messageId':'m9'}}",
            says("alice", "'toId':'bob'", "old", daysAgo(11)),
            says("bob", "'toId':'alice'", "m4", daysAgo(2)));
    Path report = folder.resolve("refused.txt");
    try (TourServer server = server("data")) {
      Said said = run(server, "import", file, "--report", report.toString());
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.text()).contains(SUMMARY.formatted(3, 0, 0, 1, 4));
      assertThat(Files.readAllLines(report))
          .containsExactly(
              "line 3: line: not JSON (expected: one JSON object in UTF-8)",
              "line 5: groupId: not a member of that group [40301]",
              "line 6: messageId: used before for another message (expected: a new one) [40900]",
              "line 7: message: not in this conversation [40401]");
      assertThat(history(server, "bob", "toId=alice")).hasSize(3);
    }
  }

  @Test
  void aCheckNeedsNoServer() throws IOException {
    Path file =
        file(
            "{'type':'group','groupId':'team','ownerId':'alice'}",
            says("bob", "'groupId':'team'", "m1", daysAgo(1)),
            "{'type':'leave','groupId':'team','userid':'bob'}");
    Said said = CommandLines.run("import", file.toString(), "--check");
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text())
        .contains("line 2: fromId: not a member of the group")
        .contains("line 3: userid: unknown (expected: type, groupId, userId, after)")
        .contains("3 lines, of which 2 are wrong.");
  }

  @Test
  void aServerThatRefusesIsTold() throws IOException {
    Path file = file(says("alice", "'toId':'bob'", "m1", daysAgo(1)));
    Path none = folder.resolve("exported.jsonl");
    try (TourServer server =
        new TourServer(
            folder.resolve("data"),
            Map.of(
                "WHALESHARK_OPEN_LOGIN",
                "false",
                "WHALESHARK_APPS_10001_TOKEN_KEYS",
                "one=hs256:" + "c2VjcmV0".repeat(6),
                "WHALESHARK_APPS_10001_ADMIN_KEY_SHA256",
                digest()))) {
      String wrong = "Authorization: missing or wrong (expected: the app's admin key";
      assertThat(run(server, "import", file).text()).startsWith("whaleshark: ").contains(wrong);
      assertThat(run(server, "export", none).text()).startsWith("whaleshark: ").contains(wrong);
      assertThat(none).doesNotExist();
      Path key = Files.writeString(folder.resolve("key"), KEY + "\n");
      String[] with = {"--key", key.toString()};
      assertThat(run(server, "import", file, with).exitCode()).isZero();
      assertThat(run(server, "export", none, with).exitCode()).isZero();
      assertThat(none).hasSameTextualContentAs(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(none)))
          .as("nobody else reads it")
          .isEqualTo("rw-------");
      assertThat(run(server, "export", none, with).text()).contains("a file is in the way");
    }
  }

  private static String digest() {
    try {
      byte[] key = KEY.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsExportedAndImportedIsExportedAgain() throws IOException {
    long seed = new Random().nextLong();
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    try (TourServer here = server("here");
        TourServer there = server("there")) {
      Said imported = run(here, "import", random(folder.resolve("random.jsonl"), new Random(seed)));
      assertThat(imported.exitCode()).as("%s %s", seed, imported.text()).isZero();
      assertThat(run(here, "export", first).exitCode()).isZero();
      assertThat(CommandLines.run("import", first.toString(), "--check").exitCode()).isZero();
      assertThat(run(there, "import", first).text())
          .as("seed %s", seed)
          .contains("Known before: 0. Passed before: 0. Expired: 0. Refused: 0.");
      assertThat(run(there, "export", second).exitCode()).isZero();
      assertThat(second).as("seed %s", seed).hasSameTextualContentAs(first);
      assertThat(run(there, "import", first).text()).contains("Refused: 0.");
      Path third = folder.resolve("third.jsonl");
      assertThat(run(there, "export", third).exitCode()).isZero();
      assertThat(third).as("seed %s", seed).hasSameTextualContentAs(first);
    }
  }

  @Test
  void aRequestHasFiveHundredLinesAtMost() {
    String line = says("alice", "'toId':'bob'", "m1", daysAgo(1));
    try (TourServer server = server("data")) {
      String path = "/v1/apps/10001/import";
      String lines = (line + ",").repeat(499) + line;
      JsonNode taken =
          WireClient.json(server.http("POST", path, "{'lines':[" + lines + "]}").body());
      assertThat(taken.path("results")).hasSize(500);
      assertThat(taken.path("results").path(0).path("taken").asString()).isEqualTo("new");
      assertThat(taken.path("results").path(499).path("taken").asString()).isEqualTo("known");
      assertThat(server.http("POST", path, "{'lines':[" + lines + "," + line + "]}").body())
          .contains("lines: too many (expected: at most 500)");
    }
  }
}
