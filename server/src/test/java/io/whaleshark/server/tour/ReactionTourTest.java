package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about reactions (ADR 41). Goal: who knows reactions is told, on
/// any node, and everybody finds one count. Method: clients that are bytes and JSON only, against
/// real servers.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class ReactionTourTest extends NodeTours {

  private static final String REACT =
      "{'fromId':'%s','toId':'%s','messageSequence':1,'reaction':'👍','isSet':%s}";

  private static final String RANGE = "{'toId':'%s','fromSequence':1,'toSequence':200}";

  private static void send(WireClient from, String user, String peer) {
    from.send(
            1103,
            "{'messageId':'m1','fromId':'%s','toId':'%s','messageBody':'hi'}".formatted(user, peer))
        .success(1046);
  }

  @ParameterizedTest
  @EnumSource
  void aReactionReachesWhoKnowsReactions(Transport transport) {
    String ann = "ann-" + transport;
    String ben = "ben-" + transport;
    WireClient author = loggedIn(server.client(transport, 5, "a"), ann);
    WireClient older = loggedIn(server.client(transport, 1, "older"), ann);
    WireClient reader = loggedIn(elsewhere.client(transport, 5, "b"), ben);
    send(author, ann, ben);
    older.expect(1103);
    reader.expect(1103);
    reactions(author, ann, reader, ben);
    older.expectNothing();
    author.send(1050, "{'fromId':'%s','toId':'%s','messageId':'m1'}".formatted(ann, ben));
    author.success(1051);
    reader.expect(1052);
    JsonNode after = reader.send(1093, RANGE.formatted(ann)).expect(1094);
    assertThat(after.get("dataList").size()).isZero();
  }

  private static void reactions(WireClient author, String ann, WireClient reader, String ben) {
    String range = RANGE.formatted(ben).replace("}", ",'requestId':'r'}");
    JsonNode none = author.send(1093, range).expect(1094);
    assertThat(none.toString()).isEqualTo("{\"dataList\":[],\"requestId\":\"r\"}");
    JsonNode set = reader.send(1090, REACT.formatted(ben, ann, true)).success(1091);
    assertThat(set.propertyNames())
        .containsExactlyInAnyOrder(
            "messageId", "messageKey", "messageSequence", "reaction", "isSet", "count");
    assertThat(set.get("count").intValue()).isEqualTo(1);
    JsonNode told = author.expect(1092);
    assertThat(told.propertyNames())
        .containsExactlyInAnyOrder(
            "conversationType",
            "toId",
            "fromId",
            "messageId",
            "messageKey",
            "messageSequence",
            "reaction",
            "isSet",
            "count");
    assertThat(told.get("toId").stringValue()).isEqualTo(ben);
    assertThat(told.get("fromId").stringValue()).isEqualTo(ben);
    assertThat(told.get("reaction").stringValue()).isEqualTo("👍");
    assertThat(reader.send(1090, REACT.formatted(ben, ann, true)).success(1091)).isEqualTo(set);
    author.send(1090, REACT.formatted(ann, ben, 1)).success(1091);
    assertThat(reader.expect(1092).get("count").intValue()).isEqualTo(2);
    pages(author, ann, reader, ben);
    JsonNode gone = reader.send(1090, REACT.formatted(ben, ann, false)).success(1091);
    assertThat(gone.get("isSet").booleanValue()).isFalse();
    assertThat(author.expect(1092).get("count").intValue()).isEqualTo(1);
    JsonNode left = reader.send(1093, RANGE.formatted(ann)).expect(1094).get("dataList").get(0);
    assertThat(left.get("reactions").toString()).isEqualTo("[{\"reaction\":\"👍\",\"count\":1}]");
  }

  private static void pages(WireClient author, String ann, WireClient reader, String ben) {
    JsonNode page = author.send(1093, RANGE.formatted(ben)).expect(1094).get("dataList");
    assertThat(page.get(0).toString())
        .isEqualTo(
            "{\"messageSequence\":1,\"reactions\":"
                + "[{\"reaction\":\"👍\",\"count\":2,\"mine\":true}]}");
    String who = "{'toId':'%s','messageSequence':1,'reaction':'👍','maxLimit':1%s}";
    JsonNode first = reader.send(1095, who.formatted(ann, "")).expect(1096);
    assertThat(first.toString())
        .isEqualTo(
            "{\"count\":2,\"dataList\":[{\"userId\":\"%s\"}],\"completed\":false}".formatted(ann));
    JsonNode last =
        reader.send(1095, who.formatted(ann, ",'lastUserId':'" + ann + "'")).expect(1096);
    assertThat(last.get("dataList").get(0).get("userId").stringValue()).isEqualTo(ben);
    assertThat(last.get("completed").booleanValue()).isTrue();
    JsonNode refused =
        reader.send(1093, "{'groupId':'none','fromSequence':1,'toSequence':2}").expect(9010);
    assertThat(refused.get("code").intValue()).isEqualTo(40301);
  }

  @Test
  void usersOfTwoNodesFindOneCount() {
    WireClient here = loggedIn(server.client(Transport.TCP, 5, "a"), "cid");
    WireClient there = loggedIn(elsewhere.client(Transport.TCP, 5, "b"), "dot");
    send(here, "cid", "dot");
    there.expect(1103);
    there.send(1093, RANGE.formatted("cid")).expect(1094);
    here.send(1090, REACT.formatted("cid", "dot", true)).success(1091);
    there.expect(1092);
    for (int i = 0; i < 20; i++) {
      there.send(1090, REACT.formatted("dot", "cid", i % 2 == 0)).success(1091);
      assertThat(here.expect(1092).get("count").intValue()).isEqualTo(i % 2 == 0 ? 2 : 1);
    }
  }
}
