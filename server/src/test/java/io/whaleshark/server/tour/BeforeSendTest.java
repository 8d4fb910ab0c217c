package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.webhook.TestHook;
import io.whaleshark.server.webhook.TestHook.Answer;
import io.whaleshark.server.webhook.TestReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Hooks that are asked before messages are sent: a real server, and a hook over real sockets that
/// allows, denies, changes, fails and hangs. App 10001 has a hook, app 10002 has none.
class BeforeSendTest {

  private static final String MESSAGES = "/v1/apps/10001/messages";
  private static final int DENIED = 42200;
  private static final int RETRY_LATER = 50300;

  @TempDir Path folder;

  private TestHook hook;

  @BeforeEach
  void openHook() throws IOException {
    hook = new TestHook();
  }

  @AfterEach
  void closeHook() {
    hook.close();
  }

  private TourServer server(String... more) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            before-send:
              url: %s
              secret: %s
        %s
        """
            .formatted(
                hook.url(),
                TestReceiver.SECRET,
                Arrays.stream(more)
                    .map(line -> " ".repeat(6) + line)
                    .collect(Collectors.joining("\n"))));
    return new TourServer(folder.resolve("data"), Map.of("WHALESHARK_CONFIG", config.toString()));
  }

  private static String message(String id, String body) {
    return "{'messageId':'%s','fromId':'alice','toId':'bob','messageBody':'%s'}"
        .formatted(id, body);
  }

  private static String body(JsonNode message) {
    return message.get("messageBody").asString();
  }

  @ParameterizedTest
  @EnumSource
  void aHookAllowsDeniesAndChanges(WireClient.Transport transport) throws IOException {
    hook.answering(message ->
        Answer.of(
            switch (body(message)) {
              case "rude" -> "{'deny': true, 'reason': 'be kind'}";
              case "secret" -> "{'messageBody': '***', 'extra': {'hidden': 1.0}}";
              default -> "{'allow': true}";
            }));
    try (TourServer server = server("private: true");
        WireClient alice = server.client(transport, 5, "d");
        WireClient bob = server.phone("p")) {
      alice.logIn("alice");
      bob.logIn("bob");
      alice.send(1103, message("m1", "hi"));
      assertThat(alice.success(1046).get("messageSequence").asLong()).isEqualTo(1);
      assertThat(body(bob.expect(1103))).isEqualTo("hi");
      alice.send(1103, message("m2", "rude"));
      JsonNode refused = alice.expect(1046);
      assertThat(refused.get("code").intValue()).isEqualTo(DENIED);
      assertThat(refused.get("msg").asString()).isEqualTo("be kind");
      alice.send(1103, message("m3", "secret"));
      assertThat(alice.success(1046).get("messageSequence").asLong()).isEqualTo(2);
      JsonNode changed = bob.expect(1103);
      assertThat(body(changed)).isEqualTo("***");
      assertThat(changed.get("extra").toString()).isEqualTo("{\"hidden\":1.0}");
      bob.expectNothing();
    }
    assertThat(hook.unverified()).isEmpty();
    assertThat(hook.ids()).hasSize(3).doesNotHaveDuplicates();
    JsonNode first = hook.asked().getFirst();
    assertThat(first.get("type").asString()).isEqualTo("message.before-send");
    assertThat(first.get("data").toString())
        .isEqualTo(
            "{\"appId\":10001,\"messageId\":\"m1\",\"fromId\":\"alice\",\"toId\":\"bob\","
                + "\"messageBody\":\"hi\"}");
  }

  @Test
  void aHookIsAskedOfEdits() throws IOException {
    try (TourServer server = server("private: true");
        WireClient alice = server.desktop("d");
        WireClient bob = server.phone("p")) {
      alice.logIn("alice");
      bob.logIn("bob");
      alice.send(1103, message("m1", "hi")).success(1046);
      bob.expect(1103);
      hook.answering(message ->
          Answer.of(
              body(message).equals("rude")
                  ? "{'deny': true, 'reason': 'be kind'}"
                  : "{'messageBody': '***'}"));
      alice.send(1060, message("m1", "rude"));
      JsonNode refused = alice.expect(1061);
      assertThat(refused.get("code").intValue()).isEqualTo(DENIED);
      assertThat(refused.get("msg").asString()).isEqualTo("be kind");
      alice
          .send(1060, "{'messageSequence':1,'fromId':'alice','toId':'bob','messageBody':'secret'}")
          .success(1061);
      assertThat(body(bob.expect(1062))).isEqualTo("***");
      bob.expectNothing();
    }
    assertThat(hook.asked().stream().skip(1).map(asked -> asked.get("data").toString()))
        .containsExactly(
            "{\"appId\":10001,\"edit\":true,\"messageId\":\"m1\",\"fromId\":\"alice\","
                + "\"toId\":\"bob\",\"messageBody\":\"rude\"}",
            "{\"appId\":10001,\"edit\":true,\"messageId\":\"\",\"messageSequence\":1,"
                + "\"fromId\":\"alice\",\"toId\":\"bob\",\"messageBody\":\"secret\"}");
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer, whatever the hook says, and a conflict none")
  void aRepeatStoresNothing() throws IOException {
    try (TourServer server = server("private: true");
        WireClient alice = server.desktop("d");
        WireClient bob = server.phone("p")) {
      alice.logIn("alice");
      bob.logIn("bob");
      hook.answering(_ -> Answer.of("{'messageBody': 'one'}"));
      JsonNode first = alice.send(1103, message("m", "hi")).success(1046);
      hook.answering(_ -> Answer.of("{'messageBody': 'another'}"));
      assertThat(alice.send(1103, message("m", "hi")).success(1046)).isEqualTo(first);
      hook.answering(_ -> Answer.of("{'deny': true}"));
      assertThat(alice.send(1103, message("m", "hi")).success(1046)).isEqualTo(first);
      assertThat(alice.send(1103, message("m", "ho")).refusal(1046)).isEqualTo(40900);
      assertThat(alice.send(1103, message("m", "one")).refusal(1046)).isEqualTo(40900);
      assertThat(body(bob.expect(1103))).isEqualTo("one");
      bob.expectNothing();
    }
  }

  @Test
  @DisplayName(
      "P12 what follows on a connection waits for the message, and answers keep their order")
  void whatFollowsWaits() throws IOException {
    hook.answering(message -> Answer.of("{'messageBody': '" + body(message) + " seen'}"));
    try (TourServer server = server("private: true");
        WireClient alice = server.desktop("d");
        WireClient bob = server.phone("p")) {
      alice.logIn("alice");
      bob.logIn("bob");
      for (int i = 0; i < 20; i++) {
        alice.send(1103, message("m" + i, "hi"));
        alice.send(1210, "{'conversationType':0,'toId':'bob','maxLimit':1}");
      }
      for (int i = 0; i < 20; i++) {
        assertThat(alice.success(1046).get("messageId").asString()).isEqualTo("m" + i);
        JsonNode newest = alice.expect(1211).get("dataList").get(0);
        assertThat(newest.get("messageId").asString()).isEqualTo("m" + i);
        assertThat(body(newest)).isEqualTo("hi seen");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 307, 404, -1})
  void aHookThatFailsRefusesUnlessItIsOpen(int status) throws IOException {
    hook.answering(_ -> new Answer(status, ""));
    try (TourServer server = server("private: true", "timeout: 300ms");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      assertThat(alice.send(1103, message("m", "hi")).refusal(1046)).isEqualTo(RETRY_LATER);
    }
    int closed = hook.asked().size();
    try (TourServer server = server("private: true", "timeout: 300ms", "on-failure: open");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      alice.send(1103, message("m", "hi")).success(1046);
    }
    assertThat(closed).isEqualTo(1);
    assertThat(hook.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "no", "{'messageBody': 'TOO LARGE'}"})
  void anAnswerThatSaysNothingIsAFailure(String said) throws IOException {
    hook.answering(_ -> Answer.of(said.replace("TOO LARGE", "x".repeat(70_000))));
    try (TourServer server = server("private: true");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      assertThat(alice.send(1103, message("m", "hi")).refusal(1046)).isEqualTo(RETRY_LATER);
    }
  }

  @Test
  void aPrivateAddressIsNotAskedUnlessTheSettingsSaySo() throws IOException {
    try (TourServer server = server();
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      assertThat(alice.send(1103, message("m", "hi")).refusal(1046)).isEqualTo(RETRY_LATER);
    }
    assertThat(hook.asked()).isEmpty();
  }

  @Test
  void aHookThatHangsHoldsUpNobodyElse() throws IOException {
    hook.answering(
        message -> body(message).equals("hang") ? Answer.HANG : Answer.of("{'allow': true}"));
    try (TourServer server = server("private: true", "timeout: 10s");
        WireClient bob = server.phone("p");
        WireClient zoe = server.desktop("z");
        WireClient elsewhere = server.desktop("e").inApp(10002)) {
      bob.logIn("bob");
      zoe.logIn("zoe");
      elsewhere.logIn("zoe");
      List<WireClient> hung = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        WireClient alice = server.desktop("a" + i);
        alice.logIn("alice");
        hung.add(alice.send(1103, message("h" + i, "hang")));
      }
      await().until(() -> hook.asked().size() == 32);
      long[] same = new long[200];
      long[] other = new long[200];
      for (int i = 0; i < same.length; i++) {
        String sent = message("z" + i, "hi").replace("alice", "zoe").replace("bob", "zoe");
        same[i] = nanosToSend(zoe, sent);
        other[i] = nanosToSend(elsewhere, sent);
      }
      assertThat(p99Millis(same)).as("p99 in the same app, in ms").isLessThan(5_000);
      assertThat(p99Millis(other)).as("p99 in another app, in ms").isLessThan(5_000);
      hung.getFirst().expectNothing();
      hung.forEach(WireClient::close);
    }
  }

  private static long nanosToSend(WireClient client, String message) {
    long begin = System.nanoTime();
    client.send(1103, message).success(1046);
    return System.nanoTime() - begin;
  }

  private static long p99Millis(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[sorted.length * 99 / 100]).toMillis();
  }

  @Test
  @DisplayName("P10 more messages than may wait for the hook are refused at once, and others pass")
  void tooManyThatWaitAreRefused() throws IOException {
    hook.answering(_ -> Answer.HANG);
    try (TourServer server = server("private: true", "timeout: 10s", "max-in-flight: 2");
        WireClient one = server.desktop("1");
        WireClient two = server.desktop("2");
        WireClient three = server.desktop("3")) {
      one.logIn("alice");
      two.logIn("alice");
      three.logIn("alice");
      one.send(1103, message("m1", "hi"));
      two.send(1103, message("m2", "hi"));
      await().until(() -> hook.asked().size() == 2);
      assertThat(three.send(1103, message("m3", "hi")).refusal(1046)).isEqualTo(RETRY_LATER);
      assertThat(hook.asked()).hasSize(2);
    }
  }

  @Test
  void theBackendIsAskedToo() throws IOException {
    hook.answering(message ->
        body(message).equals("rude")
            ? Answer.of("{'deny': true, 'reason': 'be kind'}")
            : Answer.of("{'messageBody': 'seen'}"));
    try (TourServer server = server("private: true")) {
      var sent = server.http("POST", MESSAGES, message("m1", "hi"));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
      var denied = server.http("POST", MESSAGES, message("m2", "rude"));
      assertThat(denied.statusCode()).isEqualTo(422);
      assertThat(WireClient.json(denied.body()).get("detail").asString()).isEqualTo("be kind");
      String batch =
          IntStream.range(0, 100)
              .mapToObj(i -> message("b" + i, i == 50 ? "rude" : "hi"))
              .collect(Collectors.joining(",", "{'messages':[", "]}"));
      var results = server.http("POST", MESSAGES + "/batch", batch);
      JsonNode each = WireClient.json(results.body()).get("results");
      assertThat(each).hasSize(100);
      assertThat(each.get(50).get("code").intValue()).isEqualTo(DENIED);
      assertThat(
              StreamSupport.stream(each.spliterator(), false)
                  .filter(result -> result.has("messageSequence"))
                  .map(result -> result.get("messageSequence").asLong()))
          .isEqualTo(IntStream.rangeClosed(2, 100).mapToObj(Long::valueOf).toList());
    }
    assertThat(hook.unverified()).isEmpty();
  }

  @Test
  void aBatchWaitsOnceForAHookThatHangs() throws IOException {
    hook.answering(
        message -> body(message).equals("hang") ? Answer.HANG : Answer.of("{'allow': true}"));
    try (TourServer server = server("private: true", "timeout: 3s")) {
      String batch =
          IntStream.range(0, 200)
              .mapToObj(i -> message("b" + i, i < 100 ? "hi" : "hang"))
              .collect(Collectors.joining(",", "{'messages':[", "]}"));
      var results = server.http("POST", MESSAGES + "/batch", batch);
      JsonNode each = WireClient.json(results.body()).get("results");
      assertThat(each.get(99).has("messageSequence")).isTrue();
      assertThat(each.get(100).get("code").intValue()).isEqualTo(RETRY_LATER);
      assertThat(each.get(199).get("code").intValue()).isEqualTo(RETRY_LATER);
    }
    assertThat(hook.asked()).hasSizeBetween(101, 116);
  }

  @Test
  void aServerThatClosesRefusesWhatWaits() throws IOException {
    hook.answering(_ -> Answer.HANG);
    TourServer server = server("private: true", "timeout: 10s", "on-failure: open");
    try (WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      alice.send(1103, message("m", "hi"));
      await().until(() -> hook.asked().size() == 1);
      server.close();
      assertThat(alice.refusal(1046)).isEqualTo(RETRY_LATER);
    }
  }
}
