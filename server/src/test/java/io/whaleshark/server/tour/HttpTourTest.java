package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: HTTP says what the contract says. Method: requests to a real server, beside a client of
/// the wire.
class HttpTourTest {

  @TempDir Path folder;
  private TourServer server;
  private WireClient alice;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
    alice = server.phone("alice-phone");
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  @Test
  void theSyncCallsOverHttpAnswerWithResults() {
    alice.logIn("alice");
    alice
        .send(1103, "{'messageId':'m1','fromId':'alice','toId':'bob','messageBody':'hi'}")
        .success(1046);
    String question = "{'appId':10001,'operater':'bob','lastSequence':0,'maxLimit':10}";
    JsonNode inbox =
        WireClient.json(server.http("POST", "/v1/message/syncOfflineMessageList", question).body());
    assertThat(inbox.get("code").intValue()).isEqualTo(200);
    assertThat(inbox.get("data").get("dataList").size()).isEqualTo(1);
    JsonNode list =
        WireClient.json(
            server.http("POST", "/v1/conversation/syncConversationList", question).body());
    assertThat(list.get("data").get("dataList").get(0).get("unreadCount").intValue()).isEqualTo(1);
    var bad = server.http("POST", "/v1/message/syncOfflineMessageList", "{'appId':10001}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(WireClient.json(bad.body()).get("ok").booleanValue()).isFalse();
    assertThat(server.http("GET", "/health", "").statusCode()).isEqualTo(200);
    assertThat(server.http("GET", "/ready", "").statusCode()).isEqualTo(200);
    assertThat(server.http("GET", "/metrics", "").body())
        .contains("whaleshark_requests_total{command=\"MSG_P2P\"} 1.0");
  }
}
