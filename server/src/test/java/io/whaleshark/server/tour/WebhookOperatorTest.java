package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.CommandLines;
import io.whaleshark.server.CommandLines.Said;
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an operator does with webhooks, over HTTP and by the command `webhooks`, on a real server.
class WebhookOperatorTest {

  @TempDir Path folder;

  private TestReceiver receiver;
  private TourServer server;

  @BeforeEach
  void start() throws IOException {
    receiver = new TestReceiver(0);
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            webhooks:
              - {name: backend, url: "%s", secret: %s, private: true, events: [message.sent]}
        """
            .formatted(receiver.url(), TestReceiver.SECRET));
    server = new TourServer(folder.resolve("data"), settings());
  }

  private Map<String, String> settings() {
    return Map.of("WHALESHARK_CONFIG", folder.resolve("whaleshark.yaml").toString());
  }

  @AfterEach
  void end() {
    server.close();
    receiver.close();
  }

  private JsonNode call(String method, String path, String body) {
    var answer = server.http(method, "/v1/apps/10001/webhooks" + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body());
  }

  private JsonNode backend() {
    return call("GET", "", "").get("webhooks").get(0);
  }

  private Said command(String... arguments) {
    List<String> all = new ArrayList<>(List.of("webhooks", "--app", "10001"));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.httpPort()));
    all.addAll(List.of(arguments));
    return CommandLines.run(all.toArray(String[]::new));
  }

  private void send(int from, int to) {
    try (WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      for (int i = from; i < to; i++) {
        alice.send(
            1103,
            "{'appId': 10001, 'messageId': 'm%d', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'hi'}"
                .formatted(i));
        alice.success(1046);
        alice.expect(1107); // nobody is there
      }
    }
  }

  private void awaitAttempts(int count) {
    await().until(() -> receiver.attempts().size() >= count);
  }

  private List<String> sequences() {
    return receiver.attempts().stream()
        .map(each -> each.data().get("messageSequence").asString())
        .toList();
  }

  @Test
  void webhooksAreListedWithTheirLagAndTheirLastError() {
    await().until(() -> backend().get("told").asBoolean());
    assertThat(backend().toString())
        .isEqualTo(
            "{\"name\":\"backend\",\"host\":\"127.0.0.1\",\"events\":[\"message.sent\"],\"lag\":0,"
                + "\"told\":true,\"ended\":false}");
    receiver.answering(_ -> 503);
    send(0, 1);
    await().until(() -> backend().get("lag").asLong() >= 1);
    JsonNode error = backend().get("lastError");
    assertThat(error.get("reason").asString()).isEqualTo("status 503");
    assertThat(Instant.ofEpochMilli(error.get("time").asLong()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    Said said = command();
    assertThat(said.exitCode()).isZero();
    assertThat(said.text().lines().toList()).hasSize(2);
    assertThat(said.text())
        .startsWith("NAME ")
        .contains("backend  127.0.0.1  ", "message.sent", "status 503 at 2");
    assertThat(call("GET", "", "").toString()).doesNotContain("whsec", "/hook");
    var other = server.http("GET", "/v1/apps/7/webhooks", "");
    assertThat(other.body()).isEqualTo("{\"webhooks\":[]}");
  }

  @Test
  void aTestEventIsSentAtOnceAndItsFailureIsSaid() {
    assertThat(call("POST", "/backend/test", "").toString()).isEqualTo("{\"taken\":true}");
    assertThat(command("--test", "backend").text())
        .isEqualTo("webhook backend has taken the test event\n");
    assertThat(receiver.attempts()).extracting(Attempt::type).containsOnly("webhook.test");
    assertThat(receiver.attempts()).extracting(Attempt::id).doesNotHaveDuplicates();
    assertThat(receiver.attempts().getFirst().data().toString())
        .isEqualTo("{\"appId\":10001,\"webhook\":\"backend\"}");
    assertThat(receiver.unverified()).isEmpty();
    receiver.answering(_ -> 410);
    assertThat(call("POST", "/backend/test", "").toString())
        .isEqualTo("{\"taken\":false,\"reason\":\"status 410\"}");
    Said said = command("--test", "backend");
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.text()).isEqualTo("whaleshark: webhook backend failed: status 410\n");
    assertThat(backend().get("ended").asBoolean()).as("a test ends nothing").isFalse();
  }

  @Test
  void whatHappenedSinceATimeIsToldAgain() {
    send(0, 3);
    awaitAttempts(3);
    Instant between = Instant.now();
    send(3, 6);
    awaitAttempts(6);
    JsonNode answer = call("POST", "/backend/replay", "{'from': '" + between + "'}");
    assertThat(answer.has("goneUpTo")).isFalse();
    awaitAttempts(9);
    assertThat(sequences()).containsExactly("1", "2", "3", "4", "5", "6", "4", "5", "6");
    assertThat(receiver.taken()).as("with the same ids").hasSize(6);
    Said said = command("--replay", "backend", "--from", "2020-01-01T00:00:00Z");
    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(said.text())
        .isEqualTo("webhook backend is told again what happened from 2020-01-01T00:00:00Z on\n");
    awaitAttempts(15);
    assertThat(sequences(9)).containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void whatHappenedBeforeTheAppHadAWebhookIsSaidToBeGone() {
    server.close();
    Path older = folder.resolve("older");
    server = new TourServer(older, Map.of());
    send(0, 2);
    server.close();
    server = new TourServer(older, settings());
    send(2, 3);
    awaitAttempts(1);
    Said said = command("--replay", "backend", "--from", "2020-01-01T00:00:00Z");
    assertThat(said.exitCode()).as(said.text()).isZero();
    assertThat(said.text())
        .contains("webhook backend is told again what happened from 2020-01-01T00:00:00Z on")
        .contains(" is gone: events.lost tells the webhook so");
    awaitAttempts(3);
    assertThat(receiver.attempts())
        .extracting(Attempt::type)
        .containsExactly("message.sent", "events.lost", "message.sent");
    assertThat(receiver.attempts().get(1).data().get("after").asString())
        .isEqualTo("2020-01-01T00:00:00Z");
    assertThat(sequences(2)).containsExactly("3");
  }

  private List<String> sequences(int from) {
    return receiver.attempts().stream()
        .skip(from)
        .map(each -> each.data().get("messageSequence").asString())
        .toList();
  }

  @Test
  void aWebhookThatHasEndedIsToldAgainOnceItIsReplayed() {
    receiver.answering(_ -> 410);
    send(0, 1);
    await().until(() -> backend().get("ended").asBoolean());
    send(1, 2);
    await().until(() -> backend().get("lag").asLong() == 0);
    receiver.answering(_ -> 200);
    call("POST", "/backend/replay", "{'from': '" + Instant.now().minusSeconds(60) + "'}");
    await().until(() -> receiver.taken().size() == 2);
    assertThat(backend().get("ended").asBoolean()).isFalse();
  }

  @Test
  void whoIsWrongIsToldSo() {
    for (String path : List.of("/other/test", "/other/replay")) {
      String body = path.endsWith("y") ? "{'from': '2026-01-01T00:00:00Z'}" : "";
      var answer = server.http("POST", "/v1/apps/10001/webhooks" + path, body);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("name: the app has no webhook of that name");
    }
    for (String from : List.of("{}", "{'from': 'yesterday'}", "{'from': '2999-01-01T00:00:00Z'}")) {
      var answer = server.http("POST", "/v1/apps/10001/webhooks/backend/replay", from);
      assertThat(answer.statusCode()).as(from).isEqualTo(400);
      assertThat(answer.body()).contains("expected: a time that has passed");
    }
    assertThat(command("--replay", "backend").exitCode()).isEqualTo(2);
    assertThat(command("--test", "other").text())
        .isEqualTo(
            "whaleshark: http://127.0.0.1:%d: name: the app has no webhook of that name\n"
                .formatted(server.httpPort()));
    String nowhere = "http://127.0.0.1:1";
    assertThat(CommandLines.run("webhooks", "--app", "1", "--server", nowhere).text())
        .startsWith("whaleshark: http://127.0.0.1:1: no server answers");
  }
}
