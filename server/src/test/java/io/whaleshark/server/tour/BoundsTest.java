package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// P10: the bounds of docs/protocol.md, each at its limit and one beyond, over real sockets. The
/// bounds of single fields are tried by `RequestRefusalTest`.
class BoundsTest {

  private static final int BODY_BYTES = 65_536;
  private static final int PAGE_ENTRIES = 500;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int MEMBERS = 5;

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    server =
        new TourServer(
            folder, Map.of("WHALESHARK_APP_DEFAULTS_MEMBERS_AT_MOST", Integer.toString(MEMBERS)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// A send whose body has exactly so many bytes.
  private static String send(String id, int bytes) {
    String body = "{'messageId':'" + id + "','fromId':'alice','toId':'bob','messageBody':'%s'}";
    return body.formatted("x".repeat(bytes - body.length() + 2));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P10 a body of 65,536 bytes is taken, one more is refused")
  void bodies(WireClient.Transport transport) {
    try (WireClient alice = server.client(transport, 1, "a")) {
      alice.logIn("alice");
      alice.send(1103, send("most", BODY_BYTES)).success(1046);
      alice.expect(1107);
      assertThat(alice.send(1103, send("more", BODY_BYTES + 1)).refusal(1046)).isEqualTo(41300);
    }
  }

  @Test
  @DisplayName("P10 an imei of 128 bytes is taken, one more is refused")
  void imeis() {
    try (WireClient most = server.phone("i".repeat(128));
        WireClient more = server.phone("i".repeat(129))) {
      most.logIn("alice");
      more.send(9000, "{'userId':'alice'}");
      assertThat(more.refusal(9001)).isEqualTo(41300);
      more.expectClosed();
    }
  }

  @Test
  @DisplayName("P10 a page holds 500 entries, however many are asked for")
  void pagesByEntries() {
    try (WireClient alice = server.phone("a")) {
      alice.logIn("alice");
      for (int i = 0; i <= PAGE_ENTRIES; i++) {
        alice.send(
            1103, "{'messageId':'m" + i + "','fromId':'alice','toId':'alice','messageBody':1}");
        alice.success(1046);
      }
      JsonNode page = alice.send(1200, "{'lastSequence':0,'maxLimit':501}").expect(1201);
      assertThat(page.get("dataList").size()).isEqualTo(PAGE_ENTRIES);
      assertThat(page.get("completed").booleanValue()).isFalse();
      String rest = "{'lastSequence':" + page.get("maxSequence") + ",'maxLimit':500}";
      page = alice.send(1200, rest).expect(1201);
      assertThat(page.get("dataList").size()).isEqualTo(1);
      assertThat(page.get("completed").booleanValue()).isTrue();
    }
  }

  @Test
  @DisplayName("P10 a page ends with the entry that takes it to 1 MiB")
  void pagesByBytes() {
    try (WireClient alice = server.phone("a")) {
      alice.logIn("alice");
      for (int i = 0; i < 20; i++) {
        alice.send(1103, send("m" + i, BODY_BYTES)).success(1046);
        alice.expect(1107);
      }
      JsonNode page = alice.send(1200, "{'lastSequence':0,'maxLimit':500}").expect(1201);
      assertThat(page.toString().length())
          .isBetween(PAGE_BYTES - 2 * BODY_BYTES, PAGE_BYTES + 2 * BODY_BYTES);
      assertThat(page.get("completed").booleanValue()).isFalse();
    }
  }

  private int put(String group, String name, int members) {
    String others =
        IntStream.range(1, members).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));
    String body = "{'groupName':'" + name + "','ownerId':'alice','members':[" + others + "]}";
    return server.http("PUT", "/v1/apps/1/groups/" + group, body).statusCode();
  }

  @Test
  @DisplayName("P10 a group has as many members as its app allows, and a name of 256 characters")
  void groups() {
    assertThat(put("most", "n".repeat(256), MEMBERS)).isEqualTo(201);
    assertThat(put("long", "n".repeat(257), MEMBERS)).isEqualTo(413);
    assertThat(put("many", "n", MEMBERS + 1)).isEqualTo(413);
    String members = "/v1/apps/1/groups/most/members";
    assertThat(server.http("POST", members, "{'members':['one-more']}").statusCode())
        .isEqualTo(413);
    for (String name :
        List.of(
            "\\ud83d",
            "\\ude00x",
            "a\\u0000",
            "a\\u007f",
            "\\u0085",
            " ",
            "\\u200b",
            "a\\u2028",
            "\\u202ea")) {
      assertThat(put("named", name, 1)).as(name).isEqualTo(400);
    }
    assertThat(put("named", "\\ud83d\\ude00", 1)).isEqualTo(201);
    assertThat(server.http("GET", "/v1/apps/1/groups/named", "").body())
        .contains("\"groupName\":\"\uD83D\uDE00\"");
    assertThat(put("g".repeat(128), "n", 1)).isEqualTo(201);
    assertThat(put("g".repeat(129), "n", 1)).isEqualTo(400);
  }

  @Test
  @DisplayName("P10 an app is one of 0..2147483647 over HTTP too")
  void apps() {
    for (String app : List.of("0", "2147483647")) {
      assertThat(server.http("GET", "/v1/apps/" + app + "/groups/g", "").statusCode())
          .as(app)
          .isEqualTo(404);
    }
    for (String app : List.of("-1", "-2147483648", "one", "+1", "01", "00", "%D9%A1")) {
      assertThat(server.http("GET", "/v1/apps/" + app + "/groups/g", "").body())
          .as(app)
          .contains("appId: not an app id (expected: 0..2147483647, without a sign");
    }
    for (String app : List.of("2147483648", "9999999999", "99999999999999999999")) {
      assertThat(server.http("GET", "/v1/apps/" + app + "/groups/g", "").body())
          .as(app)
          .contains("appId: out of range (expected: 0..2147483647)");
    }
  }

  @Test
  @DisplayName("P10 HTTP bodies are read up to 64 KiB, those of groups to 4 MiB, and no byte more")
  void httpBodies() {
    String pull = "{'appId':1,'operater':'alice','lastSequence':0,'x':'%s'}";
    String path = "/v1/message/syncOfflineMessageList";
    assertThat(server.http("POST", path, filled(pull, 64 << 10)).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = server.http("POST", path, filled(pull, (64 << 10) + 1));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("41300");
    String group = "{'ownerId':'alice'}";
    String put = "/v1/apps/1/groups/large";
    assertThat(server.http("PUT", put, spaced(group, 4 << 20)).statusCode()).isEqualTo(201);
    assertThat(server.http("PUT", put, spaced(group, (4 << 20) + 1)).statusCode()).isEqualTo(413);
  }

  private static String filled(String template, int bytes) {
    return template.formatted("x".repeat(bytes - template.length() + 2));
  }

  private static String spaced(String body, int bytes) {
    return body + " ".repeat(bytes - body.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'operater':'alice'} | appId: missing (expected: 0..2147483647)
          {'appId':'1','operater':'alice'} | appId: not an integer (expected: 0..2147483647)
          {'appId':-1,'operater':'alice'} | appId: -1 (expected: 0..2147483647)
          {'appId':2147483648,'operater':'alice'} | appId: 2147483648 (expected: 0..2147483647)
          {'appId':1} | operater: missing (expected: a string)
          {'appId':1,'operater':7} | operater: not a string
          {'appId':1,'operater':''} | operater: 0 characters (expected: 1..128)
          {'appId':1,'operater':'a','maxLimit':0} | maxLimit: 0 (expected: 1..500)
          {'appId':1,'operater':'a','maxLimit':-1} | maxLimit: -1 (expected: 1..500)
          {'appId':1,'operater':'a','lastSequence':-1} | \
          lastSequence: -1 (expected: 0..9007199254740991)
          {'appId':1,'operater':'a','operater':'b'} | operater: given twice (expected: once)
          {'appId':1,'operater':null,'operater':'a','operater':'a'} | operater: given twice (expected
          {'appId':1,'operater':'a','maxLimit':1,'maxLimit':2} | maxLimit: given twice (expected: once)
          {'appId':1,'operater':'a'}{} | body: more than one value (expected: one JSON object)
          {'appId':1,'operater':'a'} 7 | body: more than one value (expected: one JSON object)
          {'appId':1,'operater':'a'}} | body: not JSON (expected: a JSON object)
          """)
  void anHttpBodyIsRefusedWithTheReason(String body, String reason) {
    for (String path :
        List.of("/v1/message/syncOfflineMessageList", "/v1/conversation/syncConversationList")) {
      assertThat(WireClient.json(server.http("POST", path, body).body()).get("msg").stringValue())
          .startsWith(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'appId':1,'operater':'a','x':1,'x':2,'<b>':{'y':1,'y':2},'<b>':[]}",
        "{'appId':1,'operater':null,'operater':'a','maxLimit':1,'maxLimit':null}"
      })
  @DisplayName(
      "fields that nobody reads, and nulls, are ignored by HTTP as by frames, repeated too")
  void whatNobodyReads(String body) {
    for (String path :
        List.of("/v1/message/syncOfflineMessageList", "/v1/conversation/syncConversationList")) {
      assertThat(server.http("POST", path, body).statusCode()).isEqualTo(200);
    }
    try (WireClient sender = server.client(WireClient.Transport.TCP, 1, "phone")) {
      sender.logIn("a");
      String pull =
          body.replace("'operater'", "'fromId'").replace("{'appId':1", "{'lastSequence':0");
      assertThat(sender.send(1200, pull).expect(1201).has("dataList")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'groupName':'n'} | ownerId: missing (expected: a string)
          {'ownerId':'alice','groupName':''} | groupName: empty (expected: at least one character)
          {'ownerId':'alice','groupName':7} | groupName: not a string (expected: a string)
          {'ownerId':'alice','ownerId':'bob'} | ownerId: given twice (expected: once)
          {'ownerId':'alice','members':'bob'} | members: not an array
          {'ownerId':'a','members':[],'members':['b']} | members: given twice (expected: once)
          {'ownerId':'a','<b>':1,'<b>':2} | a field: unknown (expected: groupName, ownerId, members)
          {'ownerId':'a','membres':null} | membres: unknown (expected: groupName, ownerId, members)
          {'ownerId':'a'}[] | body: more than one value (expected: one JSON object)
          {'ownerId':'alice','members':['bob',7]} | members[1]: not a string (expected: a string)
          {'ownerId':'alice','membres':[]} | membres: unknown (expected: groupName, ownerId, members)
          """)
  void aGroupIsRefusedWithTheReason(String body, String reason) {
    HttpResponse<String> answer = server.http("PUT", "/v1/apps/1/groups/g", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(WireClient.json(answer.body()).get("detail").stringValue()).startsWith(reason);
  }

  @Test
  @DisplayName("ids that people cannot see or tell apart are refused at every port")
  void newIds() {
    for (WireClient.Transport transport : WireClient.Transport.values()) {
      for (String id : List.of(" ", "\\u200b", "\\u202eevil", "a\\u2028b", "a ", "a\\u0007")) {
        try (WireClient stranger = server.client(transport, 1, "web")) {
          stranger.send(9000, "{'userId':'" + id + "'}");
          assertThat(stranger.refusal(9001)).as(id).isEqualTo(40000);
          stranger.logIn("alice");
          String send = "{'messageId':'%s','fromId':'alice','toId':'%s','messageBody':1}";
          assertThat(stranger.send(1103, send.formatted("m", id)).refusal(1046)).isEqualTo(40000);
          assertThat(stranger.send(1103, send.formatted(id, "bob")).refusal(1046)).isEqualTo(40000);
        }
        assertThat(put("named", "n", id)).as(id).isEqualTo(400);
      }
    }
    for (WireClient.Transport transport : WireClient.Transport.values()) {
      for (String imei : List.of("   ", "\u200B", "\u202E", "\u2028", "a ")) {
        try (WireClient odd = server.client(transport, 1, imei)) {
          odd.send(9000, "{'userId':'alice'}");
          assertThat(odd.refusal(9001)).as("%s, %s", transport, imei).isEqualTo(40000);
        }
      }
      try (WireClient nameless = server.client(transport, 1, "")) {
        nameless.logIn("alice");
      }
    }
    for (String group : List.of("%20", "%E2%80%8B", "%E2%80%AEevil", "a%E2%80%A8b", "a%20")) {
      assertThat(put(group, "n", 1)).as(group).isEqualTo(400);
    }
  }

  private int put(String group, String name, String member) {
    String body = "{'groupName':'" + name + "','ownerId':'alice','members':['" + member + "']}";
    return server.http("PUT", "/v1/apps/1/groups/" + group, body).statusCode();
  }

  @Test
  @DisplayName("P10 what is no JSON, too deep or out of range is refused over HTTP too")
  void httpJson() {
    String path = "/v1/message/syncOfflineMessageList";
    String deep = "{'appId':1,'operater':'alice','x':" + "[".repeat(30_000) + "]".repeat(30_000);
    List<String> broken =
        List.of(
            "",
            "[]",
            "{",
            deep + "}",
            "{'appId':1}",
            "{'appId':2147483648,'operater':'alice'}",
            "{'appId':-1,'operater':'alice'}",
            "{'appId':1,'operater':'" + "u".repeat(129) + "'}",
            "{'appId':1,'operater':'\\ud800'}",
            "{'appId':1,'operater':'alice','maxLimit':0}",
            "{'appId':1,'operater':'alice','lastSequence':9007199254740992}",
            "{'appId':1,'operater':'alice','lastSequence':1e999999999}",
            "{'appId':1,'operater':'alice','lastSequence':" + "9".repeat(5_000) + "}");
    for (String body : broken) {
      HttpResponse<String> answer = server.http("POST", path, body);
      assertThat(answer.statusCode())
          .as(body.substring(0, Math.min(80, body.length())))
          .isEqualTo(400);
    }
  }
}
