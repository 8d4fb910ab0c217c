package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.local.cluster.load.Door;
import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.server.push.PushKeys;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.push.PushStandIn.Arrived;
import io.whaleshark.services.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what one node of a cluster does for all, another one finishes when that node is killed: it
/// tells phones, and it erases a user. Method: two nodes in processes of their own on one
/// PostgreSQL, of which one is killed.
@Timeout(120)
class NodeKillTest {

  private static final int PHONES = 20;
  private static final int ERASED_WITHIN_MILLIS = Integer.getInteger("erasure.millis", 400);
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);
  private static final String TOLD_BY_THIS_NODE = "\nwhaleshark_push_messages_total";

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
  }

  @AfterAll
  static void end() {
    postgres.close();
  }

  /// A node with a process, once it is ready.
  private record Node(ServerProcess process, Door door) {}

  /// A node on tables of the test alone.
  private static ServerProcess node(String name, String schema, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(NodeSettings.of(name, postgres));
    settings.put("WHALESHARK_POSTGRES_SCHEMA", schema);
    return ServerProcess.start(Files.createDirectories(folder.resolve(name)), settings);
  }

  @Test
  void oneNodeTellsPhonesAndAnotherOneGoesOn() throws Exception {
    try (PushStandIn standIn = new PushStandIn(Files.createDirectory(folder.resolve("apple")))) {
      Map<String, String> push = Map.of("WHALESHARK_CONFIG", config(standIn).toString());
      try (ServerProcess one = node("one", "push", push);
          ServerProcess other = node("other", "push", push)) {
        List<Node> nodes =
            List.of(new Node(one, one.awaitReady()), new Node(other, other.awaitReady()));
        for (int i = 0; i < PHONES; i++) {
          register(nodes.getFirst(), i);
          send(nodes.get(i % 2), i, "before");
        }
        await().atMost(TOLD_WITHIN).until(() -> standIn.taken().size() >= PHONES);
        List<Node> telling = nodes.stream().filter(this::tells).toList();
        assertThat(telling).as("one node tells").hasSize(1);
        telling.getFirst().process().kill();
        Node survivor = nodes.get(1 - nodes.indexOf(telling.getFirst()));
        for (int i = 0; i < PHONES; i++) {
          send(survivor, i, "after");
        }
        await()
            .atMost(TOLD_WITHIN)
            .until(() -> IntStream.range(0, PHONES).allMatch(i -> told(standIn, i).contains(2L)));
        IntStream.range(0, PHONES)
            .forEach(i -> assertThat(told(standIn, i)).as("phone %d", i).containsExactly(1L, 2L));
        assertThat(standIn.taken().stream().map(each -> each.header("apns-id")).distinct())
            .as("a repeat is known as one")
            .hasSize(2 * PHONES);
      }
    }
  }

  private static Path config(PushStandIn standIn) throws Exception {
    PushKeys keys = PushKeys.make(folder, standIn.url());
    return Files.writeString(
        folder.resolve("whaleshark.yaml"),
        """
        apps:
          10001:
            push:
              apns: {key: "%s", key-id: KEY4567890, team-id: TEAM567890, topic: com.example.chat,
                     url: "%s", tls-ca: "%s"}
        """
            .formatted(keys.apple(), standIn.url(), standIn.authority()));
  }

  private String ask(Node node, String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.door().http() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    HttpResponse<String> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return answer.body();
  }

  /// The token of a phone is its number.
  private void register(Node node, int phone) {
    String token =
        "{'clientType':2,'imei':'phone','service':'apns','token':'%02d'}".formatted(phone);
    ask(node, "PUT", "/v1/apps/10001/users/away" + phone + "/push-tokens", token);
  }

  private void send(Node node, int phone, String id) {
    String message =
        "{'messageId':'%s%d','fromId':'ann','toId':'away%d','messageBody':'hi'}"
            .formatted(id, phone, phone);
    ask(node, "POST", "/v1/apps/10001/messages", message);
  }

  private boolean tells(Node node) {
    return ask(node, "GET", "/metrics", "").contains(TOLD_BY_THIS_NODE);
  }

  /// The sequences that a phone was told of, each once.
  private static List<Long> told(PushStandIn standIn, int phone) {
    return standIn.taken().stream()
        .filter(each -> each.path().endsWith("/%02d".formatted(phone)))
        .map(NodeKillTest::sequence)
        .distinct()
        .toList();
  }

  private static long sequence(Arrived push) {
    return push.body().at("/whaleshark/messageSequence").asLong();
  }

  @Test
  void anotherNodeFinishesAnErasure() throws Exception {
    Random random = new Random(seed);
    try (ServerProcess killed = node("killed", "erasure", Map.of());
        ServerProcess survivor = node("survivor", "erasure", Map.of())) {
      ErasureCalls there = new ErasureCalls(killed.awaitReady().http());
      ErasureCalls here = new ErasureCalls(survivor.awaitReady().http());
      there.talk();
      var _ = there.erase();
      boolean _ = killed.outlives(Duration.ofMillis(random.nextInt(ERASED_WITHIN_MILLIS)));
      killed.kill();
      here.eraseNow();
      here.assertErased(seed);
    }
  }
}
