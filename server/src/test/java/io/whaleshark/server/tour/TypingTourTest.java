package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rows of the wire contract about who is writing (ADR 39). Goal: others see it, and nothing is
/// stored. Method: clients that are bytes and JSON only, against a real server for the one who
/// writes and, where the engine has nodes, another one for all others.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class TypingTourTest extends NodeTours {

  private static final long PATIENCE_MILLIS = 30_000;
  private static final long QUIET_MILLIS = 150;

  /// Knows of 5501, as its first 5500 says.
  @Override
  WireClient loggedIn(WireClient client, String user) {
    return super.loggedIn(client, user)
        .send(5500, "{'toId':'%s','isTyping':false}".formatted(user));
  }

  /// Nodes may not hear one another yet, and what is not heard is lost: it is shown until it is
  /// seen, in one conversation after another since each has its own pace. The groups are committed
  /// behind the logins before this, so the writer's node knows of these then.
  private void awaitHearing(WireClient writer, String name) {
    WireClient reader = loggedIn(elsewhere.phone("ready"), name + "-ready");
    boolean isHeard = false;
    for (int i = 0; i < 100 && !isHeard; i++) {
      String group = name + "-ready-" + i;
      group(group, name, name + "-ready");
      assertThat(writer.hears(2001, PATIENCE_MILLIS)).isTrue();
      assertThat(reader.hears(2001, PATIENCE_MILLIS)).isTrue();
      writer.send(5500, "{'groupId':'%s','isTyping':true}".formatted(group));
      isHeard = reader.hears(5501, 1_000);
    }
    assertThat(isHeard).as("the nodes hear each other").isTrue();
  }

  private void group(String group, String... members) {
    String body =
        "{'ownerId':'%s','members':['%s']}".formatted(members[0], String.join("','", members));
    assertThat(server.http("PUT", ServerApiReader.APP + "/groups/" + group, body).statusCode())
        .isIn(200, 201);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("devices of the other one see that somebody writes and stops, and no page has it")
  void directly(Transport transport) {
    String ann = "ann-" + transport;
    String ben = "ben-" + transport;
    WireClient writer = loggedIn(server.client(transport, 1, "web"), ann);
    WireClient own = loggedIn(elsewhere.desktop("desk"), ann);
    WireClient phone = loggedIn(elsewhere.phone("phone"), ben);
    WireClient web = loggedIn(elsewhere.client(transport, 1, "web"), ben);
    awaitHearing(writer, ann);

    writer.send(5500, "{'conversationType':0,'toId':'%s','isTyping':true}".formatted(ben));
    writer.send(
        5500, "{'fromId':'%s','toId':'%s','isTyping':1,'requestId':'r'}".formatted(ann, ben));
    for (boolean isTyping : List.of(true, false)) {
      for (WireClient each : List.of(phone, web)) {
        assertThat(each.expect(5501))
            .isEqualTo(
                WireClient.json(
                    "{'conversationType':0,'toId':'%s','fromId':'%s','isTyping':%b}"
                        .formatted(ben, ann, isTyping)));
        each.expectNothing();
      }
      writer.send(5500, "{'toId':'%s','isTyping':false}".formatted(ben));
    }
    writer.expectNothing();
    assertThat(own.hears(5501, QUIET_MILLIS)).isFalse();
    assertThat(web.send(1200, "{}").expect(1201).get("dataList").isEmpty()).isTrue();
    assertThat(web.send(5100, "{}").expect(5101).get("dataList").isEmpty()).isTrue();
  }

  @Test
  @DisplayName("in a group the members see it; who is no member, or is muted, is refused by 9010")
  void inGroup() {
    WireClient cat = loggedIn(server.phone("phone"), "cat");
    WireClient dan = loggedIn(elsewhere.phone("phone"), "dan");
    WireClient eve = loggedIn(elsewhere.phone("phone"), "eve");
    awaitHearing(cat, "cat");
    group("typing-team", "cat", "dan");
    List.of(cat, dan).forEach(each -> each.expect(2001));
    cat.send(5500, "{'groupId':'typing-team','isTyping':true}");
    assertThat(dan.expect(5501))
        .isEqualTo(
            WireClient.json(
                "{'conversationType':1,'groupId':'typing-team','fromId':'cat','isTyping':true}"));
    eve.send(5500, "{'groupId':'typing-team','isTyping':true,'requestId':'r-9'}");
    assertThat(eve.expect(9010).toString())
        .contains("\"code\":40301", "\"command\":5500", "\"requestId\":\"r-9\"");
    eve.send(5500, "{'groupId':'nowhere','isTyping':true}");
    assertThat(eve.refusal(9010)).isEqualTo(40301);
    eve.send(5500, "{'fromId':'dan','groupId':'typing-team','isTyping':true}");
    assertThat(eve.refusal(9010)).isEqualTo(40300);
    String mute = ServerApiReader.APP + "/groups/typing-team/members/dan";
    assertThat(server.http("PUT", mute, "{'role':'member','muted':true}").statusCode())
        .isEqualTo(200);
    dan.expect(2003);
    dan.send(5500, "{'groupId':'typing-team','isTyping':true}");
    assertThat(dan.refusal(9010)).isEqualTo(40304);
    eve.expectNothing();
  }

  @Test
  @DisplayName("who is blocked is not seen, and is told nothing of that")
  void blocked() {
    WireClient fay = loggedIn(server.phone("phone"), "fay");
    WireClient gus = loggedIn(elsewhere.phone("phone"), "gus");
    WireClient hal = loggedIn(elsewhere.phone("phone"), "hal");
    awaitHearing(fay, "fay");
    gus.send(5200, "{'blockedId':'fay','isBlocked':true}").success(5201);
    fay.send(5500, "{'toId':'gus','isTyping':true}");
    fay.send(5500, "{'toId':'hal','isTyping':true}");
    assertThat(hal.expect(5501).get("fromId").stringValue()).isEqualTo("fay");
    fay.expectNothing();
    gus.expectNothing();
    gus.send(5500, "{'toId':'fay','isTyping':true}");
    assertThat(fay.expect(5501).get("fromId").stringValue()).isEqualTo("gus");
  }

  @Test
  @DisplayName("a device that has never sent 5500 is told nothing: older ones do not know 5501")
  void olderDevices() {
    WireClient ida = loggedIn(server.phone("phone"), "ida");
    WireClient jon = loggedIn(elsewhere.phone("phone"), "jon");
    WireClient older = elsewhere.desktop("older");
    hangUpLater(older);
    older.logIn("jon");
    awaitHearing(ida, "ida");
    ida.send(5500, "{'toId':'jon','isTyping':true}");
    assertThat(jon.expect(5501).get("fromId").stringValue()).isEqualTo("ida");
    older.expectNothing();
  }
}
