package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend lets users block one another, and who is blocked reaches nobody. Method:
/// requests to a real server, beside clients of the wire.
class ServerApiBlocksTest extends ServerApiReader {

  private static final String TO_ALICE =
      "{'messageId':'m','fromId':'bob','toId':'alice','messageBody':'hi'}";

  private int block(String method, String pair) {
    return server.http(method, APP + "/blocks/" + pair, "").statusCode();
  }

  @Test
  @DisplayName("who is blocked is refused, whoever sends, until the block is lifted")
  void isRefusedUntilItIsLifted() {
    for (int i = 0; i < 2; i++) {
      assertThat(block("PUT", "alice/bob")).isEqualTo(204);
    }
    try (WireClient bob = server.phone("bob-phone")) {
      bob.logIn("bob");
      JsonNode refused = bob.send(1103, TO_ALICE).expect(1046);
      assertThat(refused.get("code").intValue()).isEqualTo(40306);
      assertThat(refused.get("msg").stringValue())
          .isEqualTo("toId: this message cannot be delivered");
      var answer = server.http("POST", APP + "/messages", TO_ALICE);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(WireClient.json(answer.body()).get("code").intValue()).isEqualTo(40306);
      JsonNode results =
          WireClient.json(
                  server
                      .http("POST", APP + "/messages/batch", "{'messages':[" + TO_ALICE + "]}")
                      .body())
              .get("results");
      assertThat(results.get(0).get("code").intValue()).isEqualTo(40306);
      alice.expectNothing();
      assertThat(get("/users/alice/conversations").get("dataList").size()).isZero();
      for (int i = 0; i < 2; i++) {
        assertThat(block("DELETE", "alice/bob")).isEqualTo(204);
      }
      bob.send(1103, TO_ALICE).success(1046);
      assertThat(alice.expect(1103).get("messageId").stringValue()).isEqualTo("m");
    }
  }

  @Test
  @DisplayName("all whom a user blocks are listed in order, and nobody else's")
  void areListed() {
    for (String blocked : List.of("eve", "bob", "%E6%BC%A2")) {
      assertThat(block("PUT", "alice/" + blocked)).isEqualTo(204);
    }
    assertThat(block("PUT", "bob/carol")).isEqualTo(204);
    assertThat(get("/blocks/alice"))
        .isEqualTo(WireClient.json("{'userId':'alice','blockedIds':['bob','eve','漢']}"));
    assertThat(get("/blocks/carol"))
        .isEqualTo(WireClient.json("{'userId':'carol','blockedIds':[]}"));
    assertThat(server.http("GET", APP + "/blocks/alice?after=1", "").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice/alice", "alice/%00", "%00/alice"})
  @DisplayName("a pair that is none is refused")
  void wrongPairs(String pair) {
    assertThat(block("PUT", pair)).isEqualTo(400);
    assertThat(get("/blocks/alice").get("blockedIds").size()).isZero();
  }

  @Test
  @DisplayName("whatever is said beside the pair is refused by name, and changes nothing")
  void nothingElseIsSaid() {
    for (String method : List.of("PUT", "DELETE")) {
      assertThat(block(method, "alice/bob?until=1")).isEqualTo(400);
      var answer = server.http(method, APP + "/blocks/alice/bob", "{'until':1}");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("until");
    }
    assertThat(get("/blocks/alice").get("blockedIds").size()).isZero();
  }
}
