package io.whaleshark.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.core.command.Actor;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Reply;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How HTTP ends. Goal: what was taken is answered before the port closes, and who watches the
/// server learns that it answers nothing more. Method: a lane that stands still, and one that an
/// error ends.
class HttpEndTest {

  private static final String GROUP = "/v1/apps/1/groups/g";
  private static final Duration LONG = Duration.ofSeconds(10);

  private HttpNode server;

  @BeforeEach
  void start() throws IOException {
    server = new HttpNode();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aServerWhoseLaneHasDiedIsNotReady() {
    assertThat(server.ask("GET", "/ready", "").statusCode()).isEqualTo(200);
    server.engine.beforeCommit(() -> {
      throw new StackOverflowError("made by the test");
    });
    ConversationId.Group group = new ConversationId.Group(1, "g");
    UserId alice = new UserId(1, "alice");
    server
        .node()
        .lane()
        .submit(
            new Command.PutGroup(Actor.ADMINISTRATION, group, "", alice, List.of(), Reply.NONE));
    await()
        .dontCatchUncaughtExceptions() // the one that ends the lane is meant
        .until(() -> server.ask("GET", "/ready", "").statusCode() == 503);
    assertThat(server.ask("GET", "/ready", "").body()).contains("restart it");
  }

  @Test
  void aChangeThatWaitsInTheLaneIsAnsweredBeforeThePortCloses() throws InterruptedException {
    server.holdCommits();
    var change = server.begin("PUT", GROUP, "{\"ownerId\":\"alice\"}");
    await().until(server::isHeld);
    Thread closing = Thread.ofPlatform().start(server::closePort);
    await().until(() -> server.ask("GET", "/health", "").statusCode() == 503);
    HttpResponse<String> refused = server.ask("GET", "/health", "");
    assertThat(refused.body()).contains("the server is shutting down");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(change).isNotDone();

    server.releaseCommits();
    assertThat(change.join().statusCode()).isEqualTo(201);
    closing.join();
    assertThat(server.begin("GET", "/health", "")).failsWithin(LONG);
  }

  @Test
  void aChangeThatTheLaneNeverCommitsDoesNotKeepThePortOpen() {
    server.holdCommits();
    var change = server.begin("PUT", GROUP, "{\"ownerId\":\"alice\"}");
    await().until(server::isHeld);
    server.closePort();
    assertThat(change).failsWithin(LONG);
  }
}
