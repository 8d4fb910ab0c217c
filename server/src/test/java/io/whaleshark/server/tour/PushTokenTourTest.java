package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.DevicePush;
import io.whaleshark.core.model.PushToken;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.tour.WireClient.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about push tokens. Goal: devices register themselves, as their
/// backend does over HTTP. Method: clients that are bytes and JSON only, against a real server and,
/// where the engine has nodes, another one that shows what is stored.
///
/// Each test has users and tokens of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES"})
class PushTokenTourTest extends NodeTours {

  private static final int ROUNDS = 20;

  private static String token(String token) {
    return "{'service':'apns','token':'" + token + "'}";
  }

  /// What a backend is told at the other node, without the times.
  private List<String> tokens(String user) {
    JsonNode answer =
        WireClient.json(
            elsewhere
                .http("GET", ServerApiReader.APP + "/users/" + user + "/push-tokens", "")
                .body());
    List<String> tokens = new ArrayList<>();
    for (JsonNode each : answer.get("pushTokens")) {
      assertThat(each.get("registeredAt").longValue()).isPositive();
      tokens.add(
          "%d %s %s %s"
              .formatted(
                  each.get("clientType").intValue(),
                  each.get("imei").stringValue(),
                  each.get("service").stringValue(),
                  each.get("token").stringValue()));
    }
    return tokens;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a device registers itself, again and otherwise, and removes itself")
  void registersAndRemoves(Transport transport) {
    String ann = "ann-" + transport;
    WireClient phone = loggedIn(server.client(transport, 2, "phone"), ann);
    WireClient desktop = loggedIn(server.client(Transport.TCP, 4, "desktop"), ann);
    for (String each : List.of("a", "a", "b")) {
      assertThat(phone.send(5400, token(each + transport)).success(5401))
          .isEqualTo(WireClient.json("{'service':'apns'}"));
    }
    desktop.send(5400, token("c" + transport)).success(5401);
    assertThat(tokens(ann))
        .containsExactlyInAnyOrder("2 phone apns b" + transport, "4 desktop apns c" + transport);
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(phone.send(5402, "{'requestId':'r'}").success(5403))
          .isEqualTo(WireClient.json("{}"));
    }
    assertThat(tokens(ann)).containsExactly("4 desktop apns c" + transport);
    desktop.expectNothing();
  }

  @Test
  @DisplayName("a phone that changes its account takes its token along, also to another node")
  void changesTheAccount() {
    WireClient before = loggedIn(server.client(Transport.TCP, 2, "phone"), "ben");
    before.send(5400, token("moves")).success(5401);
    WireClient after = loggedIn(elsewhere.client(Transport.TCP, 2, "phone"), "cat");
    after.send(5400, token("moves")).success(5401);
    assertThat(tokens("ben")).isEmpty();
    assertThat(tokens("cat")).containsExactly("2 phone apns moves");
    before.expectNothing();
  }

  @Test
  @DisplayName("a device that goes keeps its token; a sign-out, a ban and an erasure end it")
  void endsWithTheDevice() {
    String dan = ServerApiReader.APP + "/users/dan";
    WireClient phone = loggedIn(server.client(Transport.TCP, 2, "phone"), "dan");
    phone.send(5400, token("dan")).success(5401);
    phone.close();
    assertThat(tokens("dan")).hasSize(1);
    String device = "/devices?clientType=2&imei=phone";
    assertThat(elsewhere.http("DELETE", dan + device, "").statusCode()).isEqualTo(204);
    assertThat(tokens("dan")).isEmpty();

    loggedIn(server.client(Transport.TCP, 2, "phone"), "dan")
        .send(5400, token("dan"))
        .success(5401);
    assertThat(elsewhere.http("PUT", dan + "/ban", "").statusCode()).isEqualTo(204);
    assertThat(tokens("dan")).isEmpty();
    var refused =
        elsewhere.http(
            "PUT", dan + "/push-tokens", "{'clientType':2,'service':'apns','token':'dan'}");
    assertThat(WireClient.json(refused.body()).get("code").intValue()).isEqualTo(40305);
    assertThat(elsewhere.http("DELETE", dan + "/ban", "").statusCode()).isEqualTo(204);

    loggedIn(server.client(Transport.TCP, 2, "phone"), "dan")
        .send(5400, token("dan"))
        .success(5401);
    assertThat(elsewhere.http("DELETE", dan, "").statusCode()).isEqualTo(200);
    assertThat(tokens("dan")).isEmpty();
  }

  @Test
  @DisplayName("P12: what a connection asks behind its registration sees it stored")
  void isStoredWhenItIsAnswered() {
    WireClient eve = loggedIn(server.client(Transport.TCP, 3, "phone"), "eve");
    for (int round = 0; round < ROUNDS; round++) {
      eve.send(5400, token("eve" + round));
      eve.send(5202, "{}");
      eve.success(5401);
      JsonNode _ = eve.expect(5203);
      assertThat(tokens("eve")).containsExactly("3 phone apns eve" + round);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'token':'t'}                                  | 40000
          {'service':'apns'}                             | 40000
          {'service':'','token':'t'}                     | 40000
          {'service':'apns','token':''}                  | 40000
          {'service':'apns','token':7}                   | 40000
          {'service':'apns','token':'a\\u0000'}          | 40000
          {'service':' ','token':'t'}                    | 40000
          {'service':'apns','token':'t','fromId':'bob'}  | 40300
          """)
  @DisplayName("what is no token is refused by the result, without a word of it")
  void refusals(String body, int code) {
    WireClient fay = loggedIn(server.phone("phone"), "fay");
    JsonNode refused = fay.send(5400, body).expect(5401);
    assertThat(refused.get("code").intValue()).isEqualTo(code);
    assertThat(tokens("fay")).isEmpty();
  }

  @Test
  @DisplayName("the longest token comes back whole, and a longer one is refused")
  void theLongest() {
    WireClient gil = loggedIn(server.phone("phone"), "gil");
    String longest = "é".repeat(PushToken.TOKEN_BYTES_AT_MOST / 2);
    gil.send(5400, token(longest)).success(5401);
    assertThat(tokens("gil")).singleElement().asString().endsWith(longest);
    JsonNode refused = gil.send(5400, token("x" + longest)).expect(5401);
    assertThat(refused.get("msg").stringValue()).isEqualTo("token: 4097 bytes (expected: 1..4096)");
    assertThat(tokens("gil")).hasSize(1);
  }

  @Test
  @DisplayName("nobody registers before the login")
  void beforeTheLogin() {
    WireClient stranger = server.phone("phone");
    hangUpLater(stranger);
    assertThat(stranger.send(5400, token("t")).expect(5401).get("code").intValue())
        .isEqualTo(40100);
    assertThat(stranger.send(5402, "{}").expect(5403).get("code").intValue()).isEqualTo(40100);
  }

  @Test
  @DisplayName("the Java SDK registers its device, and removes that")
  void sdk() {
    var config =
        ClientConfig.local("hal").at("127.0.0.1", server.tcpPort()).onDevice("sdk", ClientType.IOS);
    try (Client hal = Client.connect(config, new SilentListener())) {
      DevicePush push = new DevicePush(hal);
      push.set("apns", "hal");
      assertThat(tokens("hal")).containsExactly("2 sdk apns hal");
      push.remove();
      assertThat(tokens("hal")).isEmpty();
    }
  }
}
