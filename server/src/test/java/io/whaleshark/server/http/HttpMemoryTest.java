package io.whaleshark.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P10 over HTTP. Goal: what a request or an answer takes of memory is bounded for as long as it
/// takes it. Method: a lane that stands still, and clients that do not read.
class HttpMemoryTest {

  private static final String LARGE =
      "{\"ownerId\":\"alice\",\"x\":\"" + "x".repeat(Bodies.SMALL_BYTES) + "\"}";

  private HttpNode server;

  @BeforeEach
  void start() throws IOException {
    server = new HttpNode();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String group(String name) {
    return "/v1/apps/1/groups/" + name;
  }

  @Test
  @DisplayName("P10 a large body counts until its request is answered")
  void largeBodiesWhileTheLaneStands() {
    server.holdCommits();
    List<CompletableFuture<HttpResponse<String>>> underWay = new ArrayList<>();
    underWay.add(server.begin("PUT", group("g0"), LARGE));
    await().until(server::isHeld);
    for (int i = 1; i < Bodies.LARGE_AT_ONCE; i++) {
      underWay.add(server.begin("PUT", group("g" + i), LARGE));
    }
    await().until(() -> server.node().lane().depth() == Bodies.LARGE_AT_ONCE - 1);

    HttpResponse<String> oneMore = server.ask("PUT", group("more"), LARGE);
    assertThat(oneMore.statusCode()).isEqualTo(503);
    assertThat(oneMore.body()).contains("too many large ones");

    server.releaseCommits();
    underWay.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    assertThat(server.ask("PUT", group("more"), LARGE).statusCode()).isEqualTo(201);
  }
}
