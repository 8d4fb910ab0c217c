package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.LiveObjects;
import io.whaleshark.server.webhook.TestReceiver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P10. Goal: a webhook whose receiver is down costs the others nothing, and the server no memory.
/// Method: a receiver that takes connections and never answers, 100,000 events that wait for it,
/// which objects are alive before and after them, and another webhook that is told meanwhile.
class DeadReceiverTest {

  private static final int BATCH = 500;
  private static final int WARM_UP = 10 * BATCH;
  private static final int WAITING = 200 * BATCH;
  private static final int SENDERS = 10;
  private static final int READS = 20;
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long OBJECTS_LEFT_AT_MOST = WAITING / 10;

  /// Ten for each event that waits. One in memory would take hundreds.
  private static final long BYTES_LEFT_AT_MOST = 10L * WAITING;

  @TempDir Path folder;

  private int sent;

  private Path config(int deadPort, TestReceiver living) throws Exception {
    return Files.writeString(
        folder.resolve("whaleshark.yaml"),
        """
        apps:
          10001:
            webhooks:
              - {name: dead, url: "http://127.0.0.1:%d/", secret: %s, private: true,
                 events: [message.sent]}
              - {name: living, url: "%s", secret: %s, private: true,
                 events: [conversation.read]}
        """
            .formatted(deadPort, TestReceiver.SECRET, living.url(), TestReceiver.SECRET));
  }

  /// Sends so many messages, from a few users to one.
  private void send(TourServer server, int count) {
    for (int i = 0; i < count; i += BATCH) {
      String messages =
          IntStream.range(0, BATCH)
              .map(_ -> sent++)
              .mapToObj(number ->
                  "{'messageId':'m%d','fromId':'from%d','toId':'all','messageBody':'hi'}"
                      .formatted(number, number % SENDERS))
              .collect(Collectors.joining(","));
      assertThat(
              server
                  .http("POST", "/v1/apps/10001/messages/batch", "{'messages':[" + messages + "]}")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  /// Reads something new, and waits until the living receiver knows.
  private static void readAndTell(TourServer server, TestReceiver living, int number) {
    String read = "{'toId':'from0','messageSequence':" + number + "}";
    assertThat(server.http("POST", "/v1/apps/10001/users/all/reads", read).statusCode())
        .isEqualTo(204);
    await().atMost(TOLD_WITHIN).until(() -> living.taken().size() == number);
  }

  @Test
  @DisplayName("P10 what waits for a dead receiver takes no memory, and holds up no other webhook")
  void whatWaitsStandsOnTheDisk() throws Exception {
    try (ServerSocket dead = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        TestReceiver living = new TestReceiver(0);
        TourServer server =
            new TourServer(
                folder.resolve("data"),
                Map.of("WHALESHARK_CONFIG", config(dead.getLocalPort(), living).toString()))) {
      send(server, WARM_UP);
      readAndTell(server, living, 1);
      LiveObjects before = LiveObjects.now();
      for (int read = 2; read < READS + 2; read++) {
        send(server, WAITING / READS);
        readAndTell(server, living, read);
      }
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            LiveObjects after = LiveObjects.now();
            assertThat(after.grownSince(before, OBJECTS_LEFT_AT_MOST)).isEmpty();
            assertThat(after.bytes() - before.bytes()).isLessThan(BYTES_LEFT_AT_MOST);
          });
      assertThat(server.http("GET", "/v1/apps/10001/stats", "").body())
          .contains("\"messages\":" + sent)
          .containsPattern("\"name\":\"dead\",\"lag\":[1-9]")
          .contains("\"name\":\"living\",\"lag\":0");
    }
  }
}
