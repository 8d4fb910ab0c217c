package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.server.SilentListener;
import io.whaleshark.server.push.PushKeys;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.webhook.TestReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The rows of the wire contract about the privacy of receipts (ADR 27). Goal: who has switched
/// theirs off is seen by nobody, and sees nobody. Method: clients that are bytes and JSON only,
/// against a real server for the one who switches and, where the engine has nodes, another one for
/// all others.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES"})
class ReceiptTourTest extends NodeTours {

  private static final String BY_USER = "/v1/apps/10001";

  /// A stamp or a time.
  private static final Pattern TIME = Pattern.compile("\\d{13,16}");

  /// Who is told by the webhook of the app.
  private TestReceiver receiver;

  /// Who is told by the push service of the app.
  private PushStandIn apple;

  /// Apps with each setting, and a webhook and a push service for the one whose users decide.
  @Override
  Map<String, String> settings(Path folder) throws Exception {
    receiver = new TestReceiver(0);
    apple = new PushStandIn(folder);
    Path config = folder.resolve("receipts.yaml");
    PushKeys keys = PushKeys.make(folder, apple.url());
    Files.writeString(
        config,
        """
        apps:
          10001:
            receipts: by-user
            webhooks:
              - {name: backend, url: "%s", secret: %s, private: true,
                 events: [message.sent, message.offline, conversation.read, group.changed]}
            push:
              apns: {key: "%s", key-id: KEY4567890, team-id: TEAM567890, topic: com.example.chat,
                     url: "%s", tls-ca: "%s"}
          10002:
            receipts: off
          10003:
            receipts: by-user
            receipts-of-others: shown
        """
            .formatted(
                receiver.url(), TestReceiver.SECRET, keys.apple(), apple.url(), apple.authority()));
    return Map.of("WHALESHARK_CONFIG", config.toString());
  }

  @Override
  void stopOthers() {
    receiver.close();
    apple.close();
  }

