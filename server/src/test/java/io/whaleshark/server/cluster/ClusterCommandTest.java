package io.whaleshark.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.Draft;
import io.whaleshark.client.sdk.InboxCursorStore;
import io.whaleshark.client.sdk.SyncConfig;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.protocol.Peer;
import io.whaleshark.services.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: `./whaleshark cluster` is one service of several processes that outlives one of them,
/// keeps its data, and ends as one. Method: the command in a process of its own, and the Java SDK.
class ClusterCommandTest {

  private static final Duration WITHIN = Duration.ofSeconds(30);
  private static final int PORTS_OF_TWO_NODES = 24;
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  @TempDir private Path folder = Path.of("");

  /// Somebody at a node, and what arrived there.
  private record Person(SyncedClient client, List<String> arrived) implements AutoCloseable {

    static Person at(ClusterProcess.Node node, String user) {
      List<String> arrived = new CopyOnWriteArrayList<>();
      ClientConfig config = ClientConfig.local(user).at("127.0.0.1", node.tcp());
      SyncConfig sync = SyncConfig.with(InboxCursorStore.inMemory());
      return new Person(SyncedClient.open(config, sync, update -> note(update, arrived)), arrived);
    }

    private static void note(Update update, List<String> arrived) {
      if (update instanceof Update.Arrived message) {
        arrived.add(message.message().messageBody().text());
      }
    }

    void say(String to, String text) {
      client.send(Draft.text(Peer.direct(to), text)).join();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static int status(ClusterProcess.Node node) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.http() + "/ready");
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void aClusterOutlivesANodeKeepsItsDataAndEndsAsOne() throws Exception {
    String port = String.valueOf(Ports.firstOf(PORTS_OF_TWO_NODES));
    try (ClusterProcess cluster = ClusterProcess.start(folder, "--nodes", "2", "--port", port)) {
      List<ClusterProcess.Node> nodes = cluster.awaitReady();
      assertThat(nodes).hasSize(2);
      ClusterProcess.Node first = nodes.getFirst();
      ClusterProcess.Node second = nodes.getLast();
      try (Person alice = Person.at(first, "alice")) {
        alice.say("bob", "before");
      }
      ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
      assertThat(cluster.awaitLine()).isEqualTo("node 1 has ended, exit code " + KILLED);
      assertThat(status(second)).isEqualTo(200);
      try (Person alice = Person.at(second, "alice");
          Person bob = Person.at(second, "bob")) {
        alice.say("bob", "after");
        await().atMost(WITHIN).until(() -> bob.arrived().size() == 2);
        assertThat(bob.arrived()).containsExactly("\"before\"", "\"after\"");
      }
      List<ProcessHandle> parts = cluster.parts();
      assertThat(parts).hasSizeGreaterThan(2);
      assertThat(cluster.end()).isEqualTo(TERMINATED);
      assertThat(parts).noneMatch(ProcessHandle::isAlive);
    }
    try (ClusterProcess cluster = ClusterProcess.start(folder, "--nodes", "1", "--port", port)) {
      try (Person bob = Person.at(cluster.awaitReady().getFirst(), "bob")) {
        await().atMost(WITHIN).until(() -> bob.arrived().size() == 2);
      }
      assertThat(cluster.end()).isEqualTo(TERMINATED);
    }
  }
}
