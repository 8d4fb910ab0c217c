package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend pins what it likes, and reads what is pinned. Method: requests to a real server,
/// beside a client of the wire.
class ServerApiPinsTest extends ServerApiReader {

  private static final String QUERY = "?fromId=alice&toId=bob";

  private HttpResponse<String> pin(String method, JsonNode sent, String query) {
    String path = "/messages/" + sent.get("messageKey").longValue() + "/pin" + query;
    return server.http(method, APP + path, "");
  }

  @Test
  void theAppPinsAndDevicesAreTold() {
    JsonNode sent = sent();
    alice.send(1083, "{'toId':'bob'}").expect(1084);
    HttpResponse<String> answer = pin("PUT", sent, QUERY);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode told = alice.expect(1082);
    assertThat(told.has("fromId")).isFalse();
    assertThat(told.get("toId").stringValue()).isEqualTo("bob");
    assertThat(told.get("pinnedTime")).isEqualTo(WireClient.json(answer.body()).get("pinnedTime"));
    assertThat(pin("PUT", sent, QUERY).body()).isEqualTo(answer.body());
    alice.expectNothing();
    alice.send(1083, "{'toId':'bob'}");
    assertThat(get("/conversations/pins?fromId=bob&toId=alice")).isEqualTo(alice.expect(1084));
    HttpResponse<String> gone = pin("DELETE", sent, QUERY);
    assertThat(gone.statusCode()).isEqualTo(200);
    assertThat(WireClient.json(gone.body()).get("isPinned").booleanValue()).isFalse();
    assertThat(alice.expect(1082).get("isPinned").booleanValue()).isFalse();
    assertThat(get("/conversations/pins?fromId=bob&toId=alice").get("dataList").size()).isZero();
  }

  @Test
  void theAppReadsAllPinsOfAGroup() {
    JsonNode sent = sentToGroup();
    assertThat(pin("PUT", sent, "?groupId=g").statusCode()).isEqualTo(200);
    JsonNode all = get("/conversations/pins?groupId=g");
    assertThat(all.get("dataList").get(0).get("messageId").stringValue()).isEqualTo("g1");
    assertThat(get("/conversations/pins?groupId=g&fromId=bob")).isEqualTo(all);
    assertThat(
            server.http("GET", APP + "/conversations/pins?groupId=g&fromId=eve", "").statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "?fromId=alice&toId=carol, 40401",
    "?fromId=alice, 40000",
    "?toId=bob, 40000",
    "?fromId=alice&toId=bob&isPinned=true, 40000"
  })
  void whatIsWrongIsNotPinned(String query, int code) {
    HttpResponse<String> answer = pin("PUT", sent(), query);
    assertThat(WireClient.json(answer.body()).get("code").intValue()).isEqualTo(code);
  }

  @Test
  void aMessageThatIsRecalledIsNotPinned() {
    JsonNode sent = sent();
    alice.send(1050, "{'fromId':'alice','toId':'bob','messageSequence':1}").success(1051);
    assertThat(WireClient.json(pin("PUT", sent, QUERY).body()).get("code").intValue())
        .isEqualTo(41001);
    assertThat(pin("DELETE", sent, QUERY).statusCode()).isEqualTo(200);
  }
}
