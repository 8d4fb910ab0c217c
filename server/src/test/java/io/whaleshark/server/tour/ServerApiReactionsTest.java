package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend reacts in a user's name, and reads who has reacted. Method: requests to a real
/// server, beside a client of the wire.
class ServerApiReactionsTest extends ServerApiReader {

  private static final String BOBS = "?userId=bob&fromId=alice&toId=bob";
  private static final String THUMB = "%F0%9F%91%8D";
  private static final String RANGE = "&fromSequence=1&toSequence=200";

  private HttpResponse<String> react(String method, JsonNode sent, String sign, String query) {
    String message = "/messages/" + sent.get("messageKey").longValue();
    return server.http(method, APP + message + "/reactions/" + sign + query, "");
  }

  private int code(String path) {
    return WireClient.json(server.http("GET", APP + path, "").body()).get("code").intValue();
  }

  @Test
  void theAppReactsForAUserAndDevicesAreTold() {
    JsonNode sent = sent();
    alice.send(1093, "{'toId':'bob','fromSequence':1,'toSequence':1}").expect(1094);
    HttpResponse<String> answer = react("PUT", sent, THUMB, BOBS);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = alice.expect(1092);
    assertThat(told.get("fromId").stringValue()).isEqualTo("bob");
    assertThat(told.get("reaction").stringValue()).isEqualTo("👍");
    assertThat(told.get("count")).isEqualTo(WireClient.json(answer.body()).get("count"));
    assertThat(react("PUT", sent, THUMB, BOBS).body()).isEqualTo(answer.body());
    alice.expectNothing();
    alice.send(1093, "{'toId':'bob','fromSequence':1,'toSequence':200}");
    assertThat(get("/conversations/reactions?fromId=alice&toId=bob" + RANGE))
        .isEqualTo(alice.expect(1094));
    JsonNode own = get("/conversations/reactions?fromId=bob&toId=alice" + RANGE);
    assertThat(own.get("dataList").get(0).get("reactions").get(0).get("mine").booleanValue())
        .isTrue();
    String who = "/conversations/reactors?fromId=alice&toId=bob&messageSequence=1&reaction=";
    alice.send(1095, "{'toId':'bob','messageSequence':1,'reaction':'👍'}");
    assertThat(get(who + THUMB)).isEqualTo(alice.expect(1096));
    assertThat(get(who + THUMB + "&lastUserId=bob").get("dataList").size()).isZero();
    HttpResponse<String> gone = react("DELETE", sent, THUMB, BOBS);
    assertThat(WireClient.json(gone.body()).get("count").intValue()).isZero();
    assertThat(alice.expect(1092).get("isSet").booleanValue()).isFalse();
    assertThat(get("/conversations/reactions?fromId=bob&toId=alice" + RANGE).get("dataList").size())
        .isZero();
  }

  @Test
  void theAppReadsAllReactionsOfAGroup() {
    JsonNode sent = sentToGroup();
    String inGroup = "?groupId=g&userId=bob";
    assertThat(react("PUT", sent, "a%2Fb", inGroup).statusCode()).isEqualTo(200);
    assertThat(react("PUT", sent, THUMB, inGroup).statusCode()).isEqualTo(200);
    JsonNode all = get("/conversations/reactions?groupId=g" + RANGE);
    assertThat(all.get("dataList").get(0).get("reactions").toString())
        .isEqualTo("[{\"reaction\":\"a/b\",\"count\":1},{\"reaction\":\"👍\",\"count\":1}]");
    JsonNode who = get("/conversations/reactors?groupId=g&messageSequence=1&reaction=a%2Fb");
    assertThat(who.toString())
        .isEqualTo("{\"count\":1,\"dataList\":[{\"userId\":\"bob\"}],\"completed\":true}");
    assertThat(code("/conversations/reactions?groupId=g&fromId=eve" + RANGE)).isEqualTo(40301);
    String eves = "/conversations/reactors?groupId=g&fromId=eve&messageSequence=1&reaction=x";
    assertThat(code(eves)).isEqualTo(40301);
  }

  @Test
  void anErasedUserHasReactedNowhere() {
    JsonNode sent = sent();
    alice.send(1093, "{'toId':'bob','fromSequence':1,'toSequence':1}").expect(1094);
    String alices = "?userId=alice&fromId=alice&toId=bob";
    assertThat(react("PUT", sent, THUMB, BOBS).statusCode()).isEqualTo(200);
    assertThat(react("PUT", sent, THUMB, alices).statusCode()).isEqualTo(200);
    alice.expect(1092);
    alice.expect(1092);
    assertThat(server.http("DELETE", APP + "/users/bob", "").statusCode()).isEqualTo(200);
    JsonNode told = alice.expect(1092);
    assertThat(told.get("isSet").booleanValue()).isFalse();
    assertThat(told.get("count").intValue()).isEqualTo(1);
    JsonNode left = get("/conversations/reactions?fromId=alice&toId=bob" + RANGE);
    assertThat(left.get("dataList").get(0).get("reactions").toString())
        .isEqualTo("[{\"reaction\":\"👍\",\"count\":1,\"mine\":true}]");
  }

  @ParameterizedTest
  @CsvSource({
    "👍, ?fromId=alice&toId=bob, 40000",
    "👍, ?userId=bob&toId=bob, 40000",
    "👍, ?userId=bob&fromId=alice, 40000",
    "👍, ?userId=eve&fromId=alice&toId=bob, 40301",
    "👍, ?userId=carol&fromId=alice&toId=carol, 40301",
    "👍, ?userId=bob&fromId=alice&toId=bob&isSet=1, 40000",
    "a%00b, ?userId=bob&fromId=alice&toId=bob, 40000",
    "123456789012345678901234567890123, ?userId=bob&fromId=alice&toId=bob, 40000"
  })
  void whatIsWrongIsNotSet(String sign, String query, int code) {
    String encoded = sign.replace("👍", THUMB);
    HttpResponse<String> answer = react("PUT", sent(), encoded, query);
    assertThat(WireClient.json(answer.body()).get("code").intValue())
        .as(answer.body())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "reactions?fromId=alice&toId=bob&fromSequence=1, 40000",
    "reactions?fromId=alice&toId=bob&toSequence=1, 40000",
    "reactions?fromId=alice&toId=bob&fromSequence=2&toSequence=1, 40000",
    "reactions?fromId=alice&toId=bob&fromSequence=1&toSequence=201, 40000",
    "reactors?fromId=alice&toId=bob&messageSequence=1, 40000",
    "reactors?fromId=alice&toId=bob&reaction=x, 40000",
    "reactors?fromId=alice&toId=bob&messageSequence=1&reaction=x&maxLimit=0, 40000"
  })
  void whatIsWrongIsNotRead(String path, int code) {
    assertThat(code("/conversations/" + path)).isEqualTo(code);
  }

  @Test
  void nobodyReactsToAMessageThatIsRecalled() {
    JsonNode sent = sent();
    alice.send(1050, "{'fromId':'alice','toId':'bob','messageSequence':1}").success(1051);
    HttpResponse<String> answer = react("PUT", sent, THUMB, BOBS);
    assertThat(WireClient.json(answer.body()).get("code").intValue()).isEqualTo(41001);
    assertThat(react("DELETE", sent, THUMB, BOBS).statusCode()).isEqualTo(200);
  }
}
