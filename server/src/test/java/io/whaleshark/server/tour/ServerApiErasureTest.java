package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend erases a user, and everybody else sees tombstones. Method: requests to a real
/// server, beside clients of the wire.
class ServerApiErasureTest extends ServerApiReader {

  private static final String NOTHING =
      "{'userId':'bob','devices':0,'groups':0,'messages':0,'conversations':0,'blocks':0}";

  private JsonNode erase(String user) {
    var answer = server.http("DELETE", APP + "/users/" + user, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body());
  }

  private static String direct(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'hi'}"
        .formatted(id, from, to);
  }

  private void put(String path, String body) {
    assertThat(server.http("PUT", APP + path, body).statusCode()).isBetween(200, 204);
  }

  @Test
  @DisplayName("devices are kicked, groups are left, messages become tombstones, and the rest goes")
  void everythingGoes() {
    put("/groups/team", "{'ownerId':'bob','members':['alice','bob']}");
    alice.expect(2001);
    put("/blocks/bob/eve", "");
    try (WireClient bob = server.phone("bob-phone")) {
      bob.logIn("bob");
      bob.send(1103, direct("m1", "bob", "alice")).success(1046);
      alice.expect(1103);
      bob.send(2104, "{'messageId':'g1','fromId':'bob','groupId':'team','messageBody':'hi'}")
          .success(2047);
      alice.expect(2104);
      assertThat(erase("bob"))
          .isEqualTo(
              WireClient.json(
                  "{'userId':'bob','devices':1,'groups':1,'messages':2,'conversations':2,"
                      + "'blocks':1}"));
      assertThat(bob.expect(9002).get("reason").stringValue())
          .isEqualTo("signed out by the application");
      bob.expectClosed();
    }
    assertThat(erase("bob")).isEqualTo(WireClient.json(NOTHING));
    assertThat(get("/groups/team/members").toString()).doesNotContain("bob");
    assertThat(get("/blocks/bob").get("blockedIds").size()).isZero();
    JsonNode kept = get("/conversations/messages?fromId=alice&toId=bob").get("dataList");
    assertThat(kept.size()).isEqualTo(1);
    assertThat(kept.get(0).get("recalled").booleanValue()).isTrue();
    assertThat(kept.get(0).get("messageBody").toString()).doesNotContain("hi");
    assertThat(get("/users/alice/conversations").get("dataList").size()).isEqualTo(2);
    assertThat(get("/users/bob/conversations").get("dataList").size()).isZero();
  }

  @Test
  @DisplayName("who comes under the name afterwards is new, also once the server has started again")
  void whoComesIsNew() {
    alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    alice.expect(1107);
    assertThat(get("/users/bob").get("unreadCount").intValue()).isEqualTo(1);
    assertThat(erase("bob").get("conversations").intValue()).isEqualTo(1);
    alice.close();
    server.restart();
    assertThat(get("/users/bob").get("unreadCount").intValue()).isZero();
    alice = server.phone("alice-phone");
    alice.logIn("alice");
    try (WireClient bob = server.phone("bob-phone")) {
      assertThat(bob.logIn("bob").get("maxSequence").longValue()).isZero();
      alice.send(1103, direct("m2", "alice", "bob")).success(1046);
      assertThat(bob.expect(1103).get("messageId").stringValue()).isEqualTo("m2");
      assertThat(get("/users/bob").get("unreadCount").intValue()).isEqualTo(1);
      JsonNode shown = get("/users/bob/conversations").get("dataList");
      assertThat(shown.size()).isEqualTo(1);
      assertThat(shown.get(0).get("unreadCount").intValue()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("a ban, and what others block, stays; who is not known is erased already")
  void whatStays() {
    put("/users/bob/ban", "{'reason':'spam'}");
    put("/blocks/alice/bob", "");
    assertThat(erase("bob")).isEqualTo(WireClient.json(NOTHING));
    assertThat(get("/users/bob").get("banned").booleanValue()).isTrue();
    assertThat(get("/blocks/alice").get("blockedIds").size()).isEqualTo(1);
    assertThat(erase("nobody").get("userId").stringValue()).isEqualTo("nobody");
  }

  @Test
  @DisplayName("what is said beside the user is refused, and another method is not allowed")
  void nothingElseIsSaid() {
    assertThat(server.http("DELETE", APP + "/users/bob?now=1", "").statusCode()).isEqualTo(400);
    assertThat(server.http("DELETE", APP + "/users/bob", "{'x':1}").statusCode()).isEqualTo(400);
    var answer = server.http("POST", APP + "/users/bob", "");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(List.of(answer.headers().firstValue("Allow").orElseThrow().split(", ")))
        .contains("GET", "DELETE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%0Ab"})
  @DisplayName("an id that is none is refused")
  void wrongIds(String id) {
    assertThat(server.http("DELETE", APP + "/users/" + id, "").statusCode()).isEqualTo(400);
  }
}
