package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.tour.WireClient.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about blocks. Goal: users block one another with their devices, as
/// their backend does over HTTP. Method: clients that are bytes and JSON only, against a real
/// server for the one who blocks and, where the engine has nodes, another one for the one who is
/// blocked.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES"})
class BlockTourTest extends NodeTours {

  private static final int ROUNDS = 40;
  private static final int BLOCKS_AT_MOST = 1_000;
  private static final int ID_CHARS = 128;

  private static String block(String user, boolean isBlocked) {
    return "{'blockedId':'%s','isBlocked':%b}".formatted(user, isBlocked);
  }

  private static String message(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'hi'}"
        .formatted(id, from, to);
  }

  private static JsonNode blocked(String ids) {
    return WireClient.json("{'blockedIds':" + ids + "}");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("who is blocked is refused until the block is lifted, and nobody is told of either")
  void blocksAndLifts(Transport transport) {
    String ann = "ann-" + transport;
    String ben = "ben-" + transport;
    WireClient web = loggedIn(server.client(transport, 1, "web"), ann);
    WireClient phone = loggedIn(server.phone("phone"), ann);
    WireClient peer = loggedIn(elsewhere.phone("peer"), ben);

    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(web.send(5200, block(ben, true)).success(5201))
          .isEqualTo(WireClient.json(block(ben, true)));
      assertThat(web.send(5202, "{}").expect(5203)).isEqualTo(blocked("['" + ben + "']"));
    }
    assertThat(phone.send(5202, "{}").expect(5203)).isEqualTo(blocked("['" + ben + "']"));
    JsonNode refused = peer.send(1103, message("m1", ben, ann)).expect(1046);
    assertThat(refused.get("code").intValue()).isEqualTo(40306);
    assertThat(refused.get("data").get("messageId").stringValue()).isEqualTo("m1");
    peer.expectNothing();
    phone.expectNothing();
    web.expectNothing();

    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(phone.send(5200, block(ben, false)).success(5201))
          .isEqualTo(WireClient.json(block(ben, false)));
      assertThat(phone.send(5202, "{}").expect(5203)).isEqualTo(blocked("[]"));
    }
    assertThat(web.send(5202, "{}").expect(5203)).isEqualTo(blocked("[]"));
    peer.send(1103, message("m1", ben, ann)).success(1046);
    assertThat(web.expect(1103).get("messageSequence").intValue()).isEqualTo(1);
    assertThat(phone.expect(1103).get("messageId").stringValue()).isEqualTo("m1");
  }

  @Test
  @DisplayName("what the backend sets and what a device sets is one list, in the order of the ids")
  void isTheListOfTheBackend() {
    WireClient cat = loggedIn(server.phone("phone"), "cat");
    cat.send(5200, "{'blockedId':'eve','isBlocked':1,'fromId':'cat'}").success(5201);
    cat.send(5200, block("漢", true)).success(5201);
    String path = ServerApiReader.APP + "/blocks/cat";
    assertThat(server.http("PUT", path + "/dan", "").statusCode()).isEqualTo(204);
    JsonNode page = cat.send(5202, "{'requestId':'r','fromId':'cat'}").expect(5203);
    assertThat(page).isEqualTo(WireClient.json("{'blockedIds':['dan','eve','漢'],'requestId':'r'}"));
    cat.send(5200, "{'blockedId':'dan','isBlocked':0}").success(5201);
    assertThat(WireClient.json(server.http("GET", path, "").body()).get("blockedIds"))
        .isEqualTo(WireClient.json("['eve','漢']"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'isBlocked':true}                                  | 40000
          {'blockedId':'','isBlocked':true}                   | 40000
          {'blockedId':7,'isBlocked':true}                    | 40000
          {'blockedId':'a\\u0000','isBlocked':true}           | 40000
          {'blockedId':'bob'}                                 | 40000
          {'blockedId':'bob','isBlocked':2}                   | 40000
          {'blockedId':'fay','isBlocked':true}                | 40000
          {'blockedId':'bob','isBlocked':true,'fromId':'bob'} | 40300
          """)
  @DisplayName("what names no other user, or says nothing about them, is refused by the result")
  void refusals(String body, int code) {
    WireClient fay = loggedIn(server.phone("phone"), "fay");
    assertThat(fay.send(5200, body).refusal(5201)).isEqualTo(code);
    assertThat(fay.send(5202, "{}").expect(5203)).isEqualTo(blocked("[]"));
  }

  @Test
  @DisplayName("blocks are asked by the logged-in user alone")
  void nobodyElseAsks() {
    WireClient gus = server.phone("phone");
    hangUpLater(gus);
    assertThat(gus.send(5202, "{}").refusal(9010)).isEqualTo(40100);
    assertThat(gus.send(5200, block("bob", true)).refusal(5201)).isEqualTo(40100);
    gus.logIn("gus");
    assertThat(gus.send(5202, "{'fromId':'bob'}").refusal(9010)).isEqualTo(40300);
    WireClient other = server.phone("other").inApp(2);
    loggedIn(other, "gus").send(5200, block("bob", true)).success(5201);
    assertThat(gus.send(5202, "{}").expect(5203)).as("P9").isEqualTo(blocked("[]"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a block, then the list, in one packet")
  void blocksAreSeen(Transport transport) {
    WireClient hal = loggedIn(server.client(transport, 1, "web"), "hal-" + transport);
    for (int i = 1; i <= ROUNDS; i++) {
      boolean isBlocked = i % 2 == 1;
      hal.sendBoth(5200, block("bob", isBlocked), 5202, "{}").success(5201);
      assertThat(hal.expect(5203))
          .as("round %d", i)
          .isEqualTo(blocked(isBlocked ? "['bob']" : "[]"));
    }
  }

  @Test
  @DisplayName(
      "P1 a block that is acknowledged binds whatever is sent after it, and so does its end")
  void bindsFromTheAcknowledgementOn() {
    WireClient ida = loggedIn(server.phone("phone"), "ida");
    WireClient jim = loggedIn(elsewhere.phone("phone"), "jim");
    for (int i = 1; i <= ROUNDS; i++) {
      boolean isBlocked = i % 2 == 1;
      ida.send(5200, block("jim", isBlocked)).success(5201);
      jim.send(1103, message("m" + i, "jim", "ida"));
      if (isBlocked) {
        assertThat(jim.refusal(1046)).as("round %d", i).isEqualTo(40306);
      } else {
        jim.success(1046);
        assertThat(ida.expect(1103).get("messageId").stringValue()).isEqualTo("m" + i);
      }
    }
  }

  @Test
  @DisplayName("P10 a thousand are blocked, whose ids are as long as can be: one page has them all")
  void theLongestList() {
    List<String> ids =
        IntStream.range(0, BLOCKS_AT_MOST)
            .mapToObj(i -> "漢".repeat(ID_CHARS - 3) + "%03d".formatted(i))
            .toList();
    WireClient kai = loggedIn(server.phone("phone"), "kai");
    List<String> shuffled = new ArrayList<>(ids);
    Collections.reverse(shuffled);
    shuffled.forEach(id -> kai.send(5200, block(id, true)));
    kai.send(5200, block("one more", true)).send(5200, block(ids.getFirst(), true));
    shuffled.forEach(_ -> kai.success(5201));
    assertThat(kai.refusal(5201)).isEqualTo(41300);
    kai.success(5201);
    var config = ClientConfig.local("kai").at("127.0.0.1", server.tcpPort());
    try (Client sdk = Client.connect(config, new SilentListener())) {
      assertThat(sdk.blocked().blockedIds()).isEqualTo(ids);
      sdk.setBlocked(ids.getFirst(), false);
      assertThat(sdk.blocked().blockedIds()).isEqualTo(ids.subList(1, BLOCKS_AT_MOST));
    }
  }
}
