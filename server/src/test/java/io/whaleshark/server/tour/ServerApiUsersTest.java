package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Goal: a backend is told who is online, and how much is not read. Method: requests to a real
/// server, beside clients of the wire.
class ServerApiUsersTest extends ServerApiReader {

  private void send(String id, String to) {
    String shared = "'fromId':'alice','toId':'" + to + "','messageBody':'hi'}";
    alice.send(1103, "{'messageId':'" + id + "'," + shared).success(1046);
    alice.expect(1107); // nobody else has a device here
  }

  @Test
  void aUserIsOnlineWithTheDevicesThatAreLoggedIn() {
    long before = System.currentTimeMillis() - 1;
    try (WireClient desktop = server.desktop("alice-desktop")) {
      desktop.logIn("alice");
      JsonNode user = get("/users/alice");
      assertThat(user.get("userId").stringValue()).isEqualTo("alice");
      assertThat(user.get("online").booleanValue()).isTrue();
      assertThat(user.get("banned").booleanValue()).isFalse();
      JsonNode devices = user.get("devices");
      assertThat(devices.size()).isEqualTo(2);
      assertThat(devices.get(0).get("clientType").intValue()).isEqualTo(3);
      assertThat(devices.get(0).get("imei").stringValue()).isEqualTo("alice-phone");
      assertThat(devices.get(1).get("clientType").intValue()).isEqualTo(5);
      assertThat(devices.get(1).get("since").longValue())
          .isBetween(before, System.currentTimeMillis() + 1);
      desktop.send(9003, "{}").expectClosed();
    }
    assertThat(get("/users/alice").get("devices").size()).isEqualTo(1);
  }

  @Test
  void aUserWhoIsNotKnownIsNotOnline() {
    assertThat(get("/users/nobody"))
        .isEqualTo(
            WireClient.json(
                "{'userId':'nobody','online':false,'devices':[],'unreadCount':0,"
                    + "'mutedUnreadCount':0,'banned':false,'receiptsOn':true}"));
  }

  @Test
  void mutedConversationsAreCountedApartAndHiddenOnesNowhere() {
    assertThat(
            server
                .http("PUT", APP + "/groups/g", "{'ownerId':'alice','members':['bob','carol']}")
                .statusCode())
        .isEqualTo(201);
    alice.expect(2001);
    send("m1", "bob");
    send("m2", "bob");
    for (int i = 0; i < 3; i++) {
      String shared = "'fromId':'alice','groupId':'g','messageBody':'hi'}";
      alice.send(2104, "{'messageId':'g" + i + "'," + shared).success(2047);
    }
    assertThat(get("/users/bob").get("unreadCount").intValue()).isEqualTo(5);
    try (WireClient bob = server.phone("bob-phone")) {
      bob.logIn("bob");
      bob.send(5102, "{'conversationType':1,'groupId':'g','isMute':true}").success(5103);
      assertThat(get("/users/bob").get("unreadCount").intValue()).isEqualTo(2);
      assertThat(get("/users/bob").get("mutedUnreadCount").intValue()).isEqualTo(3);
      bob.send(5102, "{'conversationType':0,'toId':'alice','isDeleted':true}").success(5103);
      assertThat(get("/users/bob").get("unreadCount").intValue()).isZero();
    }
    assertThat(get("/users/alice").get("unreadCount").intValue()).isZero();
  }

  @Test
  void statisticsCountWhatIsOnlineAndWhatWasStored() {
    try (WireClient desktop = server.desktop("alice-desktop");
        WireClient elsewhere = server.phone("x").inApp(10002)) {
      desktop.logIn("alice");
      elsewhere.logIn("alice");
      send("m1", "bob");
      desktop.expect(1103);
      desktop.expect(1107);
      send("m2", "bob");
      String again = "{'messageId':'m2','fromId':'alice','toId':'bob','messageBody':'hi'}";
      alice.send(1103, again).success(1046);
      assertThat(get("/stats"))
          .isEqualTo(
              WireClient.json("{'usersOnline':1,'connections':2,'messages':2,'webhooks':[]}"));
    }
  }

  private static void isSignedOut(WireClient device, int clientType, String imei) {
    assertThat(device.expect(9002))
        .isEqualTo(
            WireClient.json(
                "{'reason':'signed out by the application','clientType':"
                    + clientType
                    + ",'imei':'"
                    + imei
                    + "'}"));
    device.expectClosed();
  }

