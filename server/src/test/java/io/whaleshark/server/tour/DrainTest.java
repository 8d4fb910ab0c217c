package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Frame;
import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// P1 while the server ends as it is told. Goal: what it stored it has acknowledged, and every
/// client hears that it should come back. Method: end it under load, and compare what clients heard
/// with what is there afterwards.
class DrainTest {

  private static final int SENDS = 3_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @DisplayName("P1 what was stored before the server ended was acknowledged")
  void noAcknowledgementIsLost(Transport transport) throws InterruptedException {
    try (TourServer server = new TourServer(folder, Map.of());
        WireClient idle = server.client(transport, 5, "idle");
        WireClient busy = server.client(transport, 3, "busy")) {
      idle.logIn("bob");
      busy.logIn("alice");
      CountDownLatch underWay = new CountDownLatch(SENDS / 3);
      Thread sender = Thread.ofVirtual().start(() -> sendAll(busy, underWay));
      assertThat(underWay.await(1, TimeUnit.MINUTES)).isTrue();
      server.restart();
      assertThat(sender.join(Duration.ofMinutes(1))).isTrue();

      List<Long> acked = new ArrayList<>();
      int goodbyes = 0;
      for (Frame frame = busy.next(); frame.data() != null; frame = busy.next()) {
        JsonNode data = frame.data();
        if (frame.command() == 1046 && data.get("code").intValue() == 200) {
          acked.add(data.get("data").get("messageSequence").longValue());
        } else if (frame.command() == 9010) {
          assertThat(data.get("code").intValue()).isEqualTo(50300);
          goodbyes++;
        }
      }
      assertThat(goodbyes).isEqualTo(1);
      assertThat(acked).isNotEmpty();
      assertThat(heardGoodbye(idle)).isTrue();
      assertThat(stored(server)).isEqualTo(acked);
    }
  }

  private static void sendAll(WireClient client, CountDownLatch underWay) {
    for (int i = 0; i < SENDS; i++) {
      try {
        client.send(
            1103, "{'messageId':'m" + i + "','fromId':'alice','toId':'bob','messageBody':'hi'}");
      } catch (RuntimeException e) {
        return; // the server has closed
      } finally {
        underWay.countDown();
      }
    }
  }

  private static boolean heardGoodbye(WireClient client) {
    boolean heard = false;
    for (Frame frame = client.next(); frame.data() != null; frame = client.next()) {
      heard = frame.command() == 9010;
    }
    return heard;
  }

  private static List<Long> stored(TourServer server) {
    List<Long> sequences = new ArrayList<>();
    try (WireClient alice = server.phone("again")) {
      alice.logIn("alice");
      boolean completed = false;
      while (!completed) {
        long after = sequences.isEmpty() ? 0 : sequences.getLast();
        JsonNode page =
            alice
                .send(
                    1210,
                    "{'conversationType':0,'toId':'bob','maxLimit':500,'afterSequence':"
                        + after
                        + "}")
                .expect(1211);
        page.get("dataList").forEach(m -> sequences.add(m.get("messageSequence").longValue()));
        completed = page.get("completed").booleanValue();
      }
    }
    return sequences;
  }
}
