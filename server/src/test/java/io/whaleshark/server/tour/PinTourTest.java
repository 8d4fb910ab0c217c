package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about pins (ADR 40). Goal: who knows pins is told, on any node,
/// and finds them. Method: clients that are bytes and JSON only, against real servers.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class PinTourTest extends NodeTours {

  private static final String PIN = "{'fromId':'%s','toId':'%s','messageSequence':1,'isPinned':%s}";

  @ParameterizedTest
  @EnumSource
  void aPinReachesWhoKnowsPins(Transport transport) {
    String ann = "ann-" + transport;
    String ben = "ben-" + transport;
    WireClient pinner = loggedIn(server.client(transport, 5, "a"), ann);
    WireClient reader = loggedIn(elsewhere.client(transport, 5, "b"), ben);
    WireClient older = loggedIn(elsewhere.client(transport, 1, "older"), ben);
    pinner
        .send(
            1103,
            "{'messageId':'m1','fromId':'%s','toId':'%s','messageBody':'hi'}".formatted(ann, ben))
        .success(1046);
    reader.expect(1103);
    older.expect(1103);
    pins(pinner, ann, reader, ben);
    older.expectNothing();
  }

  private static void pins(WireClient pinner, String ann, WireClient reader, String ben) {
    JsonNode none = reader.send(1083, "{'toId':'%s','requestId':'p'}".formatted(ann)).expect(1084);
    assertThat(none.toString()).isEqualTo("{\"dataList\":[],\"requestId\":\"p\"}");
    JsonNode pinned = pinner.send(1080, PIN.formatted(ann, ben, true)).success(1081);
    assertThat(pinned.propertyNames())
        .containsExactlyInAnyOrder(
            "messageId", "messageKey", "messageSequence", "isPinned", "pinnedTime");
    assertThat(pinned.get("isPinned").booleanValue()).isTrue();
    JsonNode told = reader.expect(1082);
    assertThat(told.propertyNames())
        .containsExactlyInAnyOrder(
            "conversationType",
            "toId",
            "fromId",
            "messageId",
            "messageKey",
            "messageSequence",
            "isPinned",
            "pinnedTime");
    assertThat(told.get("toId").stringValue()).isEqualTo(ann);
    assertThat(told.get("fromId").stringValue()).isEqualTo(ann);
    assertThat(told.get("pinnedTime")).isEqualTo(pinned.get("pinnedTime"));
    JsonNode page = reader.send(1083, "{'toId':'%s'}".formatted(ann)).expect(1084).get("dataList");
    assertThat(page.get(0).get("messageBody").stringValue()).isEqualTo("hi");
    assertThat(page.get(0).get("pinnedTime")).isEqualTo(pinned.get("pinnedTime"));
    assertThat(pinner.send(1080, PIN.formatted(ann, ben, true)).success(1081)).isEqualTo(pinned);
    JsonNode no = reader.send(1080, PIN.formatted(ben, ann, false)).success(1081);
    assertThat(no.get("isPinned").booleanValue()).isFalse();
    assertThat(no.has("pinnedTime")).isFalse();
    JsonNode gone = pinner.expect(1082);
    assertThat(gone.get("toId").stringValue()).isEqualTo(ben);
    assertThat(gone.get("fromId").stringValue()).isEqualTo(ben);
    assertThat(gone.has("pinnedTime")).isFalse();
    assertThat(reader.send(1083, "{'groupId':'none'}").expect(9010).get("code").intValue())
        .isEqualTo(40301);
  }
}
