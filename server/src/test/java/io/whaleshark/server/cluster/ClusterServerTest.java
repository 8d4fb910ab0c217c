package io.whaleshark.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientListener;
import io.whaleshark.client.sdk.Closed;
import io.whaleshark.client.sdk.DisconnectedException;
import io.whaleshark.client.sdk.RefusedException;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.Server;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.config.ServerConfig;
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.services.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: servers on one PostgreSQL are one service. Method: real servers and a real PostgreSQL, and
/// the SDK.
@Timeout(120)
class ClusterServerTest {

  private static final int TALK = 40;

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
  }

  @AfterAll
  static void end() {
    postgres.close();
  }

  private static Server node(String name) throws IOException {
    return node(name, Map.of());
  }

  private static Server node(String name, Map<String, String> more) throws IOException {
    return new Server(config(name, more), Clock.systemUTC());
  }

  private static ServerConfig config(String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(NodeSettings.of(name, postgres));
    settings.putAll(
        Map.of("WHALESHARK_TCP_PORT", "0", "WHALESHARK_WS_PORT", "0", "WHALESHARK_HTTP_PORT", "0"));
    return ServerConfig.read(null, settings);
  }

  private static Client login(Server node, String user) {
    return login(node, user, new SilentListener());
  }

  private static Client login(Server node, String user, ClientListener listener) {
    return Client.connect(ClientConfig.local(user).at("127.0.0.1", node.tcpPort()), listener);
  }

  /// Notes why its connection has ended.
  private record Ending(CompletableFuture<Closed> why) implements ClientListener {

    @Override
    public void onEvent(Client from, Event event) {
      // It waits for the end.
    }

    @Override
    public void onClosed(Client from, Closed closed) {
      why.complete(closed);
    }
  }

  @Test
  void whatOneNodeAcknowledgedAnotherOneHas() throws IOException {
    try (Server first = node("first");
        Server second = node("second");
        Client alice = login(first, "alice");
        Client bob = login(second, "bob")) {
      assertThat(first.place()).contains("PostgreSQL at 127.0.0.1:" + postgres.port());
      alice.sendText(Peer.direct("bob"), "hi bob");
      bob.sendText(Peer.direct("alice"), "hi alice");
      assertThat(bob.pullInbox(0, 10).dataList())
          .extracting(entry -> entry.message().messageBody().text())
          .containsExactly("\"hi bob\"", "\"hi alice\"");
    }
  }

  @Test
  void eachNodeKnowsWhoIsOnlineOnAny() throws Exception {
    try (Server first = node("knowing");
        Server second = node("asked")) {
      String path = "/v1/apps/" + ClientConfig.local("x").appId() + "/users/hanna";
      try (Client _ = login(first, "hanna")) {
        assertThat(get(second, path)).contains("\"online\":true", "\"devices\":[{");
        assertThat(get(first, path)).isEqualTo(get(second, path));
      }
      while (get(second, path).contains("\"online\":true")) {
        Thread.onSpinWait();
      }
      assertThat(get(first, path)).contains("\"online\":false", "\"devices\":[]");
    }
  }

  private static String get(Server node, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void put(Server node, String path, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + "/v1/apps/10001/" + path);
      var publisher = HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'));
      var request = HttpRequest.newBuilder(uri).method("PUT", publisher).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isLessThan(300);
    }
  }

  @Test
  void aWebhookIsToldOfThoseWhoAreOnlineOnNoNode(@TempDir Path settings) throws Exception {
    Path config = settings.resolve("whaleshark.yaml");
    try (TestReceiver receiver = new TestReceiver(0)) {
      Files.writeString(
          config,
          """
          apps:
            10001:
              webhooks:
                - {name: push, url: "%s", secret: %s, events: [message.offline], private: true}
          """
              .formatted(receiver.url(), TestReceiver.SECRET));
      Map<String, String> webhook = Map.of("WHALESHARK_CONFIG", config.toString());
      try (Server first = node("telling", webhook);
          Server second = node("telling-too", webhook);
          Client ina = login(first, "ina");
          Client _ = login(first, "jack");
          Client _ = login(second, "kim")) {
        ina.sendText(Peer.direct("kim"), "you are there");
        ina.sendText(Peer.direct("jack"), "and you");
        ina.sendText(Peer.direct("leo"), "you are not");
        put(first, "groups/crew", "{'ownerId':'ina','members':['jack','kim','leo','mia']}");
        ina.sendText(Peer.group("crew"), "all");
        await().until(() -> receiver.taken().size() >= 3);
      }
      assertThat(receiver.taken())
          .extracting(each -> each.data().get("receiverId").asString())
          .containsExactlyInAnyOrder("leo", "leo", "mia");
      assertThat(receiver.unverified()).isEmpty();
    }
  }

  private static Map<String, String> hook(Path file, TestReceiver receiver) throws IOException {
    Files.writeString(
        file,
        """
        apps:
          10001:
            webhooks:
              - {name: moving, url: "%s", secret: %s, events: [message.sent], private: true}
        """
            .formatted(receiver.url(), TestReceiver.SECRET));
    return Map.of("WHALESHARK_CONFIG", file.toString());
  }

  /// At two nodes.
  private static void talk(Client nina, Client otto) {
    for (int i = 0; i < TALK / 2; i++) {
      nina.sendText(Peer.direct("otto"), "at the first node");
      otto.sendText(Peer.direct("nina"), "at the second node");
    }
  }

  @Test
  void aWebhookMovesOnAllNodesAndNothingIsLostOrDoubled(@TempDir Path files) throws Exception {
    Path one = files.resolve("one.yaml");
    Path other = files.resolve("other.yaml");
    try (TestReceiver old = new TestReceiver(0);
        TestReceiver next = new TestReceiver(0)) {
      try (Server first = node("moving", hook(one, old));
          Server second = node("moving-too", hook(other, old));
          Client nina = login(first, "nina");
          Client otto = login(second, "otto")) {
        talk(nina, otto);
        first.reload(config("moving", hook(one, next)));
        talk(nina, otto);
        second.reload(config("moving-too", hook(other, next)));
        talk(nina, otto);
        await().until(() -> old.attempts().size() + next.attempts().size() >= 3 * TALK);
      }
      assertThat(next.attempts()).isNotEmpty();
      assertThat(Stream.of(old, next).flatMap(each -> each.attempts().stream()))
          .extracting(each -> each.data().get("messageSequence").asLong())
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, 3 * TALK).boxed().toList());
    }
  }

  @Test
  void aNodeThatWasDeclaredGoneLetsItsClientsGoAndTakesThemAgain() throws Exception {
    try (Server lively = node("lively")) {
      Client erin = login(lively, "erin");
      try (Connection connection =
              DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
          Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM whaleshark.nodes WHERE name = 'lively'");
      }
      assertThat(erin.awaitClosed(Duration.ofMinutes(1))).isTrue();
      try (Client again = loginWithPatience(lively, "erin")) {
        again.sendText(Peer.direct("frank"), "here again");
      }
    }
  }

  @Test
  void aDeviceWhoseSessionHasEndedUnheardIsAskedToLogInAgain() throws Exception {
    try (Server node = node("unheard")) {
      CompletableFuture<Closed> closed = new CompletableFuture<>();
      Client _ = login(node, "gina", new Ending(closed));
      try (Connection connection =
              DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
          Statement statement = connection.createStatement()) {
        // As if another node had told what deletes the row, and that was lost.
        statement.execute(
            """
            BEGIN;
            DELETE FROM whaleshark.sessions WHERE member = 'gina';
            UPDATE whaleshark.apps SET newest_stamp = newest_stamp + 1;
            COMMIT
            """);
      }
      assertThat(closed.get().cause()).isEqualTo(Closed.Cause.LOST);
      try (Client again = login(node, "gina")) {
        again.sendText(Peer.direct("hugo"), "here again");
      }
    }
  }

  /// The node has to begin anew first.
  private static Client loginWithPatience(Server node, String user) {
    while (true) {
      try {
        return login(node, user);
      } catch (RefusedException | DisconnectedException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aNodeThatStartsAgainHasAll() throws IOException {
    try (Server node = node("again");
        Client carol = login(node, "carol")) {
      carol.sendText(Peer.direct("dave"), "are you there?");
    }
    try (Server node = node("again");
        Client dave = login(node, "dave")) {
      assertThat(dave.pullInbox(0, 10).dataList()).hasSize(1);
    }
  }
}
