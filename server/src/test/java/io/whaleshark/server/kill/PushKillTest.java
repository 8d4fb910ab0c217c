package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.client.sdk.Draft;
import io.whaleshark.local.cluster.load.Door;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.push.PushKeys;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.push.PushStandIn.Arrived;
import io.whaleshark.server.push.PushStandIn.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: a phone is told of the newest message, however often the server is killed and whatever the
/// push service answers, and a repeat is known as one. Method: users write to others who are never
/// online, while the process is killed at a random moment of each round, and the stand-in refuses
/// some attempts for now. In the end each phone must have been told last of the newest message that
/// was acknowledged, or of a later one.
class PushKillTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int ROUNDS = Integer.getInteger("push.rounds", 2);
  private static final int PHONES = 4;
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /// By phone, the newest sequence that was acknowledged.
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  @Test
  void phonesAreToldOfTheNewestWhateverIsKilled() throws Exception {
    LOG.info("push while the server is killed: seed {}", seed);
    Random failing = new Random(seed);
    try (PushStandIn standIn = new PushStandIn(folder)) {
      standIn.answering(_ -> Reply.of(failing.nextInt(8) == 0 ? 503 : 200, ""));
      Map<String, String> settings = Map.of("WHALESHARK_CONFIG", config(standIn).toString());
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess server = ServerProcess.start(folder, settings)) {
          Door door = server.awaitReady();
          register(door);
          talkAndKill(server, door);
        }
      }
      standIn.answering(_ -> Reply.of(200, ""));
      try (ServerProcess server = ServerProcess.start(folder, settings)) {
        server.awaitReady();
        await()
            .atMost(TOLD_WITHIN)
            .until(() ->
                acknowledged.keySet().stream()
                    .allMatch(
                        phone -> newest(standIn, phone) >= acknowledged.getOrDefault(phone, 0L)));
        server.end();
      }
      assertRepeatsAreKnown(standIn);
    }
  }

  private Path config(PushStandIn standIn) throws Exception {
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

  /// The token of a phone is its number.
  private static void register(Door door) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < PHONES; i++) {
        URI tokens =
            URI.create(
                "http://127.0.0.1:%d/v1/apps/10001/users/away%d/push-tokens"
                    .formatted(door.http(), i));
        String body =
            "{\"clientType\":2,\"imei\":\"phone\",\"service\":\"apns\",\"token\":\"0%d\"}"
                .formatted(i);
        var request =
            HttpRequest.newBuilder(tokens).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(204);
      }
    }
  }

  private void talkAndKill(ServerProcess server, Door door) throws InterruptedException {
    int enough = 1 + random.nextInt(300);
    AtomicInteger sent = new AtomicInteger();
    List<Thread> talkers = new ArrayList<>();
    for (int i = 0; i < PHONES; i++) {
      String number = Integer.toString(i);
      talkers.add(Thread.ofVirtual().start(() -> talk(number, door, sent)));
    }
    await().atMost(TOLD_WITHIN).until(() -> sent.get() >= enough);
    server.kill();
    for (Thread talker : talkers) {
      talker.join();
    }
  }

  private void talk(String number, Door door, AtomicInteger sent) {
    ClientConfig config = ClientConfig.local("user" + number).at("127.0.0.1", door.tcp());
    try (Client client = Client.connect(config, new SilentListener())) {
      while (true) {
        Draft draft = Draft.text(Peer.direct("away" + number), "hi");
        acknowledged.merge(number, client.send(draft).messageSequence(), Math::max);
        sent.incrementAndGet();
      }
    } catch (ClientException _) {
      // The server was killed.
    }
  }

  private static List<Arrived> told(PushStandIn standIn, String phone) {
    return standIn.taken().stream().filter(each -> each.path().endsWith("/0" + phone)).toList();
  }

  private static long sequence(Arrived push) {
    return push.body().at("/whaleshark/messageSequence").asLong();
  }

  private static long newest(PushStandIn standIn, String phone) {
    List<Arrived> told = told(standIn, phone);
    return told.isEmpty() ? 0 : sequence(told.getLast());
  }

  private void assertRepeatsAreKnown(PushStandIn standIn) {
    for (String phone : acknowledged.keySet()) {
      Set<String> slots = new TreeSet<>();
      Set<String> ids = new TreeSet<>();
      Set<Long> sequences = new TreeSet<>();
      for (Arrived each : told(standIn, phone)) {
        slots.add(each.header("apns-collapse-id"));
        ids.add(each.header("apns-id"));
        sequences.add(sequence(each));
        assertThat(each.body().at("/aps/badge").asLong())
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(sequence(each));
      }
      assertThat(slots).as("seed %d", seed).hasSize(1);
      assertThat(ids).as("seed %d", seed).hasSameSizeAs(sequences);
    }
  }
}
