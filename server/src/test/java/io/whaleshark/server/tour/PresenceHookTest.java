package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who comes online and goes, as a real receiver is told by a real server.
class PresenceHookTest {

  @TempDir Path folder;

  private TestReceiver receiver;

  @BeforeEach
  void openReceiver() throws IOException {
    receiver = new TestReceiver(0);
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  private Path settings(String events) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            webhooks:
              - {name: backend, url: "%s", secret: %s, events: [%s], private: true}
        """
            .formatted(receiver.url(), TestReceiver.SECRET, events));
    return config;
  }

  private TourServer server(String events) throws IOException {
    return new TourServer(
        folder.resolve("data"), Map.of("WHALESHARK_CONFIG", settings(events).toString()));
  }

  private void awaitTold(String... told) {
    await().untilAsserted(() -> assertThat(told()).containsExactly(told));
  }

  private List<String> told() {
    return receiver.taken().stream().map(PresenceHookTest::text).toList();
  }

  private static String text(Attempt event) {
    JsonNode data = event.data();
    return event.type() + " " + data.get("userId").asString() + " " + data.get("imei").asString();
  }

  @Test
  void theFirstDeviceComesAndTheLastOneGoes() throws IOException {
    try (TourServer server = server("user.online, user.offline")) {
      try (WireClient desktop = server.desktop("d")) {
        desktop.logIn("alice");
        awaitTold("user.online alice d");
        String user = server.http("GET", "/v1/apps/10001/users/alice", "").body();
        JsonNode device = JsonMapper.shared().readTree(user).get("devices").get(0);
        JsonNode told = receiver.taken().getFirst().data();
        assertThat(told.get("appId").asInt()).isEqualTo(10001);
        assertThat(told.get("clientType")).isEqualTo(device.get("clientType"));
        assertThat(told.get("time").asLong() - device.get("since").asLong()).isBetween(0L, 5_000L);
        try (WireClient phone = server.phone("p");
            WireClient bob = server.phone("b")) {
          phone.logIn("alice");
          bob.logIn("bob");
        }
        awaitTold("user.online alice d", "user.online bob b", "user.offline bob b");
      }
      awaitTold(
          "user.online alice d", "user.online bob b", "user.offline bob b", "user.offline alice d");
    }
    assertThat(receiver.unverified()).isEmpty();
  }

  @Test
  void whoWasOnlineWhenTheServerEndedGoesWhenItStarts() throws IOException {
    try (TourServer server = server("user.online, user.offline")) {
      try (WireClient alice = server.desktop("d");
          WireClient bob = server.phone("p")) {
        alice.logIn("alice");
        awaitTold("user.online alice d");
        bob.logIn("bob");
        awaitTold("user.online alice d", "user.online bob p");
        server.restart();
        await().until(() -> told().size() == 4);
        assertThat(told()).contains("user.offline alice d", "user.offline bob p");
      }
      try (WireClient alice = server.phone("again")) {
        alice.logIn("alice");
        await().until(() -> told().size() == 5);
        assertThat(told()).endsWith("user.online alice again");
      }
    }
  }

  @Test
  void aWebhookThatAsksForOneOfThemIsToldOfThat() throws IOException {
    try (TourServer server = server("user.offline")) {
      try (WireClient alice = server.desktop("d")) {
        alice.logIn("alice");
      }
      awaitTold("user.offline alice d");
    }
  }

  @Test
  void whoIsOnlineWhenItIsNoLongerAskedForIsForgotten() throws IOException {
    try (TourServer server = server("user.online, user.offline")) {
      try (WireClient alice = server.desktop("d")) {
        alice.logIn("alice");
        awaitTold("user.online alice d");
        settings("message.sent");
        server.restart();
      }
      try (WireClient alice = server.desktop("d")) {
        alice.logIn("alice");
      }
      settings("user.online, user.offline");
      server.restart();
      try (WireClient bob = server.desktop("d")) {
        bob.logIn("bob");
        awaitTold("user.online alice d", "user.online bob d");
      }
    }
  }
}
