package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: an erasure that is killed has lost nothing, and a repetition finishes it. Method: a user
/// with many messages is erased, while the process is killed at a random moment of each round. In
/// the end everything of theirs is a tombstone.
class ErasureKillTest {

  private static final String APP = "/v1/apps/10001";
  private static final int BATCHES = 4;
  private static final int BATCH = 500;
  private static final int KILLS_AT_MOST = 8;
  private static final int KILLED_WITHIN_MILLIS = Integer.getInteger("erasure.millis", 800);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private int port;

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + APP + path))
        .timeout(ANSWERS_WITHIN)
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private JsonNode ask(String method, String path, String body) throws Exception {
    var answer = http.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return json.readTree(answer.body());
  }

  private void talk() throws Exception {
    ask("PUT", "/groups/team", "{\"ownerId\":\"bob\",\"members\":[\"alice\",\"bob\"]}");
    for (int batch = 0; batch < BATCHES; batch++) {
      String to = batch % 2 == 0 ? "\"toId\":\"alice\"" : "\"groupId\":\"team\"";
      int first = batch * BATCH;
      String all =
          IntStream.range(first, first + BATCH)
              .mapToObj(i ->
                  "{\"messageId\":\"m%d\",\"fromId\":\"bob\",%s,\"messageBody\":\"hi\"}"
                      .formatted(i, to))
              .collect(Collectors.joining(","));
      ask("POST", "/messages/batch", "{\"messages\":[" + all + "]}");
    }
  }

  private int left(String conversation) throws Exception {
    int left = 0;
    long after = 0;
    boolean more = true;
    while (more) {
      JsonNode page =
          ask(
              "GET",
              "/conversations/messages?maxLimit=500&afterSequence=" + after + "&" + conversation,
              "");
      for (JsonNode message : page.get("dataList")) {
        after = message.get("messageSequence").longValue();
        boolean isRecalled = message.path("recalled").asBoolean(false);
        left += isRecalled ? 0 : 1;
      }
      more = page.get("dataList").size() > 0;
    }
    return left;
  }

  @Test
  void aRepetitionFinishesWhatWasKilled() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      port = server.awaitReady().http();
      talk();
      server.end();
    }
    boolean isFinished = false;
    for (int round = 1; !isFinished; round++) {
      try (ServerProcess server = ServerProcess.start(folder)) {
        port = server.awaitReady().http();
        var erasing =
            http.sendAsync(
                request("DELETE", "/users/bob", ""), HttpResponse.BodyHandlers.ofString());
        if (round > KILLS_AT_MOST) {
          var _ = erasing.join(); // a machine that is slow gets the time it needs
        } else {
          boolean _ = server.outlives(Duration.ofMillis(random.nextInt(KILLED_WITHIN_MILLIS)));
        }
        isFinished = erasing.isDone() && !erasing.isCompletedExceptionally();
        server.kill();
      }
    }
    lookAtTheEnd();
  }

  private void lookAtTheEnd() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder)) {
      port = server.awaitReady().http();
      assertThat(left("fromId=alice&toId=bob")).as("seed %d", seed).isZero();
      assertThat(left("fromId=alice&groupId=team")).as("seed %d", seed).isZero();
      assertThat(ask("GET", "/users/bob/conversations", "").get("dataList").size()).isZero();
      assertThat(ask("GET", "/users/alice/conversations", "").get("dataList").size()).isEqualTo(2);
      assertThat(ask("GET", "/groups/team/members", "").toString()).doesNotContain("bob");
      assertThat(ask("DELETE", "/users/bob", ""))
          .isEqualTo(
              json.readTree(
                  "{\"userId\":\"bob\",\"devices\":0,\"groups\":0,\"messages\":0,"
                      + "\"conversations\":0,\"blocks\":0}"));
      server.end();
    }
  }
}