  private int signOut(String which) {
    return server.http("DELETE", APP + "/users/alice/devices" + which, "").statusCode();
  }

  @Test
  void oneDeviceOrAllAreSignedOutAndMayComeBack() {
    try (WireClient desktop = server.desktop("alice-desktop");
        WireClient bob = server.phone("bob-phone")) {
      desktop.logIn("alice");
      bob.logIn("bob");
      assertThat(signOut("?clientType=5&imei=another")).isEqualTo(204);
      assertThat(signOut("?clientType=5&imei=alice-desktop")).isEqualTo(204);
      isSignedOut(desktop, 5, "alice-desktop");
      assertThat(signOut("")).isEqualTo(204);
      isSignedOut(alice, 3, "alice-phone");
      assertThat(signOut("")).as("once more").isEqualTo(204);
      assertThat(get("/users/alice").get("online").booleanValue()).isFalse();
      bob.expectNothing();
    }
    try (WireClient again = server.phone("alice-phone")) {
      again.logIn("alice");
      assertThat(get("/users/alice").get("online").booleanValue()).isTrue();
    }
  }

  private int ban(String body) {
    return server.http("PUT", APP + "/users/alice/ban", body).statusCode();
  }

  private boolean isBanned() {
    return get("/users/alice").get("banned").booleanValue();
  }

  @Test
  void whoIsBannedIsToldWhyAndStaysOutUntilItIsLifted() {
    assertThat(ban("{'reason':'spam'}")).isEqualTo(204);
    assertThat(alice.expect(9002))
        .isEqualTo(
            WireClient.json(
                "{'reason':'banned by the application: spam','clientType':3,"
                    + "'imei':'alice-phone'}"));
    alice.expectClosed();
    assertThat(isBanned()).isTrue();
    assertThat(ban("{'reason':'spam'}")).as("once more").isEqualTo(204);
    try (WireClient again = server.phone("alice-phone")) {
      JsonNode refused = again.send(9000, "{'userId':'alice'}").expect(9001);
      assertThat(refused.get("code").intValue()).isEqualTo(40305);
      assertThat(refused.get("msg").stringValue()).isEqualTo("banned by the application: spam");
      for (int i = 0; i < 2; i++) {
        assertThat(server.http("DELETE", APP + "/users/alice/ban", "").statusCode()).isEqualTo(204);
      }
      assertThat(isBanned()).isFalse();
      again.logIn("alice");
    }
  }

  @Test
  void aBanThatEndsByItselfIsOverThen() {
    long until = System.currentTimeMillis() + 2_000;
    assertThat(ban("{'until':" + until + "}")).isEqualTo(204);
    assertThat(isBanned()).isTrue();
    while (System.currentTimeMillis() < until) {
      Thread.onSpinWait();
    }
    assertThat(isBanned()).isFalse();
    try (WireClient again = server.phone("alice-phone")) {
      again.logIn("alice");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'until':1}",
        "{'until':-1}",
        "{'until':'soon'}",
        "{'reason':5}",
        "{'reason':''}",
        "{'reason':'a\\nb'}",
        "{'why':'spam'}",
        "[]"
      })
  void aBanThatIsNoneIsRefusedAndNobodyIsBanned(String body) {
    assertThat(ban(body)).isEqualTo(400);
    assertThat(ban("{'reason':'" + "x".repeat(257) + "'}")).isEqualTo(413);
    assertThat(isBanned()).isFalse();
    alice.expectNothing();
  }

  @Test
  void aBanNeedsNoBody() {
    assertThat(ban("")).isEqualTo(204);
    assertThat(alice.expect(9002).get("reason").stringValue())
        .isEqualTo("banned by the application");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?clientType=5",
        "?imei=x",
        "?clientType=6&imei=x",
        "?clientType=-1&imei=x",
        "?device=x"
      })
  void aDeviceThatIsNoneIsRefusedAndNobodyIsSignedOut(String which) {
    assertThat(signOut(which)).isEqualTo(400);
    alice.expectNothing();
    assertThat(get("/users/alice").get("online").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users/alice?x=1", "/stats?since=0", "/users/%00"})
  void whatIsWrongIsRefused(String path) {
    var answer = server.http("GET", APP + path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(WireClient.json(answer.body()).get("code").intValue()).isEqualTo(40000);
  }
}
