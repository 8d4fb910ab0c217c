package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of the server API for tests that kill a server while it erases a user: bob, who has
/// written to alice and to a group of both.
final class ErasureCalls {

  private static final String APP = "/v1/apps/10001";
  private static final int BATCHES = 4;
  private static final int BATCH = 500;
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final int port;

  /// @param port of HTTP
  ErasureCalls(int port) {
    this.port = port;
  }

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

  /// Bob writes many messages.
  void talk() throws Exception {
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

  /// Begins to erase bob.
  CompletableFuture<HttpResponse<String>> erase() {
    return http.sendAsync(
        request("DELETE", "/users/bob", ""), HttpResponse.BodyHandlers.ofString());
  }

  /// Erases bob.
  JsonNode eraseNow() throws Exception {
    return ask("DELETE", "/users/bob", "");
  }

  /// That nothing of bob is there any more, and everything of alice.
  ///
  /// @param seed for whoever reads a failure
  void assertErased(long seed) throws Exception {
    for (String conversation :
        new String[] {"fromId=alice&toId=bob", "fromId=alice&groupId=team"}) {
      assertThat(tombstones(conversation)).as("seed %d", seed).isEqualTo(BATCH * BATCHES / 2);
    }
    assertThat(ask("GET", "/users/bob/conversations", "").get("dataList").size()).isZero();
    assertThat(ask("GET", "/users/alice/conversations", "").get("dataList").size()).isEqualTo(2);
    assertThat(ask("GET", "/groups/team/members", "").toString()).doesNotContain("bob");
    assertThat(eraseNow())
        .as("nothing is left to do")
        .isEqualTo(
            json.readTree(
                "{\"userId\":\"bob\",\"devices\":0,\"groups\":0,\"messages\":0,"
                    + "\"conversations\":0,\"blocks\":0}"));
  }

  /// How many messages of a conversation are tombstones, which all of them have to be.
  private int tombstones(String conversation) throws Exception {
    int found = 0;
    long after = 0;
    boolean more = true;
    while (more) {
      JsonNode page =
          ask(
              "GET",
              "/conversations/messages?maxLimit=500&afterSequence=" + after + "&" + conversation,
              "");
      for (JsonNode message : page.get("dataList")) {
        after++;
        assertThat(message.get("messageSequence").longValue()).isEqualTo(after);
        assertThat(message.path("recalled").asBoolean(false)).as("message %d", after).isTrue();
        found++;
      }
      more = page.get("dataList").size() > 0;
    }
    return found;
  }
}