  private static String direct(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'hi'}"
        .formatted(id, from, to);
  }

  private static String read(String from, String to, int sequence) {
    return "{'fromId':'%s','toId':'%s','messageSequence':%d}".formatted(from, to, sequence);
  }

  private static JsonNode state(boolean on, boolean shown, boolean changeable) {
    return WireClient.json(
        "{'receiptsOn':%b,'othersShown':%b,'changeable':%b}".formatted(on, shown, changeable));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "a switch is answered, told to the user's other devices, and nobody else hears of it")
  void switches(WireClient.Transport transport) {
    String ann = "ann-" + transport;
    WireClient web = loggedIn(server.client(transport, 1, "web"), ann);
    WireClient phone = loggedIn(elsewhere.phone("phone"), ann);
    WireClient other = loggedIn(elsewhere.phone("other"), "ben-" + transport);
    assertThat(web.send(5302, "{}").expect(5303)).isEqualTo(state(true, true, true));
    for (int repeat = 0; repeat < 2; repeat++) {
      assertThat(web.send(5300, "{'receiptsOn':false}").success(5301))
          .isEqualTo(WireClient.json("{'receiptsOn':false}"));
    }
    assertThat(phone.expect(5304))
        .isEqualTo(
            WireClient.json(
                "{'fromId':'%s','receiptsOn':false,'othersShown':false}".formatted(ann)));
    assertThat(phone.send(5302, "{}").expect(5303)).isEqualTo(state(false, false, true));
    other.expectNothing();
    web.expectNothing();
    assertThat(server.http("PUT", user(ann) + "/receipts", "{'receiptsOn':true}").statusCode())
        .isEqualTo(204);
    assertThat(web.expect(5304).get("receiptsOn").booleanValue()).isTrue();
    assertThat(phone.expect(5304).get("othersShown").booleanValue()).isTrue();
  }

  private static String user(String name) {
    return BY_USER + "/users/" + name;
  }

  @ParameterizedTest
  @CsvSource({"10004, true, true, false", "10002, false, false, false", "10003, true, true, true"})
  @DisplayName("what an app's users may do is said, on the wire and over HTTP, and refused alike")
  void appsDecide(int app, boolean on, boolean shown, boolean changeable) {
    WireClient ivy = loggedIn(server.phone("phone").inApp(app), "ivy");
    assertThat(ivy.send(5302, "{}").expect(5303)).isEqualTo(state(on, shown, changeable));
    String path = "/v1/apps/" + app + "/users/ivy/receipts";
    JsonNode told = WireClient.json(server.http("GET", path, "").body());
    assertThat(told.get("changeable").booleanValue()).isEqualTo(changeable);
    assertThat(told.get("receiptsOn").booleanValue()).isEqualTo(on);
    ivy.send(5300, "{'receiptsOn':0}");
    var overHttp = server.http("PUT", path, "{'receiptsOn':false}");
    if (changeable) {
      ivy.success(5301);
      assertThat(overHttp.statusCode()).isEqualTo(204);
      assertThat(ivy.send(5302, "{}").expect(5303)).isEqualTo(state(false, true, true));
    } else {
      assertThat(ivy.refusal(5301)).isEqualTo(40307);
      assertThat(overHttp.statusCode()).isEqualTo(403);
      assertThat(WireClient.json(overHttp.body()).get("code").intValue()).isEqualTo(40307);
    }
  }

  @Test
  @DisplayName("who has switched off sees nobody read, and sees how far they are once on again")
  void seesNobody() {
    WireClient kim = loggedIn(server.phone("phone"), "kim");
    WireClient leo = loggedIn(elsewhere.phone("phone"), "leo");
    kim.send(1103, direct("m1", "kim", "leo")).success(1046);
    leo.expect(1103);
    kim.send(5300, "{'receiptsOn':false}").success(5301);
    leo.send(
        1107, "{'fromId':'leo','toId':'kim','messageKey':1,'messageId':'m1','messageSequence':1}");
    leo.send(1106, read("leo", "kim", 1));
    leo.send(1103, direct("m2", "leo", "kim"));
    assertThat(kim.expect(1103).get("messageId").stringValue()).isEqualTo("m2");
    assertThat(peerOfKim(kim)).isEqualTo("0 0");
    kim.send(5300, "{'receiptsOn':true}").success(5301);
    assertThat(peerOfKim(kim)).isEqualTo("1 1");
  }

  private static String peerOfKim(WireClient kim) {
    JsonNode item = kim.send(5100, "{}").expect(5101).get("dataList").get(0);
    return item.get("peerReadSequence").intValue()
        + " "
        + item.get("peerReceiveSequence").intValue();
  }

  @Test
  @DisplayName("the SDK sets the switch and says what holds")
  void ofTheSdk() {
    var config = ClientConfig.local("mia").at("127.0.0.1", server.tcpPort());
    try (Client sdk = Client.connect(config, new SilentListener())) {
      assertThat(sdk.receipts().receiptsOn()).isTrue();
      assertThat(sdk.setReceipts(false).receiptsOn()).isFalse();
      assertThat(sdk.receipts().othersShown()).isFalse();
      assertThat(sdk.receipts().changeable()).isTrue();
    }
  }

  @Test
  @DisplayName("what a private reader's phone shows is withdrawn, and no webhook hears of the read")
  void ofThePhone() {
    server.http("PUT", user("pia") + "/receipts", "{'receiptsOn':false}");
    server.http(
        "PUT",
        user("pia") + "/push-tokens",
        "{'clientType':2,'imei':'iphone','service':'apns','token':'a1'}");
    WireClient oda = loggedIn(elsewhere.phone("phone"), "oda");
    oda.send(1103, direct("p1", "oda", "pia")).success(1046);
    oda.expect(1107);
    await().until(() -> pushed().equals(List.of("message.sent")));
    WireClient pia = loggedIn(server.desktop("desk"), "pia");
    pia.send(1106, read("pia", "oda", 1));
    await().until(() -> pushed().equals(List.of("message.sent", "conversation.read")));
    oda.send(1103, direct("p2", "oda", "pia")).success(1046);
    oda.expect(1107);
    await()
        .until(() ->
            receiver.taken().stream()
                .anyMatch(each -> each.data().path("messageId").asString("").equals("p2")));
    assertThat(receiver.taken())
        .noneMatch(each -> each.data().path("readerId").asString("").equals("pia"));
    assertThat(pushed()).hasSize(2);
  }

  private List<String> pushed() {
    return apple.taken().stream()
        .filter(each -> each.path().endsWith("/a1"))
        .map(each -> each.body().at("/whaleshark/event").asString())
        .toList();
  }

  // --- the leak test ---

  /// What a private reader does. To everybody else, all of it has to be the same.
  private enum Behaviour {
    AWAY,
    IDLE,
    BUSY
  }

  @Test
  @DisplayName(
      "whatever a private reader does, all others get the same frames, pages, answers and events")
  void nothingLeaks() {
    Map<String, List<String>> away = seenByOthers(Behaviour.AWAY, "A");
    Map<String, List<String>> idle = seenByOthers(Behaviour.IDLE, "B");
    Map<String, List<String>> busy = seenByOthers(Behaviour.BUSY, "C");
    assertThat(away.get("ann-phone")).hasSizeGreaterThan(15);
    assertThat(away.get("webhook")).hasSize(EVENTS);
    away.forEach((who, what) -> {
      assertThat(idle.get(who))
          .as("%s, while the reader is idle", who)
          .containsExactlyElementsOf(what);
      assertThat(busy.get(who))
          .as("%s, while the reader is busy", who)
          .containsExactlyElementsOf(what);
    });
    assertThat(idle.keySet()).isEqualTo(away.keySet());
    assertThat(busy.keySet()).isEqualTo(away.keySet());
  }

  private Map<String, List<String>> seenByOthers(Behaviour behaviour, String run) {
    return new Leaks(this, behaviour == Behaviour.BUSY, behaviour != Behaviour.AWAY, run).play();
  }

  /// How many the webhook gets of one play.
  private static final int EVENTS = 9;

  /// One play, with users of its own.
  private static final class Leaks {

    private final ReceiptTourTest tours;
    private final boolean isBusy;
    private final boolean isThere;
    private final String ann;
    private final String ben;
    private final String pat;
    private final String team;
    private final Map<String, List<String>> seen = new HashMap<>();

    Leaks(ReceiptTourTest tours, boolean isBusy, boolean isThere, String run) {
      this.tours = tours;
      this.isBusy = isBusy;
      this.isThere = isThere;
      this.ann = "ann" + run;
      this.ben = "ben" + run;
      this.pat = "pat" + run;
      this.team = "team" + run;
    }

    Map<String, List<String>> play() {
      http(
          "PUT",
          BY_USER + "/groups/" + team,
          "{'ownerId':'%s','members':['%s','%s']}".formatted(ann, ben, pat));
      http("PUT", user(pat) + "/receipts", "{'receiptsOn':false}");
      WireClient annsPhone = tours.loggedIn(tours.elsewhere.phone("phone"), ann);
      WireClient annsDesk = tours.loggedIn(tours.elsewhere.desktop("desk"), ann);
      WireClient bens = tours.loggedIn(tours.elsewhere.phone("phone"), ben);
      List<WireClient> pats = new ArrayList<>();
      if (isThere) {
        pats.add(tours.loggedIn(tours.server.phone("phone"), pat));
      }
      if (isBusy) {
        pats.add(tours.loggedIn(tours.server.desktop("desk"), pat));
      }
      List<WireClient> anns = List.of(annsPhone, annsDesk);

      for (int i = 1; i <= 2; i++) {
        annsPhone.send(1103, direct("d" + i, ann, pat));
        note("ann-phone", annsPhone, 1046, 1107);
        note("ann-desk", annsDesk, 1103, 1107);
        busy(pats, 1103, 1106, read(pat, ann, i));
        annsPhone.send(
            2104,
            "{'messageId':'g%d','fromId':'%s','groupId':'%s','messageBody':'hi'}"
                .formatted(i, ann, team));
        note("ann-phone", annsPhone, 2047);
        note("ann-desk", annsDesk, 2104);
        note("ben", bens, 2104);
        String readGroup =
            "{'fromId':'%%s','groupId':'%s','messageSequence':%d}".formatted(team, i);
        busy(pats, 2104, 2106, readGroup.formatted(pat));
        bens.send(2106, readGroup.formatted(ben));
        note("ann-phone", annsPhone, 2054);
        note("ann-desk", annsDesk, 2054);
      }
      pages(annsPhone);

      http("PUT", user(pat) + "/receipts", "{'receiptsOn':true}");
      pages(annsPhone);
      WireClient late = tours.loggedIn(tours.server.phone("late"), pat);
      late.send(1106, read(pat, ann, 1));
      for (WireClient each : anns) {
        note(each == annsPhone ? "ann-phone" : "ann-desk", each, 1054);
      }
      pages(annsPhone);
      bens.send(1103, direct("last", ben, ann));
      note("ben", bens, 1046);
      note("ann-phone", annsPhone, 1103);
      note("ann-desk", annsDesk, 1103);
      anns.forEach(WireClient::expectNothing);
      bens.expectNothing();
      backend();
      return seen;
    }

    /// The private reader's devices get what was sent, acknowledge it, and report it as read: one
    /// after the other, and again.
    private void busy(List<WireClient> pats, int message, int command, String report) {
      if (!isBusy) {
        return;
      }
      for (WireClient device : pats) {
        JsonNode got = device.expect(message);
        if (message == 1103) {
          device.send(
              1107,
              "{'fromId':'%s','toId':'%s','messageKey':%d,'messageId':'%s','messageSequence':%d}"
                  .formatted(
                      pat,
                      ann,
                      got.get("messageKey").longValue(),
                      got.get("messageId").stringValue(),
                      got.get("messageSequence").intValue()));
        }
      }
      pats.getFirst().send(command, report).send(command, report);
      pats.getLast().expect(command == 1106 ? 1053 : 2053);
      JsonNode list = pats.getFirst().send(5100, "{}").expect(5101).get("dataList");
      assertThat(list.size()).isPositive();
    }

    /// The frames that a device gets, which must be these.
    private void note(String who, WireClient device, int... commands) {
      for (int command : commands) {
        seen(who, command + " " + device.expect(command));
      }
    }

    /// All that a device can ask.
    private void pages(WireClient anns) {
      ask(anns, 5100, "{'lastSequence':1}", 5101);
      ask(anns, 1200, "{'lastSequence':0}", 1201);
      String inTeam = "'groupId':'" + team + "'";
      ask(anns, 2110, "{" + inTeam + ",'messageSequence':1}", 2111);
      ask(anns, 2112, "{" + inTeam + ",'fromSequence':1,'toSequence':2}", 2113);
      ask(anns, 1210, "{'toId':'" + pat + "'}", 1211);
      ask(anns, 5302, "{}", 5303);
    }

    private void ask(WireClient anns, int command, String body, int answer) {
      seen("ann-phone", answer + " " + anns.send(command, body).expect(answer));
    }

    private void backend() {
      for (String name : List.of(ann, ben)) {
        seen("http", http("GET", user(name), ""));
        seen("http", http("GET", user(name) + "/conversations", ""));
      }
      seen("http", http("GET", BY_USER + "/groups/" + team, ""));
      // What the backend is told of the private reader as a receiver is the reader's own badge.
      // Events of one conversation come in order: what leaked would come before its last one.
      await().until(() -> events().size() >= EVENTS);
      events().forEach(event -> seen("webhook", event));
      seen.get("webhook").sort(null); // those of different conversations come in any order
    }

    private List<String> events() {
      return tours.receiver.taken().stream()
          .filter(each -> isOfThis(each.data().toString()))
          .filter(each -> !each.data().path("receiverId").asString("").equals(pat))
          .map(each -> each.type() + " " + each.data())
          .toList();
    }

    private boolean isOfThis(String event) {
      return List.of(ann, ben, pat, team).stream().anyMatch(event::contains);
    }

    private String http(String method, String path, String body) {
      var answer = tours.elsewhere.http(method, path, body);
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
      return answer.body();
    }

    /// Notes what was seen, byte by byte but for names and times: the letter of this play, and the
    /// digits of stamps and times, of which there are as many in each play. So sizes count.
    private void seen(String who, String what) {
      String plain = what;
      for (String name : List.of(ann, ben, pat, team)) {
        plain = plain.replace(name, name.substring(0, name.length() - 1) + "-");
      }
      seen.computeIfAbsent(who, _ -> new ArrayList<>())
          .add(TIME.matcher(plain).replaceAll(time -> "0".repeat(time.group().length())));
    }
  }
}
