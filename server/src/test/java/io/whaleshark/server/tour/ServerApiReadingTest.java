package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend reads what a user's devices would see, and its groups. Method: requests to a
/// real server, beside a client of the wire.
class ServerApiReadingTest extends ServerApiReader {

  private void send(String id, String body) {
    String shared = "'fromId':'alice','toId':'bob','messageBody':'" + body + "'}";
    alice.send(1103, "{'messageId':'" + id + "'," + shared).success(1046);
    alice.expect(1107); // bob has no device here
  }

  private void group(String id, String members) {
    String body = "{'ownerId':'alice','groupName':'the " + id + "','members':" + members + "}";
    assertThat(server.http("PUT", APP + "/groups/" + id, body).statusCode()).isEqualTo(201);
    alice.expect(2001);
  }

  private static List<String> texts(JsonNode items, String field) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.get(field).asString()));
    return texts;
  }

  @Test
  void aUsersConversationsAreThoseOfTheirDevices() {
    send("m1", "hi");
    group("g", "['bob']");
    alice.send(5100, "{'lastSequence':0,'maxLimit':1}");
    JsonNode onTheWire = alice.expect(5101);
    JsonNode first = get("/users/alice/conversations?after=0&limit=1");
    assertThat(first).isEqualTo(onTheWire);
    assertThat(first.get("completed").booleanValue()).isFalse();
    assertThat(get("/users/alice/conversations?lastSequence=0&maxLimit=1")).isEqualTo(first);
    JsonNode rest = get("/users/alice/conversations?lastSequence=" + first.get("maxSequence"));
    assertThat(get("/users/alice/conversations?after=" + first.get("maxSequence"))).isEqualTo(rest);
    assertThat(texts(rest.get("dataList"), "toId")).containsExactly("g");
    assertThat(rest.get("completed").booleanValue()).isTrue();
    JsonNode bobs = get("/users/bob/conversations?limit=9999").get("dataList");
    assertThat(bobs.get(0).get("unreadCount").intValue()).isEqualTo(1);
    assertThat(get("/users/nobody/conversations").get("dataList").size()).isZero();
  }

  @Test
  void aHistoryIsWhatTheNamedUserWouldSee() {
    send("m1", "one");
    send("m2", "two");
    send("m3", "three");
    String asBob = "/conversations/messages?fromId=bob&toId=alice";
    assertThat(texts(get(asBob).get("dataList"), "messageBody"))
        .containsExactly("one", "two", "three");
    JsonNode newest = get(asBob + "&conversationType=0&maxLimit=1");
    assertThat(texts(newest.get("dataList"), "messageBody")).containsExactly("three");
    assertThat(newest.get("completed").booleanValue()).isFalse();
    alice.send(1210, "{'toId':'bob','conversationType':0,'afterSequence':1,'maxLimit':1}");
    assertThat(get(asBob + "&afterSequence=1&maxLimit=1")).isEqualTo(alice.expect(1211));
    assertThat(texts(get(asBob + "&beforeSequence=2").get("dataList"), "messageBody"))
        .containsExactly("one");
  }

  @Test
  void aHistoryOfAGroupIsForItsMembers() {
    group("g", "[]");
    alice
        .send(2104, "{'messageId':'g1','fromId':'alice','groupId':'g','messageBody':'hi'}")
        .success(2047);
    String asAlice = "/conversations/messages?fromId=alice";
    assertThat(get(asAlice + "&groupId=g").get("dataList").size()).isEqualTo(1);
    assertThat(get(asAlice + "&conversationType=1&toId=g")).isEqualTo(get(asAlice + "&groupId=g"));
    var refused = server.http("GET", APP + "/conversations/messages?fromId=bob&groupId=g", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(WireClient.json(refused.body()).get("code").intValue()).isEqualTo(40301);
  }

  @Test
  void groupsAreListedPageByPageAndDissolvedOnesAreMarked() {
    group("c", "['bob']");
    group("a", "[]");
    group("b", "[]");
    assertThat(server.http("DELETE", APP + "/groups/b", "").statusCode()).isEqualTo(204);
    JsonNode page = get("/groups?limit=2");
    assertThat(texts(page.get("groups"), "groupId")).containsExactly("a", "b");
    assertThat(texts(page.get("groups"), "isDissolved")).containsExactly("false", "true");
    assertThat(page.get("completed").booleanValue()).isFalse();
    JsonNode rest = get("/groups?limit=2&after=b");
    assertThat(rest.get("completed").booleanValue()).isTrue();
    assertThat(rest.get("groups").get(0))
        .isEqualTo(
            WireClient.json(
                "{'groupId':'c','groupName':'the c','ownerId':'alice','memberCount':2,"
                    + "'isDissolved':false}"));
  }

  @ParameterizedTest
  @CsvSource({
    "/users/alice/conversations?limit=0, 40000",
    "/users/alice/conversations?limit=x, 40000",
    "/users/alice/conversations?after=-1, 40000",
    "/users/alice/conversations?count=1, 40000",
    "/users/alice/conversations?maxLimit=1&limit=1, 40000",
    "/users/alice/conversations?after=1&lastSequence=1, 40000",
    "/conversations/messages?toId=bob, 40000",
    "/conversations/messages?fromId=alice, 40000",
    "/conversations/messages?fromId=alice&toId=bob&groupId=g, 40000",
    "/conversations/messages?fromId=alice&toId=bob&conversationType=2, 40000",
    "/conversations/messages?fromId=alice&groupId=g&conversationType=0, 40000",
    "/conversations/messages?fromId=alice&toId=bob&afterSequence=1&beforeSequence=2, 40000",
    "/conversations/messages?fromId=alice&toId=bob&maxLimit=0, 40000",
    "/conversations/messages?fromId=%00&toId=bob, 40000",
    "/groups?after=%00, 40000",
    "/groups?before=a, 40000"
  })
  void whatIsWrongIsRefusedByName(String path, int code) {
    var answer = server.http("GET", APP + path, "");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(WireClient.json(answer.body()).get("code").intValue())
        .as(answer.body())
        .isEqualTo(code);
  }

  @Test
  void anotherMethodIsRefusedWithThoseThatAreAllowed() {
    var answer = server.http("POST", APP + "/groups", "{}");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
  }
}
