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
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import io.whaleshark.server.webhook.TestReceiver.Manner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: a webhook is told of everything that was committed, in the order of each conversation,
/// however often the server is killed and whatever its receiver does. Method: several users send
/// while the process is killed at a random moment of each round. The receiver fails, redirects,
/// hangs up, answers slowly, and once in each round says nothing. In the end the sequences of each
/// conversation that arrived must be 1, 2, 3 … to the newest that was acknowledged, or beyond. So
/// must those that another receiver gets of the one who is written to, and is never online.
///
/// With `-Dwhaleshark.sends=100000 -Dwhaleshark.kills=20` so many are sent over so many kills.
class WebhookKillTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int KILLS = Integer.getInteger("whaleshark.kills", 4);
  private static final int SENDS = Integer.getInteger("whaleshark.sends", 1_000);
  private static final int CONVERSATIONS = 8;
  private static final Duration WITHIN =
      Duration.ofSeconds(60).plus(Duration.ofMillis(20).multipliedBy(SENDS));
  private static final Duration LOOKS_EACH = Duration.ofMillis(500);
  private static final List<Integer> ANSWERS = List.of(0, 200, 302, 500); // 0 is none

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /// By conversation, the newest sequence that was acknowledged.
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  private final AtomicInteger sent = new AtomicInteger(); // and acknowledged

  /// How a receiver behaves until everything has been sent.
  private static final class Moods {
    private final Random random;
    private final AtomicBoolean hangs = new AtomicBoolean();

    Moods(long seed) {
      random = new Random(seed);
    }

    /// One of the next attempts is never answered.
    void hangOnce() {
      hangs.set(true);
    }

    Manner next() {
      return switch (random.nextInt(64)) {
        case 0, 1, 2 -> Manner.of(500);
        case 3 -> Manner.of(302);
        case 4 -> Manner.HANGS_UP;
        case 5, 6 -> new Manner(200, Duration.ofMillis(200));
        case 7 -> hangs.getAndSet(false) ? Manner.HANGS : Manner.of(200);
        default -> Manner.of(200);
      };
    }
  }

  @Test
  void everythingIsToldInOrderWhateverIsKilled() throws Exception {
    LOG.info("webhooks while the server is killed: seed {}", seed);
    List<Moods> moods = List.of(new Moods(seed), new Moods(~seed));
    try (TestReceiver receiver = new TestReceiver(0);
        TestReceiver push = new TestReceiver(0)) {
      receiver.behaving(_ -> moods.getFirst().next());
      push.behaving(_ -> moods.getLast().next());
      Path config = folder.resolve("whaleshark.yaml");
      Files.writeString(
          config,
          """
          apps:
            10001:
              webhooks:
                - {name: backend, url: "%s", secret: %s, events: [message.sent], private: true}
                - {name: push, url: "%s", secret: %s, events: [message.offline], private: true}
          """
              .formatted(receiver.url(), TestReceiver.SECRET, push.url(), TestReceiver.SECRET));
      Map<String, String> settings = Map.of("WHALESHARK_CONFIG", config.toString());
      for (int kill = 0; kill < KILLS; kill++) {
        moods.forEach(Moods::hangOnce);
        try (ServerProcess server = ServerProcess.start(folder, settings)) {
          talk(server.awaitReady(), sent.get() + 1 + random.nextInt(SENDS / KILLS), server::kill);
        }
      }
      try (ServerProcess server = ServerProcess.start(folder, settings)) {
        talk(server.awaitReady(), SENDS, () -> {});
        receiver.answering(_ -> 200);
        push.answering(_ -> 200);
        await()
            .atMost(WITHIN)
            .pollInterval(LOOKS_EACH)
            .until(() -> hasAll(receiver) && hasAll(push));
        server.end();
      }
      assertInOrder(receiver);
      assertInOrder(push);
      assertThat(push.taken())
          .allMatch(each -> each.data().get("receiverId").asString().equals("all"))
          .allMatch(each -> each.data().get("unreadCount").asLong() > 0);
    }
  }

  private void assertInOrder(TestReceiver receiver) {
    assertThat(receiver.unverified()).isEmpty();
    assertThat(receiver.taken()).extracting(Attempt::type).doesNotContain("events.lost");
    sequences(receiver)
        .forEach((conversation, told) ->
            assertThat(told)
                .as("%s of seed %d", conversation, seed)
                .isEqualTo(LongStream.rangeClosed(1, told.size()).boxed().toList()));
    assertThat(receiver.attempts()).extracting(Attempt::status).containsAll(ANSWERS);
    LOG.info(
        "webhooks: {} events in {} attempts over {} kills",
        receiver.taken().size(),
        receiver.attempts().size(),
        KILLS);
  }

  /// What ends a round once enough was sent.
  private interface End {
    void come() throws InterruptedException;
  }

  private void talk(Door door, int enough, End end) throws InterruptedException {
    AtomicBoolean isEnough = new AtomicBoolean();
    List<Thread> talkers = new ArrayList<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      String user = "user" + i;
      talkers.add(Thread.ofVirtual().start(() -> talk(user, door, isEnough)));
    }
    await().atMost(WITHIN).until(() -> sent.get() >= enough);
    end.come();
    isEnough.set(true);
    for (Thread talker : talkers) {
      talker.join();
    }
  }

  private void talk(String user, Door door, AtomicBoolean isEnough) {
    ClientConfig config = ClientConfig.local(user).at("127.0.0.1", door.tcp());
    try (Client client = Client.connect(config, new SilentListener())) {
      while (!isEnough.get()) {
        long sequence = client.send(Draft.text(Peer.direct("all"), "hi")).messageSequence();
        acknowledged.merge(user, sequence, Math::max);
        sent.incrementAndGet();
      }
    } catch (ClientException _) {
      // The server was killed.
    }
  }

  private boolean hasAll(TestReceiver receiver) {
    Map<String, List<Long>> told = sequences(receiver);
    return acknowledged.entrySet().stream()
        .allMatch(
            newest -> told.getOrDefault(newest.getKey(), List.of()).contains(newest.getValue()));
  }

  /// By sender, the sequences in the order in which they were taken.
  private static Map<String, List<Long>> sequences(TestReceiver receiver) {
    Map<String, List<Long>> told = new TreeMap<>();
    for (Attempt attempt : receiver.taken()) {
      if (attempt.type().startsWith("message.")) {
        told.computeIfAbsent(attempt.data().get("fromId").asString(), _ -> new ArrayList<>())
            .add(attempt.data().get("messageSequence").asLong());
      }
    }
    return told;
  }
}
