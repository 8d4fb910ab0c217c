package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the tests of a backend's questions share: a real server, and a phone of one user, alice.
abstract class ServerApiReader {

  static final String APP = "/v1/apps/10001";

  @TempDir Path folder;
  TourServer server;
  WireClient alice;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
    alice = server.phone("alice-phone");
    alice.logIn("alice");
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  /// The answer to a question, which must be granted.
  JsonNode get(String path) {
    var answer = server.http("GET", APP + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body());
  }

  /// The answer to a message of alice to bob, who has no device.
  JsonNode sent() {
    JsonNode sent =
        alice
            .send(1103, "{'messageId':'m1','fromId':'alice','toId':'bob','messageBody':'hi'}")
            .success(1046);
    alice.expect(1107);
    return sent;
  }

  /// The answer to a message of alice to the group g, which she has with bob.
  JsonNode sentToGroup() {
    String group = "{'ownerId':'alice','members':['bob']}";
    assertThat(server.http("PUT", APP + "/groups/g", group).statusCode()).isEqualTo(201);
    alice.expect(2001);
    return alice
        .send(2104, "{'messageId':'g1','fromId':'alice','groupId':'g','messageBody':'hi'}")
        .success(2047);
  }
}
