package io.whaleshark.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.testkit.FaultyEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// P10 over HTTP. Goal: what a request or an answer takes of memory is bounded for as long as it
/// takes it. Method: a lane that stands still, and clients that do not read.
class HttpMemoryTest {

  private static final String LARGE =
      "{\"ownerId\":\"alice\"" + " ".repeat(Bodies.SMALL_BYTES) + "}";

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
    assertThat(oneMore.headers().firstValue("Retry-After")).contains("3");

    underWay.add(server.begin("PUT", group("waits"), LARGE));
    server.releaseCommits();
    underWay.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(201));
    assertThat(server.ask("PUT", group("more"), LARGE).statusCode()).isEqualTo(201);
  }

  /// Makes a group of alice and so many more, with names as large as names can be.
  private String largeGroup(int members) throws InterruptedException, ExecutionException {
    ConversationId.Group group = new ConversationId.Group(1, "large");
    UserId alice = new UserId(1, "alice");
    List<UserId> names =
        IntStream.range(0, members)
            .mapToObj(i -> new UserId(1, "%06d".formatted(i) + "\u3042".repeat(122)))
            .toList();
    CompletableFuture<Answer> done = new CompletableFuture<>();
    server
        .node()
        .lane()
        .submit(
            new Command.PutGroup(
                Actor.ADMINISTRATION, group, "Large", alice, names, done::complete));
    assertThat(done.get()).isInstanceOf(Answer.GroupIs.class);
    return "{\"groupId\":\"large\",\"groupName\":\"Large\",\"ownerId\":\"alice\",\"memberCount\":"
        + (members + 1)
        + ",\"members\":["
        + names.stream().map(name -> "\"" + name.name() + "\",").collect(Collectors.joining())
        + "\"alice\"]}";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 98, 99, 100, 101, 199, 200, 1_000})
  @DisplayName("P10 the answer with a group is the same text, in however many pieces it goes out")
  void groupsInPieces(int members) throws InterruptedException, ExecutionException {
    String expected = largeGroup(members);
    HttpResponse<String> answer = server.ask("GET", group("large"), "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).isEqualTo(expected);
  }

  @Test
  @DisplayName("P10 members are read as fast as the client reads, and an answer cut short shows it")
  void groupsForSlowReaders() throws Exception {
    String expected = largeGroup(50_000);
    try (InputStream answer = server.beginStream(group("large")).get().body()) {
      assertThat(answer.readNBytes(10)).asString(UTF_8).isEqualTo(expected.substring(0, 10));
      server.engine.failBy(FaultyEngine.Fault.READS); // what was not read by now never is
      assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
    }
    server.engine.failBy(FaultyEngine.Fault.NONE);
    assertThat(server.ask("GET", group("large"), "").body()).isEqualTo(expected);
  }
}
