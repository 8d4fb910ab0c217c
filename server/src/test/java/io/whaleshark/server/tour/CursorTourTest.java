package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Goal: a cursor that the server gave goes on where it was, on every node, and one that it never
/// gave is refused: "complete and empty" would lose all messages silently. Method: clients that are
/// bytes and JSON only, against a real server for the one who sends and, where the engine has
/// nodes, another one for the one who pulls.
///
/// Each test has users of its own, because the servers may be shared.
@EnumSource(names = {"ONE_SERVER", "TWO_NODES_WITH_REDIS"})
class CursorTourTest extends NodeTours {

  /// Greater than any stamp of these servers, as one of a server whose clock is ahead.
  private static final String FOREIGN = "9000000000000000";

  private static final String INBOX = "/v1/message/syncOfflineMessageList";
  private static final String LIST = "/v1/conversation/syncConversationList";

  private HttpResponse<String> pulled(String path, String user, String after) {
    String body = "{'appId':10001,'operater':'%s','lastSequence':%s}".formatted(user, after);
    return elsewhere.http("POST", path, body);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a pull from a cursor of another server is refused on every transport")
  void foreign(Transport transport) {
    String ann = "ann-" + transport;
    WireClient reader = loggedIn(elsewhere.client(transport, 1, "web"), ann);
    for (int command : new int[] {1200, 5100}) {
      JsonNode refused =
          reader
              .send(command, "{'lastSequence':%s,'requestId':'q'}".formatted(FOREIGN))
              .expect(9010);
      assertThat(refused.get("code").intValue()).isEqualTo(41600);
      assertThat(refused.get("command").intValue()).isEqualTo(command);
      assertThat(refused.get("requestId").stringValue()).isEqualTo("q");
    }
    assertThat(reader.send(1200, "{}").expect(1201).get("completed").booleanValue()).isTrue();
  }

  @Test
  @DisplayName("so it is over HTTP")
  void overHttp() {
    for (String path : new String[] {INBOX, LIST}) {
      var answer = pulled(path, "bea", FOREIGN);
      assertThat(answer.statusCode()).isEqualTo(416);
      assertThat(answer.body()).contains("41600", "not given by this server");
    }
  }

  @Test
  @DisplayName("a cursor beyond the own newest entry is foreign, also where others have newer ones")
  void amongOthers() {
    WireClient writer = loggedIn(server.desktop("desk"), "eve");
    long first = sent(writer, "m-1", "fay");
    long second = sent(writer, "m-2", "gus");
    assertThat(pulled(INBOX, "fay", String.valueOf(first)).statusCode()).isEqualTo(200);
    assertThat(pulled(INBOX, "fay", String.valueOf(second)).statusCode()).isEqualTo(416);
    assertThat(pulled(INBOX, "gus", String.valueOf(second)).statusCode()).isEqualTo(200);
  }

  /// The key of a message of Eve's; to whom nobody is connected.
  private static long sent(WireClient eve, String id, String to) {
    String message =
        "{'messageId':'%s','fromId':'eve','toId':'%s','messageBody':'hi'}".formatted(id, to);
    JsonNode sent = eve.send(1103, message).success(1046);
    assertThat(eve.expect(1107).get("serverSend").booleanValue()).isTrue();
    return sent.get("messageKey").longValue();
  }

  @Test
  @DisplayName("a cursor of one node is good at another one at once")
  void ofAnotherNode() {
    WireClient writer = loggedIn(server.desktop("desk"), "cid");
    String members = "{'ownerId':'cid','members':['cid','dan']}";
    assertThat(server.http("PUT", ServerApiReader.APP + "/groups/cursors", members).statusCode())
        .isEqualTo(201);
    writer.expect(2001);
    for (int i = 0; i < 20; i++) {
      JsonNode sent =
          writer
              .send(
                  2104,
                  "{'messageId':'%s','fromId':'cid','groupId':'cursors','messageBody':'hi'}"
                      .formatted("m-" + i))
              .success(2047);
      long key = sent.get("messageKey").longValue();
      JsonNode page = WireClient.json(pulled(INBOX, "dan", String.valueOf(key)).body()).get("data");
      assertThat(page.get("dataList")).isEmpty();
      assertThat(page.get("completed").booleanValue()).isTrue();
      assertThat(page.get("maxSequence").longValue()).isEqualTo(key);
    }
  }
}
