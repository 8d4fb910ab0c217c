package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Goal: the server says what the contract says, row by row. Method: clients that are bytes and
/// JSON only, against a real server on real sockets.
class TourTest {

  @TempDir Path folder;
  private TourServer server;
  private final List<WireClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
  }

  @AfterEach
  void stop() {
    clients.forEach(WireClient::close);
    server.close();
  }

  private WireClient keep(WireClient client) {
    clients.add(client);
    return client;
  }

  private WireClient phone(String user) {
    WireClient client = keep(server.phone(user + "-phone"));
    client.logIn(user);
    return client;
  }

  private WireClient desktop(String user) {
    WireClient client = keep(server.desktop(user + "-desktop"));
    client.logIn(user);
    return client;
  }

  private static String direct(String id, String from, String to) {
    return "{'messageId':'%s','fromId':'%s','toId':'%s','messageBody':'hi'}"
        .formatted(id, from, to);
  }

  private static String inGroup(String id, String from, String group) {
    return "{'messageId':'%s','fromId':'%s','groupId':'%s','messageBody':'hi'}"
        .formatted(id, from, group);
  }

  private static List<String> names(JsonNode object) {
    return object.propertyNames().stream().sorted().toList();
  }

  @ParameterizedTest
  @EnumSource
  void sessionsAndMessagesOnEveryTransport(Transport transport) {
    WireClient alice = keep(server.client(transport, 1, "web"));
    assertThat(alice.send(1200, "{'lastSequence':0}").refusal(9010)).isEqualTo(40100);
    JsonNode login = alice.send(9000, "{'userId':'alice','requestId':'r1'}").expect(9001);
    assertThat(login.get("requestId").stringValue()).isEqualTo("r1");
    assertThat(names(login.get("data"))).containsExactly("maxSequence", "serverTime", "userId");
    assertThat(alice.send(9000, "{'userId':'alice'}").refusal(9001)).isEqualTo(40901);
    alice.send(9999, "{}").expectNothing();
    assertThat(alice.send(9999, "{'reply':true}").expect(9999))
        .isEqualTo(WireClient.json("{'userId':'system','data':'pong'}"));

    WireClient bob = phone("bob");
    JsonNode ack = alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    assertThat(names(ack))
        .containsExactly("messageId", "messageKey", "messageSequence", "messageTime");
    JsonNode push = bob.expect(1103);
    assertThat(names(push))
        .containsExactly(
            "appId",
            "conversationId",
            "conversationType",
            "fromId",
            "inboxSequence",
            "messageBody",
            "messageId",
            "messageKey",
            "messageSequence",
            "messageTime",
            "previousInboxSequence",
            "toId");
    assertThat(push.get("conversationId").stringValue()).isEqualTo("0_bob_alice");
    assertThat(push.get("messageKey")).isEqualTo(ack.get("messageKey"));
    bob.send(1103, direct("b1", "bob", "alice")).success(1046);
    WireClient.Frame toAlice = alice.next();
    assertThat(toAlice.command()).isEqualTo(1103);
    if (transport != Transport.TCP) {
      assertThat(names(toAlice.envelope()))
          .containsExactly("appId", "clientType", "command", "data", "imei", "toId");
      assertThat(toAlice.envelope().get("imei").stringValue()).isEqualTo("web");
      assertThat(toAlice.envelope().get("toId").stringValue()).isEqualTo("alice");
    }
    alice.send(9003, "{}").expectClosed();
  }

  @Test
  void aFrameMayComeInPiecesAndPadded() {
    WireClient alice = keep(server.phone("dev\0\0"));
    for (byte one : alice.frame(9000, "{'userId':'alice'}\0\0\0")) {
      alice.sendRaw(new byte[] {one});
    }
    alice.success(9001);
    WireClient again = keep(server.phone("dev"));
    again.logIn("alice");
    alice.expect(9002);
    alice.expectClosed();
  }

  @Test
  @DisplayName("P1 an acknowledgement does not wait until its client sends something else")
  void whatCameAtOnceIsAnsweredWhole() {
    WireClient client = keep(server.phone("all-at-once"));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(client.frame(9000, "{'userId':'alice'}"));
    all.writeBytes(client.frame(1200, "{'lastSequence':0}"));
    all.writeBytes(client.frame(1200, "{'lastSequence':-1}"));
    all.writeBytes(client.frame(1103, direct("m1", "alice", "alice")));
    client.sendRaw(all.toByteArray());
    client.success(9001);
    client.expect(1201);
    assertThat(client.refusal(9010)).isEqualTo(40000);
    client.success(1046);
  }

  @Test
  void lengthsOutOfBoundsAreRefusedAndEndTheConnection() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, 65_537, Integer.MAX_VALUE}) {
      WireClient client = keep(server.phone("d"));
      byte[] frame = client.frame(1200, "{}");
      ByteBuffer.wrap(frame).putInt(24, length);
      assertThat(client.sendRaw(frame).refusal(9010)).isIn(40000, 41300);
      client.expectClosed();
    }
  }

  @Test
  void whatTheContractDoesNotKnowIsRefused() {
    WireClient alice = phone("alice");
    assertThat(alice.send(4242, "{}").refusal(9010)).isEqualTo(40002);
    byte[] otherType = alice.frame(1200, "{}");
    otherType[15] = 1;
    assertThat(alice.sendRaw(otherType).refusal(9010)).isEqualTo(40001);
    assertThat(alice.send(1200, "[]").refusal(9010)).isEqualTo(40000);
    assertThat(alice.send(1103, direct("m", "mallory", "bob")).refusal(1046)).isEqualTo(40300);
    assertThat(
            alice.send(1106, "{'fromId':'mallory','toId':'bob','messageSequence':1}").refusal(9010))
        .isEqualTo(40300);
  }

  @Test
  void answersComeInOrderRefusedOnesToo() {
    WireClient alice = phone("alice");
    phone("bob");
    for (int i = 0; i < 200; i++) {
      String body =
          i % 3 == 0
              ? "{'messageId':'m" + i + "','fromId':'alice','toId':'bob'}"
              : direct("m" + i, "alice", "bob");
      alice.send(1103, body);
    }
    for (int i = 0; i < 200; i++) {
      JsonNode answer = alice.expect(1046);
      assertThat(answer.get("data").get("messageId").stringValue()).isEqualTo("m" + i);
      assertThat(answer.get("ok").booleanValue()).isEqualTo(i % 3 != 0);
    }
  }

  @Test
  void refusalsComeInOrderWhoeverRefuses() {
    WireClient alice = phone("alice");
    alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    alice.expect(1107);
    List<String> refusedByLane = List.of("1106", "'toId':'bob','messageSequence':9", "41600");
    List<String> refusedBefore = List.of("1106", "'toId':'bob'", "40000");
    List<String> refusedQuestion = List.of("1210", "'groupId':'never'", "40301");
    List<String> notAQuestion = List.of("1210", "'maxLimit':0,'toId':'bob'", "40000");
    var kinds = List.of(refusedByLane, refusedBefore, refusedQuestion, notAQuestion);
    for (int i = 0; i < 200; i++) {
      List<String> kind = kinds.get(i * 7 / 3 % 4);
      String body = "{'fromId':'alice','requestId':'r%d',%s}".formatted(i, kind.get(1));
      alice.send(Integer.parseInt(kind.get(0)), body);
    }
    for (int i = 0; i < 200; i++) {
      JsonNode refused = alice.expect(9010);
      assertThat(refused.get("requestId").stringValue()).isEqualTo("r" + i);
      assertThat(refused.get("code").asString()).isEqualTo(kinds.get(i * 7 / 3 % 4).get(2));
    }
  }

  @Test
  void whoLogsOutGetsAllAnswersAndIsGoneAtOnce() {
    WireClient alice = phone("alice");
    for (int i = 0; i < 20; i++) {
      WireClient bob = keep(server.phone("bob-phone"));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(bob.frame(9000, "{'userId':'bob'}"));
      all.writeBytes(bob.frame(1103, direct("b" + i, "bob", "bob")));
      all.writeBytes(bob.frame(1106, "{'fromId':'bob','toId':'bob','messageSequence':9999}"));
      all.writeBytes(bob.frame(9003, "{}"));
      bob.sendRaw(all.toByteArray());
      bob.success(9001);
      bob.success(1046);
      assertThat(bob.refusal(9010)).isEqualTo(41600);
      bob.expectClosed(); // the socket is still half open: bob's side does not close
      alice.send(1103, direct("m" + i, "alice", "bob")).success(1046);
      assertThat(alice.expect(1107).get("serverSend").booleanValue()).isTrue();
    }
  }

  @Test
  void afterAFrameThatCannotBeReadTheNextOneIsAnotherTry() {
    WireClient alice = phone("alice");
    byte[] broken = alice.frame(1200, "{'lastSequence':0}");
    broken[28] = (byte) 0xC0; // the device id is no text
    assertThat(alice.sendRaw(broken).refusal(9010)).isEqualTo(40000);
    alice.send(1200, "{'lastSequence':0}").expect(1201);
  }

  @Test
  @DisplayName("P3 the same id is the same message, with other content a conflict")
  void repeatsAndConflicts() {
    WireClient alice = phone("alice");
    WireClient bob = phone("bob");
    JsonNode first = alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    bob.expect(1103);
    assertThat(alice.send(1103, direct("m1", "alice", "bob")).success(1046)).isEqualTo(first);
    String other = direct("m1", "alice", "bob").replace("hi", "ho");
    assertThat(alice.send(1103, other).refusal(1046)).isEqualTo(40900);
    assertThat(alice.send(1103, direct("m1", "alice", "carol")).refusal(1046)).isEqualTo(40900);
    bob.expectNothing();
    server.restart();
    assertThat(phone("alice").send(1103, direct("m1", "alice", "bob")).success(1046))
        .isEqualTo(first);
  }

  @Test
  void ownOtherDevicesGetWhatIsSentAndReceiptsOfDelivery() {
    WireClient alice = phone("alice");
    WireClient second = desktop("alice");
    JsonNode ack = alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    assertThat(second.expect(1103).get("conversationId").stringValue()).isEqualTo("0_alice_bob");
    for (WireClient device : List.of(alice, second)) {
      assertThat(device.expect(1107).get("serverSend").booleanValue()).isTrue();
    }
    WireClient bob = phone("bob");
    String received =
        "{'fromId':'bob','toId':'alice','messageKey':%s,'messageId':'m1','messageSequence':1}";
    bob.send(1107, received.formatted(ack.get("messageKey")))
        .send(1107, received.formatted(ack.get("messageKey")));
    for (WireClient device : List.of(alice, second)) {
      JsonNode delivered = device.expect(1107);
      assertThat(delivered.get("serverSend").booleanValue()).isFalse();
      assertThat(delivered.get("messageId").stringValue()).isEqualTo("m1");
      device.expectNothing();
    }
  }

  @Test
  @DisplayName("P4 P5 what an absent user missed is pulled once; the bound names what it dropped")
  void inboxOfAnAbsentUser() {
    WireClient alice = phone("alice");
    for (int i = 1; i <= 1_100; i++) {
      alice.send(1103, direct("m" + i, "alice", "bob"));
    }
    for (int i = 1; i <= 1_100; i++) {
      alice.success(1046);
      alice.expect(1107);
    }
    WireClient bob = phone("bob");
    JsonNode page = bob.send(1200, "{'lastSequence':0,'maxLimit':500}").expect(1201);
    assertThat(page.get("truncated").booleanValue()).isTrue();
    assertThat(page.get("gaps"))
        .isEqualTo(
            WireClient.json(
                "[{'conversationType':0,'toId':'alice','fromSequence':1,'toSequence':76}]"));
    int expected = 77;
    while (true) {
      for (JsonNode entry : page.get("dataList")) {
        assertThat(entry.get("messageSequence").intValue()).isEqualTo(expected++);
      }
      if (page.get("completed").booleanValue()) {
        break;
      }
      page =
          bob.send(1200, "{'lastSequence':" + page.get("maxSequence") + ",'maxLimit':500}")
              .expect(1201);
      assertThat(page.get("truncated").booleanValue()).isFalse();
    }
    assertThat(expected).isEqualTo(1_101);
    JsonNode empty =
        bob.send(1200, "{'lastSequence':" + page.get("maxSequence") + "}").expect(1201);
    assertThat(empty.get("dataList").isEmpty()).isTrue();
    assertThat(empty.get("maxSequence")).isEqualTo(page.get("maxSequence"));
    JsonNode gap =
        bob.send(1210, "{'conversationType':0,'toId':'alice','beforeSequence':77,'maxLimit':500}")
            .expect(1211);
    assertThat(gap.get("dataList").size()).isEqualTo(76);
    assertThat(gap.get("completed").booleanValue()).isTrue();
  }

  @Test
  @DisplayName("P6 P7 reads go to the reader's other devices and to every device of the author")
  void readsAndReceipts() {
    WireClient alice = phone("alice");
    WireClient aliceDesk = desktop("alice");
    WireClient bob = phone("bob");
    WireClient bobDesk = desktop("bob");
    for (int i = 1; i <= 3; i++) {
      alice.send(1103, direct("m" + i, "alice", "bob")).success(1046);
      aliceDesk.expect(1103);
      bob.expect(1103);
      bobDesk.expect(1103);
    }
    String read = "{'fromId':'bob','toId':'alice','conversationType':0,'messageSequence':%d}";
    bob.send(1106, read.formatted(2));
    assertThat(bobDesk.expect(1053))
        .isEqualTo(
            WireClient.json(
                "{'conversationType':0,'toId':'alice','fromId':'bob','messageSequence':2,'unreadCount':1}"));
    for (WireClient device : List.of(alice, aliceDesk)) {
      assertThat(device.expect(1054))
          .isEqualTo(
              WireClient.json(
                  "{'conversationType':0,'fromId':'bob','toId':'alice','messageSequence':2}"));
    }
    bob.send(1106, read.formatted(2)).send(1106, read.formatted(1)).expectNothing();
    alice.expectNothing();
    assertThat(bob.send(1106, read.formatted(4)).refusal(9010)).isEqualTo(41600);
    assertThat(bob.send(1106, read.formatted(1).replace("alice", "carol")).refusal(9010))
        .isEqualTo(40301);
    alice.close();
    aliceDesk.close();
    bob.send(1106, read.formatted(3));
    bobDesk.expect(1053);
    server.restart();
    JsonNode item =
        phone("alice").send(5100, "{'lastSequence':0}").expect(5101).get("dataList").get(0);
    assertThat(item.get("peerReadSequence").intValue()).isEqualTo(3);
    assertThat(item.get("peerReceiveSequence").intValue()).isEqualTo(3);
    assertThat(item.get("unreadCount").intValue()).isZero();
  }

  @Test
  @DisplayName("P8 P9 a group: members, receipts, counts, a frozen audience, nothing for others")
  void groups() {
    WireClient alice = phone("alice");
    WireClient bob = phone("bob");
    WireClient carol = phone("carol");
    String group = "/v1/apps/10001/groups/team";
    assertThat(
            server
                .http("PUT", group, "{'groupName':'Team','ownerId':'alice','members':['bob']}")
                .statusCode())
        .isEqualTo(201);
    assertThat(alice.expect(2001).get("memberCount").intValue()).isEqualTo(2);
    bob.expect(2001);
    alice.send(2104, inGroup("g1", "alice", "team")).success(2047);
    JsonNode push = bob.expect(2104);
    assertThat(push.get("conversationType").intValue()).isEqualTo(1);
    assertThat(push.has("toId")).isFalse();
    assertThat(carol.send(2104, inGroup("c1", "carol", "team")).refusal(2047)).isEqualTo(40301);
    assertThat(carol.send(1210, "{'conversationType':1,'groupId':'team'}").refusal(9010))
        .isEqualTo(40301);
    assertThat(server.http("POST", group + "/members", "{'members':['carol']}").statusCode())
        .isEqualTo(200);
    for (WireClient member : List.of(alice, bob, carol)) {
      member.expect(2001);
    }
    alice.send(2104, inGroup("g2", "alice", "team")).success(2047);
    bob.expect(2104);
    carol.expect(2104);
    String read = "{'fromId':'%s','groupId':'team','conversationType':1,'messageSequence':%d}";
    assertThat(carol.send(2106, read.formatted("carol", 1)).refusal(9010)).isEqualTo(40301);
    bob.send(2106, read.formatted("bob", 1));
    JsonNode receipt = alice.expect(2054);
    assertThat(receipt.get("fromId").stringValue()).isEqualTo("bob");
    assertThat(receipt.get("readCount").intValue()).isEqualTo(1);
    assertThat(receipt.get("memberCount").intValue()).isEqualTo(1);
    carol.send(2106, read.formatted("carol", 2));
    assertThat(alice.expect(2054).get("memberCount").intValue()).isEqualTo(2);
    assertThat(
            alice.send(2112, "{'groupId':'team','fromSequence':1,'toSequence':200}").expect(2113))
        .isEqualTo(
            WireClient.json(
                "{'memberCount':3,'dataList':[{'messageSequence':1,'readCount':1,'memberCount':1},"
                    + "{'messageSequence':2,'readCount':1,'memberCount':2}]}"));
    assertThat(alice.send(2110, "{'groupId':'team','messageSequence':2}").expect(2111))
        .isEqualTo(
            WireClient.json(
                "{'readCount':1,'memberCount':2,'dataList':[{'userId':'bob','read':false},"
                    + "{'userId':'carol','read':true}],"
                    + "'completed':true}"));
    assertThat(server.http("DELETE", group + "/members/carol", "").statusCode()).isEqualTo(204);
    assertThat(carol.expect(2006).get("userId").stringValue()).isEqualTo("carol");
    alice.expect(2006);
    carol.send(2106, read.formatted("carol", 2)).expectNothing();
    assertThat(
            alice
                .send(2112, "{'groupId':'team','fromSequence':2,'toSequence':2}")
                .expect(2113)
                .get("dataList"))
        .isEqualTo(WireClient.json("[{'messageSequence':2,'readCount':1,'memberCount':2}]"));
  }

  @Test
  @DisplayName("P7 who left a group reports what they displayed, and their list confirms it")
  void whoLeftAGroupReadsOn() {
    WireClient alice = phone("alice");
    WireClient bob = phone("bob");
    String group = "/v1/apps/10001/groups/team";
    server.http("PUT", group, "{'groupName':'Team','ownerId':'alice','members':['bob']}");
    alice.expect(2001);
    bob.expect(2001);
    alice.send(2104, inGroup("g1", "alice", "team")).success(2047);
    bob.expect(2104);
    server.http("DELETE", group + "/members/bob", "");
    alice.expect(2006);
    bob.expect(2006);
    bob.send(2106, "{'fromId':'bob','groupId':'team','messageSequence':1}");
    JsonNode item = bob.send(5100, "{'lastSequence':1}").expect(5101).get("dataList").get(0);
    assertThat(item.get("readSequence").intValue()).isEqualTo(1);
    assertThat(item.get("unreadCount").intValue()).isZero();
    alice.expectNothing();
  }

  @Test
  void groupsAreRenamedAndDissolved() {
    WireClient alice = phone("alice");
    String group = "/v1/apps/10001/groups/team";
    server.http("PUT", group, "{'groupName':'Team','ownerId':'alice','members':['bob']}");
    alice.expect(2001);
    assertThat(server.http("PUT", group, "{'groupName':'Crew','ownerId':'alice'}").statusCode())
        .isEqualTo(200);
    assertThat(alice.expect(2003).get("groupName").stringValue()).isEqualTo("Crew");
    assertThat(server.http("GET", group, "").body())
        .contains("\"groupName\":\"Crew\"", "\"memberCount\":2");
    assertThat(server.http("PUT", group, "{'ownerId':'alice'}").body())
        .contains("\"groupName\":\"Crew\"");
    assertThat(server.http("DELETE", group, "").statusCode()).isEqualTo(204);
    alice.expect(2007);
    assertThat(alice.send(2104, inGroup("g3", "alice", "team")).refusal(2047)).isEqualTo(41000);
    assertThat(server.http("GET", group, "").statusCode()).isEqualTo(410);
    assertThat(server.http("GET", "/v1/apps/10001/groups/none", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRecallReachesWhoWasThereAndWhoWasAway() {
    WireClient alice = phone("alice");
    WireClient bob = phone("bob");
    JsonNode ack = alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    long cursor = bob.expect(1103).get("inboxSequence").longValue();
    String recall = "{'fromId':'%s','toId':'%s','messageKey':%s}";
    assertThat(
            bob.send(1050, recall.formatted("bob", "alice", ack.get("messageKey"))).refusal(1051))
        .isEqualTo(40300);
    alice.send(1050, recall.formatted("alice", "bob", ack.get("messageKey"))).success(1051);
    assertThat(bob.expect(1052).get("previousInboxSequence").longValue()).isEqualTo(cursor);
    JsonNode entry =
        bob.send(1200, "{'lastSequence':" + cursor + "}").expect(1201).get("dataList").get(0);
    assertThat(entry.get("recalled").booleanValue()).isTrue();
    assertThat(entry.get("messageBody").stringValue()).isEmpty();
    assertThat(entry.get("messageSequence").intValue()).isEqualTo(1);
  }

  @Test
  void conversationsAreListedSetAndHidden() {
    WireClient alice = phone("alice");
    WireClient bob = phone("bob");
    WireClient bobDesk = desktop("bob");
    alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    bob.expect(1103);
    bobDesk.expect(1103);
    JsonNode page = bob.send(5100, "{'lastSequence':0}").expect(5101);
    assertThat(names(page.get("dataList").get(0)))
        .containsExactly(
            "conversationId",
            "conversationType",
            "fromId",
            "isMute",
            "isTop",
            "lastMessage",
            "messageSequence",
            "peerReadSequence",
            "peerReceiveSequence",
            "readSequence",
            "sequence",
            "toId",
            "unreadCount");
    assertThat(page.get("dataList").get(0).get("unreadCount").intValue()).isEqualTo(1);
    String after = "{'lastSequence':" + page.get("maxSequence") + "}";
    assertThat(bob.send(5100, after).expect(5101).get("dataList").isEmpty()).isTrue();
    bob.send(5102, "{'conversationType':0,'toId':'alice','isTop':true,'isMute':true}")
        .success(5103);
    JsonNode updated = bobDesk.expect(5001);
    assertThat(updated.get("isTop").booleanValue()).isTrue();
    assertThat(bob.send(5100, after).expect(5101).get("dataList").size()).isEqualTo(1);
    alice.send(1103, direct("m2", "alice", "bob")).success(1046);
    assertThat(bob.expect(1103).get("silent").booleanValue()).isTrue();
    bobDesk.expect(1103);
    bob.send(5102, "{'conversationType':0,'toId':'alice','isDeleted':true}").success(5103);
    bobDesk.expect(5000);
    assertThat(bob.send(5100, "{'lastSequence':0}").expect(5101).get("dataList").isEmpty())
        .isTrue();
    assertThat(
            bob.send(5100, after)
                .expect(5101)
                .get("dataList")
                .get(0)
                .get("isDeleted")
                .booleanValue())
        .isTrue();
    alice.send(1103, direct("m3", "alice", "bob")).success(1046);
    bob.expect(1103);
    assertThat(bob.send(5100, "{'lastSequence':0}").expect(5101).get("dataList").size())
        .isEqualTo(1);
  }

  @Test
  void historyGoesBothWays() {
    WireClient alice = phone("alice");
    phone("bob");
    for (int i = 1; i <= 5; i++) {
      alice.send(1103, direct("m" + i, "alice", "bob")).success(1046);
    }
    assertThat(history(alice, "")).containsExactly(1, 2, 3, 4, 5);
    assertThat(history(alice, ",'maxLimit':2")).containsExactly(4, 5);
    assertThat(history(alice, ",'maxLimit':2,'beforeSequence':4")).containsExactly(2, 3);
    assertThat(history(alice, ",'maxLimit':2,'afterSequence':1")).containsExactly(2, 3);
    assertThat(history(alice, ",'afterSequence':5")).isEmpty();
  }

  private static List<Integer> history(WireClient client, String more) {
    JsonNode page =
        client.send(1210, "{'conversationType':0,'toId':'bob'" + more + "}").expect(1211);
    List<Integer> sequences = new ArrayList<>();
    page.get("dataList")
        .forEach(message -> sequences.add(message.get("messageSequence").intValue()));
    return sequences;
  }

  @Test
  @DisplayName("P9 equal names in two apps have nothing in common")
  void appsAreApart() {
    WireClient alice = phone("alice");
    WireClient other = keep(server.phone("x").inApp(2));
    other.logIn("bob");
    alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    other.expectNothing();
    assertThat(other.send(1200, "{'lastSequence':0}").expect(1201).get("dataList").isEmpty())
        .isTrue();
  }

  @Test
  void aPhoneStaysSilentWhileItsUserSitsAtADesktop() {
    WireClient alice = phone("alice");
    WireClient bobPhone = phone("bob");
    WireClient bobDesk = desktop("bob");
    alice.send(1103, direct("m1", "alice", "bob")).success(1046);
    assertThat(bobPhone.expect(1103).has("silent")).isFalse();
    bobDesk.expect(1103);
    bobDesk.send(1106, "{'fromId':'bob','toId':'alice','messageSequence':1}");
    bobPhone.expect(1053);
    alice.expect(1054);
    alice.send(1103, direct("m2", "alice", "bob")).success(1046);
    assertThat(bobPhone.expect(1103).get("silent").booleanValue()).isTrue();
    assertThat(bobDesk.expect(1103).has("silent")).isFalse();
  }
}
