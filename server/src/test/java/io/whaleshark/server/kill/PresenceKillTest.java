package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.ClientException;
import io.whaleshark.local.cluster.load.Door;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import io.whaleshark.services.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// P13 where processes are killed. Goal: a receiver that keeps a set of who is online by what it is
/// told has the right one, and is never told the same twice in a row. Method: several users log in
/// and out over two devices while the process is killed at a random moment of each round, and the
/// receiver fails an eighth of the attempts; and a node of a cluster of two is killed.
@Timeout(300)
class PresenceKillTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int ROUNDS = Integer.getInteger("presence.rounds", 4);
  private static final int LOGINS_AT_MOST = Integer.getInteger("presence.logins", 300);
  private static final int USERS = 8;
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private Map<String, String> settings(TestReceiver receiver) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            webhooks:
              - {name: presence, url: "%s", secret: %s, events: [user.online, user.offline],
                 private: true}
        """
            .formatted(receiver.url(), TestReceiver.SECRET));
    return Map.of("WHALESHARK_CONFIG", config.toString());
  }

  private static Client logIn(Door door, String user, String device) {
    ClientConfig config =
        ClientConfig.local(user).at("127.0.0.1", door.tcp()).onDevice(device, ClientType.IOS);
    return Client.connect(config, new SilentListener());
  }

  /// Who is online, by what was told.
  private static Set<String> online(TestReceiver receiver) {
    Set<String> online = new TreeSet<>();
    for (Attempt event : receiver.taken()) {
      String user = event.data().get("userId").asString();
      boolean _ = event.type().equals("user.online") ? online.add(user) : online.remove(user);
    }
    return online;
  }

  private void assertInTurn(TestReceiver receiver) {
    assertThat(receiver.unverified()).isEmpty();
    Map<String, List<String>> told = new TreeMap<>();
    for (Attempt event : receiver.taken()) {
      told.computeIfAbsent(event.data().get("userId").asString(), _ -> new ArrayList<>())
          .add(event.type());
    }
    told.forEach((user, types) -> {
      for (int i = 0; i < types.size(); i++) {
        assertThat(types.get(i))
            .as("event %d of %s, seed %d", i, user, seed)
            .isEqualTo(i % 2 == 0 ? "user.online" : "user.offline");
      }
    });
    LOG.info("presence: {} events of {} users", receiver.taken().size(), told.size());
  }

  @Test
  void aServerThatIsKilledTellsWhoWentWhenItStarts() throws Exception {
    LOG.info("presence while the server is killed: seed {}", seed);
    Random failing = new Random(seed);
    try (TestReceiver receiver = new TestReceiver(0)) {
      receiver.answering(_ -> failing.nextInt(8) == 0 ? 500 : 200);
      Map<String, String> settings = settings(receiver);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess server = ServerProcess.start(folder, settings)) {
          comeAndGoAndKill(server, server.awaitReady());
        }
      }
      receiver.answering(_ -> 200);
      try (ServerProcess server = ServerProcess.start(folder, settings)) {
        Door door = server.awaitReady();
        try (Client _ = logIn(door, "user0", "last");
            Client _ = logIn(door, "late", "last")) {
          await()
              .atMost(TOLD_WITHIN)
              .untilAsserted(() -> assertThat(online(receiver)).containsExactly("late", "user0"));
        }
        await().atMost(TOLD_WITHIN).untilAsserted(() -> assertThat(online(receiver)).isEmpty());
        server.end();
      }
      assertInTurn(receiver);
      assertThat(receiver.taken()).hasSizeGreaterThan(ROUNDS);
    }
  }

  private void comeAndGoAndKill(ServerProcess server, Door door) throws InterruptedException {
    int enough = 1 + random.nextInt(LOGINS_AT_MOST);
    AtomicInteger logins = new AtomicInteger();
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      String user = "user" + i / 2;
      String device = "device" + i;
      users.add(Thread.ofVirtual().start(() -> comeAndGo(door, user, device, logins)));
    }
    await().atMost(TOLD_WITHIN).until(() -> logins.get() >= enough);
    server.kill();
    for (Thread user : users) {
      user.join();
    }
  }

  private static void comeAndGo(Door door, String user, String device, AtomicInteger logins) {
    try {
      while (true) {
        try (Client _ = logIn(door, user, device)) {
          logins.incrementAndGet();
        }
      }
    } catch (ClientException _) {
      // The server was killed.
    }
  }

  @Test
  void aNodeThatIsKilledTakesWithItThoseWhoAreNowhereElse() throws Exception {
    try (TestReceiver receiver = new TestReceiver(0);
        PostgresServer postgres =
            PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
        ServerProcess stays = node("stays", postgres, receiver);
        ServerProcess dies = node("dies", postgres, receiver)) {
      Door one = stays.awaitReady();
      Door other = dies.awaitReady();
      try (Client _ = logIn(one, "both", "a");
          Client _ = logIn(other, "both", "b");
          Client _ = logIn(other, "there", "c");
          Client _ = logIn(other, "there", "d");
          Client _ = logIn(one, "here", "e")) {
        await()
            .atMost(TOLD_WITHIN)
            .untilAsserted(
                () -> assertThat(online(receiver)).containsExactly("both", "here", "there"));
        dies.kill();
        await()
            .atMost(TOLD_WITHIN)
            .untilAsserted(() -> assertThat(online(receiver)).containsExactly("both", "here"));
      }
      await().atMost(TOLD_WITHIN).untilAsserted(() -> assertThat(online(receiver)).isEmpty());
      assertInTurn(receiver);
      assertThat(receiver.taken()).hasSize(6);
    }
  }

  private ServerProcess node(String name, PostgresServer postgres, TestReceiver receiver)
      throws IOException {
    Map<String, String> settings = new HashMap<>(settings(receiver));
    settings.putAll(NodeSettings.of(name, postgres));
    return ServerProcess.start(Files.createDirectories(folder.resolve(name)), settings);
  }
}
