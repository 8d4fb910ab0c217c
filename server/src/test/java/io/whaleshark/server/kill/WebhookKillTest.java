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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goal: a webhook is told of everything that was committed, in the order of each conversation,
/// however often the server is killed and whatever its receiver answers. Method: several users send
/// while the process is killed at a random moment of each round, and the receiver fails an eighth
/// of the attempts. In the end the sequences of each conversation that arrived must be 1, 2, 3 … to
/// the newest that was acknowledged, or beyond. So must those that another receiver gets of the one
/// who is written to, and is never online.
class WebhookKillTest {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final int ROUNDS = Integer.getInteger("webhook.rounds", 4);
  private static final int SENDS_AT_MOST = Integer.getInteger("webhook.sends", 400);
  private static final int CONVERSATIONS = 8;
  private static final Duration TAKEN_WITHIN =
      Duration.ofSeconds(Integer.getInteger("webhook.seconds", 60));

  @TempDir Path folder;

  private final long seed = Long.getLong("kill.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /// By conversation, the newest sequence that was acknowledged.
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  @Test
  void everythingIsToldInOrderWhateverIsKilled() throws Exception {
    LOG.info("webhooks while the server is killed: seed {}", seed);
    Random failing = new Random(seed);
    try (TestReceiver receiver = new TestReceiver(0);
        TestReceiver push = new TestReceiver(0)) {
      for (TestReceiver each : List.of(receiver, push)) {
        each.answering(_ -> failing.nextInt(8) == 0 ? 500 : 200);
      }
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
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess server = ServerProcess.start(folder, settings)) {
          talkAndKill(server, server.awaitReady());
        }
      }
      receiver.answering(_ -> 200);
      push.answering(_ -> 200);
      try (ServerProcess server = ServerProcess.start(folder, settings)) {
        server.awaitReady();
        await().atMost(TAKEN_WITHIN).until(() -> hasAll(receiver) && hasAll(push));
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
    LOG.info(
        "webhooks: {} events in {} attempts", receiver.taken().size(), receiver.attempts().size());
  }

  private void talkAndKill(ServerProcess server, Door door) throws InterruptedException {
    int enough = 1 + random.nextInt(SENDS_AT_MOST);
    AtomicInteger sent = new AtomicInteger();
    List<Thread> talkers = new ArrayList<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      String user = "user" + i;
      talkers.add(Thread.ofVirtual().start(() -> talk(user, door, sent)));
    }
    await().atMost(TAKEN_WITHIN).until(() -> sent.get() >= enough);
    server.kill();
    for (Thread talker : talkers) {
      talker.join();
    }
  }

  private void talk(String user, Door door, AtomicInteger sent) {
    ClientConfig config = ClientConfig.local(user).at("127.0.0.1", door.tcp());
    try (Client client = Client.connect(config, new SilentListener())) {
      while (true) {
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
