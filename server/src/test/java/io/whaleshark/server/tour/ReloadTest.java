package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.webhook.TestHook;
import io.whaleshark.server.webhook.TestHook.Answer;
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the settings of apps change while the server runs, and no event is lost or doubled over
/// it. Method: a real server, real receivers, and messages that are sent while settings change.
@Timeout(120)
class ReloadTest {

  private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final int MESSAGES = 200;
  private static final int CHANGED_EACH = 20;

  @TempDir Path folder;

  private TestReceiver receiver;
  private TestReceiver other;
  private int sent;

  @BeforeEach
  void open() throws IOException {
    receiver = new TestReceiver(0);
    other = new TestReceiver(0, OTHER_SECRET);
  }

  @AfterEach
  void close() {
    receiver.close();
    other.close();
  }

  private TourServer server(Map<String, String> more, String ofApp) throws IOException {
    Path config = write(ofApp);
    return new TourServer(
        folder.resolve("data"),
        Stream.of(Map.of("WHALESHARK_CONFIG", config.toString()), more)
            .flatMap(some -> some.entrySet().stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private TourServer server(String ofApp) throws IOException {
    return server(Map.of(), ofApp);
  }

  private Path write(String ofApp) throws IOException {
    return Files.writeString(
        folder.resolve("whaleshark.yaml"),
        "apps:\n  10001:\n    login-policy: 4\n" + ofApp.indent(4));
  }

  private void change(TourServer server, String ofApp) throws IOException {
    write(ofApp);
    server.reload();
  }

  private static String webhook(TestReceiver to, String secret, String events) {
    return "webhooks: [{name: backend, url: '%s', secret: %s, events: [%s], private: true}]"
        .formatted(to.url(), secret, events);
  }

  private String webhook(String events) {
    return webhook(receiver, TestReceiver.SECRET, events);
  }

  private String webhookElsewhere(String events) {
    return webhook(other, OTHER_SECRET, events);
  }

  /// @return its messageId
  private String send(WireClient alice) {
    String id = submit(alice);
    alice.success(1046);
    alice.expect(1107); // nobody is there
    return id;
  }

  private String submit(WireClient alice) {
    String id = "m" + sent++;
    alice.send(
        1103,
        "{'appId':10001,'messageId':'%s','fromId':'alice','toId':'bob','messageBody':'hi'}"
            .formatted(id));
    return id;
  }

  private static List<String> ids(TestReceiver receiver) {
    return receiver.taken().stream().map(each -> each.data().get("messageId").asString()).toList();
  }

  private static List<String> types(TestReceiver receiver) {
    return receiver.taken().stream().map(Attempt::type).toList();
  }

  private static String webhooks(TourServer server) {
    return server.http("GET", "/v1/apps/10001/webhooks", "").body();
  }

  private static void awaitIds(TestReceiver receiver, String... ids) {
    await().untilAsserted(() -> assertThat(ids(receiver)).containsExactly(ids));
  }

  @Test
  void aWebhookWhoseAddressAndSecretChangeLosesAndDoublesNothing() throws IOException {
    try (TourServer server = server(webhook("message.sent"));
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      for (int i = 0; i < MESSAGES; i++) {
        send(alice);
        if (i % CHANGED_EACH == 0) {
          boolean isBack = i / CHANGED_EACH % 2 == 1;
          change(server, isBack ? webhook("message.sent") : webhookElsewhere("message.sent"));
        }
      }
      await().until(() -> receiver.attempts().size() + other.attempts().size() >= MESSAGES);
    }
    assertThat(Stream.of(receiver, other).flatMap(each -> each.attempts().stream()))
        .extracting(each -> each.data().get("messageId").asString())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList());
    assertThat(receiver.unverified()).isEmpty();
    assertThat(other.unverified()).isEmpty();
    for (TestReceiver each : List.of(receiver, other)) {
      assertThat(each.attempts().stream().map(one -> one.data().get("messageSequence").asLong()))
          .as("in order")
          .isSorted()
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void anEventThatAReceiverDoesNotTakeGoesToTheOneThatTakesItsPlace() throws IOException {
    receiver.answering(_ -> 503);
    try (TourServer server = server(webhook("message.sent"));
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      send(alice);
      await().until(() -> !receiver.attempts().isEmpty());
      change(server, webhookElsewhere("message.sent"));
      send(alice);
      awaitIds(other, "m0", "m1");
      other.answering(_ -> 410);
      send(alice);
      await().until(() -> webhooks(server).contains("\"ended\":true"));
      receiver.answering(_ -> 200);
      change(server, webhook("message.sent"));
      send(alice);
      awaitIds(receiver, "m3");
    }
  }

  @Test
  void oneThatIsNewBeginsThenAndOneThatIsGoneIsToldNothing() throws IOException {
    try (TourServer server = server("");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      send(alice);
      change(server, webhook("message.sent"));
      send(alice);
      awaitIds(receiver, "m1");
      assertThat(webhooks(server)).contains("backend");
      change(server, "");
      send(alice);
      assertThat(webhooks(server)).isEqualTo("{\"webhooks\":[]}");
      assertThat(server.http("GET", "/metrics", "").body()).doesNotContain("backend");
      change(server, webhook("message.sent"));
      send(alice);
      awaitIds(receiver, "m1", "m3");
    }
    assertThat(receiver.attempts()).hasSize(2);
  }

  @Test
  void aWebhookHearsOfWhatItAsksForFromThenOn() throws IOException {
    try (TourServer server = server(webhook("group.changed"));
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      String group = "{'groupName': 'Team', 'ownerId': 'zoe', 'members': ['bob']}";
      server.http("PUT", "/v1/apps/10001/groups/g", group);
      await().until(() -> types(receiver).equals(List.of("group.changed")));
      change(server, webhook("message.sent"));
      server.http("DELETE", "/v1/apps/10001/groups/g", "");
      send(alice);
      await().until(() -> types(receiver).equals(List.of("group.changed", "message.sent")));
    }
  }

  @Test
  void whoIsOnlineIsToldOnceSomebodyAsksForIt() throws IOException {
    try (TourServer server = server("")) {
      try (WireClient desktop = server.desktop("d")) {
        desktop.logIn("alice");
        change(server, webhook("user.online, user.offline"));
        await().until(() -> types(receiver).equals(List.of("user.online")));
        try (WireClient phone = server.phone("p")) {
          phone.logIn("alice");
        }
      }
      await().until(() -> types(receiver).size() >= 2);
      assertThat(types(receiver)).containsExactly("user.online", "user.offline");
      assertThat(receiver.taken().getLast().data().get("imei").asString()).isEqualTo("d");
    }
  }

  @Test
  void aHookIsAskedFromThenOnAndWhoWaitsForAnotherOneHasItsAnswer() throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    try (TestHook slow = new TestHook();
        TestHook strict = new TestHook();
        TourServer server = server("");
        WireClient alice = server.desktop("d")) {
      slow.answering(_ -> {
        asked.countDown();
        awaitQuietly(changed);
        return Answer.of("{'allow': true}");
      });
      strict.answering(_ -> Answer.of("{'deny': true, 'reason': 'no'}"));
      alice.logIn("alice");
      send(alice);
      change(server, hook(slow));
      submit(alice);
      awaitQuietly(asked);
      change(server, hook(strict));
      changed.countDown();
      alice.success(1046);
      alice.expect(1107);
      submit(alice);
      assertThat(alice.refusal(1046)).isEqualTo(42200);
      change(server, "");
      send(alice);
      assertThat(slow.asked()).hasSize(1);
      assertThat(strict.asked()).hasSize(1);
    }
  }

  private static String hook(TestHook to) {
    return "before-send: {url: '%s', secret: %s, timeout: 10s, private: true}"
        .formatted(to.url(), TestReceiver.SECRET);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void keysChangeAndABadSettingChangesNothing() throws Exception {
    String keys = "token-keys: k=hs256:5GPXGsfDn0oeD0tHWQCcbkM4ufRZzQ1jcIDUyTrWsl8\n";
    try (TourServer server =
        server(Map.of("WHALESHARK_OPEN_LOGIN", "false"), keys + admin("old"))) {
      assertThat(status(server, "old")).isEqualTo(200);
      assertThatThrownBy(() -> change(server, keys + admin("new") + "\nretention: 1x"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("apps.10001.retention in")
          .hasMessageContaining("1x (expected: a time such as");
      assertThatThrownBy(() ->
              change(
                  server,
                  keys
                      + admin("new")
                      + "\npush: {fcm: {account: "
                      + folder.resolve("nowhere")
                      + "}}"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("apps.10001.push.fcm.account in");
      assertThat(status(server, "old")).isEqualTo(200);
      change(server, keys + admin("new"));
      assertThat(status(server, "old")).isEqualTo(401);
      assertThat(status(server, "new")).isEqualTo(200);
    }
  }

  private static String admin(String key) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    return "admin-key-sha256: '" + HexFormat.of().formatHex(digest) + "'";
  }

  private static int status(TourServer server, String key) {
    return server.httpAs(key, "GET", "/v1/apps/10001/stats", "").statusCode();
  }
}
