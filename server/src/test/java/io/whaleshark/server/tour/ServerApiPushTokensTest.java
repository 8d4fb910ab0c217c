package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend registers devices at push services, sees and removes them. Method: requests to a
/// real server, beside a client of the wire.
class ServerApiPushTokensTest extends ServerApiReader {

  private static final String TOKENS = "/users/alice/push-tokens";

  private int call(String method, String path, String body) {
    return server.http(method, APP + path, body).statusCode();
  }

  private JsonNode tokens() {
    return get(TOKENS).get("pushTokens");
  }

  @Test
  @DisplayName("a token is set, seen and removed, for one device or for all")
  void isSetSeenAndRemoved() {
    alice.send(5400, "{'service':'apns','token':'wire'}").success(5401);
    String web = "{'clientType':1,'imei':'web','service':'fcm','token':'dQw4:APA91b'}";
    for (int i = 0; i < 2; i++) {
      assertThat(call("PUT", TOKENS, web)).isEqualTo(204);
    }
    assertThat(call("PUT", TOKENS, "{'clientType':4,'service':'wns','token':'nameless'}"))
        .isEqualTo(204);
    assertThat(get(TOKENS).get("userId").stringValue()).isEqualTo("alice");
    assertThat(tokens().valueStream().map(token -> token.get("token").stringValue()))
        .containsExactlyInAnyOrder("wire", "dQw4:APA91b", "nameless");
    JsonNode ofWeb =
        tokens()
            .valueStream()
            .filter(token -> token.get("imei").stringValue().equals("web"))
            .findFirst()
            .orElseThrow();
    assertThat(ofWeb.get("clientType").intValue()).isEqualTo(1);
    assertThat(ofWeb.get("service").stringValue()).isEqualTo("fcm");
    for (int i = 0; i < 2; i++) {
      assertThat(call("DELETE", TOKENS + "?clientType=1&imei=web", "")).isEqualTo(204);
      assertThat(tokens().size()).isEqualTo(2);
    }
    assertThat(call("DELETE", TOKENS, "")).isEqualTo(204);
    assertThat(tokens().size()).isZero();
    alice.expectNothing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'imei':'web','service':'fcm','token':'t'}                | clientType
          {'clientType':6,'service':'fcm','token':'t'}              | clientType
          {'clientType':1,'imei':' a','service':'fcm','token':'t'}  | imei
          {'clientType':1,'token':'t'}                              | service
          {'clientType':1,'service':'fcm'}                          | token
          {'clientType':1,'service':'fcm','token':''}               | token
          {'clientType':1,'service':'fcm','token':'a\\u0007'}       | token
          {'clientType':1,'service':'fcm','token':'t','until':1}    | until
          """)
  @DisplayName("what is no token is refused by the name of the field, and sets nothing")
  void wrongOnes(String body, String field) {
    var answer = server.http("PUT", APP + TOKENS, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(WireClient.json(answer.body()).get("detail").stringValue()).startsWith(field);
    assertThat(tokens().size()).isZero();
  }

  @Test
  @DisplayName("a call says what it has to say in its place, and half a device is none")
  void inTheirPlace() {
    alice.send(5400, "{'service':'apns','token':'wire'}").success(5401);
    assertThat(call("GET", TOKENS + "?clientType=1", "")).isEqualTo(400);
    assertThat(call("DELETE", TOKENS + "?clientType=1", "")).isEqualTo(400);
    assertThat(call("DELETE", TOKENS + "?imei=alice-phone", "")).isEqualTo(400);
    assertThat(call("DELETE", TOKENS, "{'clientType':1}")).isEqualTo(400);
    assertThat(tokens().size()).isEqualTo(1);
  }
}
