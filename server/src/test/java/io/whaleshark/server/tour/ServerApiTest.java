package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: an app's backend sends, recalls and reads for users as the server API says. Method:
/// requests to a real server, beside clients of the wire.
class ServerApiTest {

  private static final String APP = "/v1/apps/10001";
  private static final String MESSAGES = APP + "/messages";

  @TempDir Path folder;
  private TourServer server;
  private WireClient phone;
  private WireClient desktop;
  private WireClient bob;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
    connect();
  }

  private void connect() {
    phone = server.phone("alice-phone");
    desktop = server.desktop("alice-desktop");
    bob = server.phone("bob-phone");
    phone.logIn("alice");
    desktop.logIn("alice");
    bob.logIn("bob");
  }

  private void disconnect() {
    phone.close();
    desktop.close();
    bob.close();
  }

  @AfterEach
  void stop() {
    disconnect();
    server.close();
  }

  private static String message(String id, String to, String text) {
    return "{'messageId':'%s','fromId':'alice',%s,'messageBody':'%s'}".formatted(id, to, text);
  }

  private HttpResponse<String> send(String id, String text) {
    return server.http("POST", MESSAGES, message(id, "'toId':'bob'", text));
  }

  private JsonNode sent(String id, String text) {
    HttpResponse<String> answer = send(id, text);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body());
  }

  private static int code(HttpResponse<String> refused) {
    JsonNode problem = WireClient.json(refused.body());
    int code = problem.get("code").intValue();
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(code / 100);
    assertThat(problem.get("detail").stringValue()).isNotEmpty();
    return code;
  }

  private HttpResponse<String> recall(JsonNode sent, String query) {
    return server.http("DELETE", MESSAGES + "/" + sent.get("messageKey").longValue() + query, "");
  }

  // --- sends ---

  @Test
  void aSendIsAcknowledgedAndAllDevicesArePushed() {
    String body =
        "{'messageId':'m1','fromId':'alice','toId':'bob','messageBody':{'n':1.5},'extra':[true]}";
    JsonNode ack = WireClient.json(server.http("POST", MESSAGES, body).body());
    assertThat(ack.propertyNames())
        .containsExactlyInAnyOrder("messageId", "messageKey", "messageSequence", "messageTime");
    assertThat(ack.get("messageSequence").longValue()).isEqualTo(1);
    for (WireClient device : List.of(phone, desktop, bob)) {
      JsonNode push = device.expect(1103);
      assertThat(push.get("messageKey")).isEqualTo(ack.get("messageKey"));
      assertThat(push.get("messageTime")).isEqualTo(ack.get("messageTime"));
      assertThat(push.get("messageBody").toString()).isEqualTo("{\"n\":1.5}");
      assertThat(push.get("extra").get(0).booleanValue()).isTrue();
    }
  }

  @Test
  void nobodyIsOnlineAndTheSenderIsTold() {
    bob.close();
    bob = server.phone("other-phone");
    bob.logIn("carol");
    JsonNode ack = sent("m1", "hi");
    for (WireClient device : List.of(phone, desktop)) {
      device.expect(1103);
      JsonNode received = device.expect(1107);
      assertThat(received.get("serverSend").booleanValue()).isTrue();
      assertThat(received.get("messageKey")).isEqualTo(ack.get("messageKey"));
    }
  }

  @Test
  @DisplayName("P3 a repeat gets the first answer, from a device too and after a restart")
  void repeatsGetTheFirstAnswer() {
    JsonNode ack = sent("m1", "hi");
    phone.expect(1103);
    assertThat(sent("m1", "hi")).isEqualTo(ack);
    phone.send(1103, message("m1", "'toId':'bob'", "hi"));
    assertThat(phone.success(1046)).isEqualTo(ack);
    assertThat(code(send("m1", "other"))).isEqualTo(40900);
    disconnect();
    server.restart();
    connect();
    assertThat(sent("m1", "hi")).isEqualTo(ack);
    phone.expectNothing();
  }

  @Test
  @DisplayName("P2 P6 a group's sequences count on, and nobody's position moves")
  void aGroupIsWrittenTo() {
    server.http("PUT", APP + "/groups/g", "{'ownerId':'alice','members':['bob']}");
    List.of(phone, desktop, bob).forEach(device -> device.expect(2001));
    bob.send(2104, "{'messageId':'b','fromId':'bob','groupId':'g','messageBody':'1'}")
        .success(2047);
    var answer = server.http("POST", MESSAGES, message("m", "'groupId':'g'", "2"));
    assertThat(WireClient.json(answer.body()).get("messageSequence").longValue()).isEqualTo(2);
    String list = "{'appId':10001,'operater':'alice'}";
    JsonNode items =
        WireClient.json(server.http("POST", "/v1/conversation/syncConversationList", list).body());
    JsonNode item = items.get("data").get("dataList").get(0);
    assertThat(item.get("unreadCount").longValue()).isEqualTo(1);
    assertThat(item.get("readSequence").longValue()).isZero();
    var stranger = "{'messageId':'m','fromId':'eve','groupId':'g','messageBody':'hi'}";
    assertThat(code(server.http("POST", MESSAGES, stranger))).isEqualTo(40301);
    server.http("DELETE", APP + "/groups/g", "");
    var late = server.http("POST", MESSAGES, message("late", "'groupId':'g'", "3"));
    assertThat(code(late)).isEqualTo(41000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          40000 | toId         | {'messageId':'m','fromId':'alice','messageBody':'x'}
          40000 | toId         | {'messageId':'m','fromId':'alice','toId':'bob','groupId':'g','messageBody':'x'}
          40000 | messageId    | {'fromId':'alice','toId':'bob','messageBody':'x'}
          40000 | messageBody  | {'messageId':'m','fromId':'alice','toId':'bob','messageBody':null}
          40000 | mesageBody   | {'messageId':'m','fromId':'alice','toId':'bob','messageBody':1,'mesageBody':2}
          40000 | requestId    | {'messageId':'m','fromId':'alice','toId':'bob','messageBody':1,'requestId':'r'}
          40000 | messageBody  | {'messageId':'m','fromId':'alice','toId':'bob','messageBody':1,'messageBody':2}
          40000 | fromId       | {'messageId':'m','fromId':7,'toId':'bob','messageBody':1}
          40000 | fromId       | {'messageId':'m','fromId':' alice','toId':'bob','messageBody':1}
          40000 | toId         | {'messageId':'m','fromId':'alice','toId':'','messageBody':1}
          40000 | body         | ['messageId']
          40000 | body         | {'messageId':
          """)
  void whatNobodyCouldSendIsRefusedByName(int code, String field, String body) {
    HttpResponse<String> refused = server.http("POST", MESSAGES, body);
    assertThat(code(refused)).isEqualTo(code);
    assertThat(WireClient.json(refused.body()).get("detail").stringValue()).startsWith(field + ":");
  }

  @Test
  void aMessageIsNotLargerThanADevicesMay() {
    assertThat(sent("m1", "x".repeat(65_000)).get("messageSequence").longValue()).isEqualTo(1);
    assertThat(code(send("m2", "x".repeat(65_536)))).isEqualTo(41300);
    assertThat(code(send("m3", "x".repeat(5 << 20)))).isEqualTo(41300);
  }

  // --- batches ---

  private JsonNode batch(List<String> messages) {
    String body = "{'messages':[" + String.join(",", messages) + "]}";
    HttpResponse<String> answer = server.http("POST", MESSAGES + "/batch", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return WireClient.json(answer.body()).get("results");
  }

  @Test
  void aBatchIsAnsweredInOrderAndAFailureIsAlone() {
    JsonNode results =
        batch(
            List.of(
                message("m1", "'toId':'bob'", "1"),
                "{'messageId':'bad','fromId':'alice','messageBody':'x'}",
                message("m2", "'toId':'bob'", "2"),
                message("m1", "'toId':'bob'", "1"),
                message("m1", "'toId':'bob'", "other"),
                "7",
                message("m3", "'groupId':'none'", "x"),
                message("m4", "'toId':'bob'", "4")));
    List<Integer> codes = new ArrayList<>();
    List<Long> sequences = new ArrayList<>();
    for (JsonNode result : results) {
      codes.add(result.has("code") ? result.get("code").intValue() : 200);
      sequences.add(result.has("code") ? 0L : result.get("messageSequence").longValue());
    }
    assertThat(codes).containsExactly(200, 40000, 200, 200, 40900, 40000, 40301, 200);
    assertThat(sequences).containsExactly(1L, 0L, 2L, 1L, 0L, 0L, 0L, 3L);
    assertThat(results.get(3)).isEqualTo(results.get(0));
    assertThat(results.get(1).get("status").intValue()).isEqualTo(400);
    for (int sequence = 1; sequence <= 3; sequence++) {
      assertThat(bob.expect(1103).get("messageSequence").intValue()).isEqualTo(sequence);
    }
    bob.expectNothing();
  }

  @Test
  void aBatchHasUpTo500Messages() {
    List<String> all =
        IntStream.range(0, 501).mapToObj(i -> message("m" + i, "'toId':'bob'", "x")).toList();
    JsonNode results = batch(all.subList(0, 500));
    assertThat(results).hasSize(500);
    assertThat(results.get(499).get("messageSequence").longValue()).isEqualTo(500);
    assertThat(batch(all.subList(0, 500))).isEqualTo(results);
    String body = "{'messages':[" + String.join(",", all) + "]}";
    assertThat(code(server.http("POST", MESSAGES + "/batch", body))).isEqualTo(41300);
    assertThat(batch(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | messages: missing
          {'messages':{}}                   | messages: not an array
          {'messages':[],'messages':[]}     | messages: given twice
          {'messages':[],'more':1}          | more: unknown
          {'messages':[                     | body: not JSON
          []                                | body: not an object
          """)
  void whatIsNoBatchIsRefused(String body, String detail) {
    HttpResponse<String> refused = server.http("POST", MESSAGES + "/batch", body);
    assertThat(code(refused)).isEqualTo(40000);
    assertThat(WireClient.json(refused.body()).get("detail").stringValue()).startsWith(detail);
  }

  // --- edits ---

  private HttpResponse<String> edit(JsonNode sent, String query, String body) {
    return server.http("PUT", MESSAGES + "/" + sent.get("messageKey").longValue() + query, body);
  }

  @Test
  void theAppEditsAndAllAreTold() {
    JsonNode sent = sent("m1", "teh");
    List.of(phone, desktop, bob).forEach(device -> device.expect(1103));
    String query = "?conversationType=0&fromId=alice&toId=bob";
    HttpResponse<String> answer = edit(sent, query, "{'messageBody':'the','extra':[1]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode edited = WireClient.json(answer.body());
    assertThat(edited.propertyNames())
        .containsExactlyInAnyOrder("messageId", "messageKey", "messageSequence", "editedTime");
    for (WireClient device : List.of(phone, desktop, bob)) {
      JsonNode push = device.expect(1062);
      assertThat(push.get("messageKey")).isEqualTo(sent.get("messageKey"));
      assertThat(push.get("messageBody").stringValue()).isEqualTo("the");
      assertThat(push.get("editedTime")).isEqualTo(edited.get("editedTime"));
    }
    assertThat(edit(sent, query, "{'messageBody':'the','extra':[1]}").body())
        .isEqualTo(answer.body());
    bob.expectNothing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "40401; ?fromId=alice&toId=carol; {'messageBody':'hi'}",
        "40000; ?fromId=alice; {'messageBody':'hi'}",
        "40000; ?fromId=alice&toId=bob; {'extra':'hi'}",
        "40000; ?fromId=alice&toId=bob; {'messageBody':null}",
        "40000; ?fromId=alice&toId=bob; {'messageBody':'hi','fromId':'alice'}",
        "40000; ?fromId=alice&toId=bob; []"
      })
  void whatIsWrongIsNotEdited(int code, String query, String body) {
    assertThat(code(edit(sent("m1", "hi"), query, body.replace("'", "\"")))).isEqualTo(code);
  }

  @Test
  void aMessageThatIsRecalledOrTooLargeIsNotEdited() {
    JsonNode sent = sent("m1", "hi");
    String query = "?fromId=alice&toId=bob";
    String large = "{'messageBody':'" + "x".repeat(70_000) + "'}";
    assertThat(code(edit(sent, query, large))).isEqualTo(41300);
    assertThat(recall(sent, query).statusCode()).isEqualTo(204);
    assertThat(code(edit(sent, query, "{'messageBody':'hi'}"))).isEqualTo(41001);
  }

  // --- recalls ---

  @Test
  void theAppRecallsAndAllAreTold() {
    JsonNode sent = sent("m1", "oops");
    List.of(phone, desktop, bob).forEach(device -> device.expect(1103));
    String query = "?conversationType=0&fromId=alice&toId=bob";
    assertThat(recall(sent, query).statusCode()).isEqualTo(204);
    for (WireClient device : List.of(phone, desktop, bob)) {
      JsonNode push = device.expect(1052);
      assertThat(push.get("messageKey")).isEqualTo(sent.get("messageKey"));
      assertThat(push.get("fromId").stringValue()).isEqualTo("alice");
    }
    assertThat(recall(sent, query).statusCode()).isEqualTo(204);
    assertThat(recall(sent, "?fromId=bob&toId=alice").statusCode()).isEqualTo(204);
    bob.expectNothing();
  }

  @Test
  void theAppRecallsInAGroupWhatSomebodyLeftBehind() {
    server.http("PUT", APP + "/groups/g", "{'ownerId':'alice','members':['bob']}");
    bob.expect(2001);
    bob.send(2104, "{'messageId':'b','fromId':'bob','groupId':'g','messageBody':'1'}");
    JsonNode sent = bob.success(2047);
    server.http("DELETE", APP + "/groups/g/members/bob", "");
    assertThat(recall(sent, "?conversationType=1&groupId=g&fromId=bob").statusCode())
        .isEqualTo(204);
    bob.expect(2006);
    assertThat(bob.expect(1052).get("groupId").stringValue()).isEqualTo("g");
  }

  @ParameterizedTest
  @CsvSource({
    "40401, ?fromId=alice&toId=carol",
    "40401, ?groupId=g",
    "40000, ?fromId=alice",
    "40000, ?toId=bob",
    "40000, ?conversationType=0&groupId=g",
    "40000, ?conversationType=2&groupId=g",
    "40000, ?fromId=alice&toId=bob&groupId=g",
    "40000, ?fromId=alice&toId=bob&more=1",
    "40000, ?fromId=alice&toId=bob&toId=bob"
  })
  void whatIsNotThereIsNotRecalled(int code, String query) {
    assertThat(code(recall(sent("m1", "hi"), query))).isEqualTo(code);
    assertThat(code(server.http("DELETE", MESSAGES + "/x?fromId=alice&toId=bob", "")))
        .isEqualTo(40000);
  }

  // --- reads ---

  @Test
  @DisplayName("P7 a read is told to all devices of its reader, and to the author")
  void aReadIsReportedForAUser() {
    bob.send(1103, "{'messageId':'b','fromId':'bob','toId':'alice','messageBody':'1'}");
    bob.success(1046);
    List.of(phone, desktop).forEach(device -> device.expect(1103));
    String reads = APP + "/users/alice/reads";
    String body = "{'toId':'bob','messageSequence':1}";
    assertThat(server.http("POST", reads, body).statusCode()).isEqualTo(204);
    for (WireClient device : List.of(phone, desktop)) {
      JsonNode read = device.expect(1053);
      assertThat(read.get("messageSequence").longValue()).isEqualTo(1);
      assertThat(read.get("unreadCount").longValue()).isZero();
    }
    assertThat(bob.expect(1054).get("messageSequence").longValue()).isEqualTo(1);
    assertThat(server.http("POST", reads, body).statusCode()).isEqualTo(204);
    bob.expectNothing();
    assertThat(code(server.http("POST", reads, "{'toId':'bob','messageSequence':2}")))
        .isEqualTo(41600);
    assertThat(code(server.http("POST", reads, "{'groupId':'g','messageSequence':1}")))
        .isEqualTo(40301);
    assertThat(code(server.http("POST", reads, "{'toId':'bob'}"))).isEqualTo(40000);
    assertThat(code(server.http("POST", reads, "{'messageSequence':1}"))).isEqualTo(40000);
    assertThat(code(server.http("POST", reads, "{'toId':'bob','messageSequence':1,'x':1}")))
        .isEqualTo(40000);
  }

  @Test
  void aReadInAGroupIsCounted() {
    server.http("PUT", APP + "/groups/g", "{'ownerId':'alice','members':['bob']}");
    bob.expect(2001);
    bob.send(2104, "{'messageId':'b','fromId':'bob','groupId':'g','messageBody':'1'}");
    bob.success(2047);
    var read = "{'groupId':'g','messageSequence':1}";
    assertThat(server.http("POST", APP + "/users/alice/reads", read).statusCode()).isEqualTo(204);
    JsonNode receipt = bob.expect(2054);
    assertThat(receipt.get("readCount").longValue()).isEqualTo(1);
    assertThat(receipt.get("memberCount").longValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /messages, POST",
    "GET, /messages/batch, POST",
    "POST, /messages/1, DELETE",
    "GET, /users/alice/reads, POST"
  })
  void aWrongMethodIsToldTheRightOne(String method, String path, String allowed) {
    HttpResponse<String> refused = server.http(method, APP + path, "");
    assertThat(code(refused)).isEqualTo(40500);
    assertThat(refused.headers().firstValue("Allow").orElseThrow()).contains(allowed);
  }
}
