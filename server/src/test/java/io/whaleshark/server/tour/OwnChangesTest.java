package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// P12 over sockets. Goal: a question sees what its connection changed before it, though the change
/// is not answered when the question is sent. Method: both in one packet, many rounds, for each
/// kind of change and each transport.
class OwnChangesTest {

  private static final int ROUNDS = 40;
  private static final String LIST = "{'lastSequence':0}";
  private static final String TO_BOB = "{'conversationType':0,'toId':'bob','maxLimit':1}";
  private static final String OF_TEAM =
      "{'groupId':'team','fromSequence':1,'toSequence':" + ROUNDS + "}";

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String send(String to, int round) {
    return "{'messageId':'m%d','fromId':'alice',%s,'messageBody':1}".formatted(round, to);
  }

  private WireClient loggedIn(Transport transport, String user) {
    WireClient client = server.client(transport, 1, user);
    client.logIn(user);
    return client;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a read, then the conversation list")
  void readsAreSeen(Transport transport) {
    try (WireClient alice = loggedIn(transport, "alice")) {
      for (int i = 1; i <= ROUNDS; i++) {
        alice.send(1103, send("'toId':'bob'", i)).success(1046);
        alice.expect(1107);
      }
    }
    try (WireClient bob = loggedIn(transport, "bob")) {
      for (int i = 1; i <= ROUNDS; i++) {
        String read =
            "{'fromId':'bob','toId':'alice','conversationType':0,'messageSequence':%d}"
                .formatted(i);
        JsonNode page = bob.sendBoth(1106, read, 5100, LIST).expect(5101);
        JsonNode item = page.get("dataList").get(0);
        assertThat(item.get("readSequence").intValue()).isEqualTo(i);
        assertThat(item.get("unreadCount").intValue()).isEqualTo(ROUNDS - i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a group's read, then the conversation list and the read counts")
  void groupReadsAreSeen(Transport transport) {
    server.http("PUT", "/v1/apps/10001/groups/team", "{'ownerId':'alice','members':['bob']}");
    try (WireClient alice = loggedIn(transport, "alice")) {
      for (int i = 1; i <= ROUNDS; i++) {
        alice.send(2104, send("'groupId':'team'", i)).success(2047);
      }
    }
    try (WireClient bob = loggedIn(transport, "bob")) {
      for (int i = 1; i <= ROUNDS; i++) {
        String read = "{'fromId':'bob','groupId':'team','messageSequence':%d}".formatted(i);
        if (i % 2 == 0) {
          JsonNode page = bob.sendBoth(2106, read, 5100, LIST).expect(5101);
          assertThat(page.get("dataList").get(0).get("readSequence").intValue()).isEqualTo(i);
        } else {
          JsonNode counts = bob.sendBoth(2106, read, 2112, OF_TEAM).expect(2113);
          JsonNode newlyRead = counts.get("dataList").get(i - 1);
          assertThat(newlyRead.get("readCount").intValue()).as("of message %d", i).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a receive, then what has changed in the conversation list")
  void receivesAreSeen(Transport transport) {
    List<Long> keys = new ArrayList<>();
    try (WireClient alice = loggedIn(transport, "alice")) {
      for (int i = 1; i <= ROUNDS; i++) {
        JsonNode ack = alice.send(1103, send("'toId':'bob'", i)).success(1046);
        keys.add(ack.get("messageKey").longValue());
        alice.expect(1107);
      }
    }
    try (WireClient bob = loggedIn(transport, "bob")) {
      long seen = keys.getLast();
      for (int i = 1; i <= ROUNDS; i++) {
        String receive =
            "{'fromId':'bob','toId':'alice','messageKey':%d,'messageId':'m%d','messageSequence':%d}"
                .formatted(keys.get(i - 1), i, i);
        String changes = "{'lastSequence':" + seen + "}";
        JsonNode page = bob.sendBoth(1107, receive, 5100, changes).expect(5101);
        assertThat(page.get("dataList").size()).as("changed by receive %d", i).isEqualTo(1);
        seen = page.get("maxSequence").longValue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a message, then the history and the inbox")
  void messagesAreSeen(Transport transport) {
    try (WireClient alice = loggedIn(transport, "alice")) {
      long last = 0;
      for (int i = 1; i <= ROUNDS; i++) {
        boolean asksHistory = i % 2 == 0;
        String pull = asksHistory ? TO_BOB : "{'lastSequence':" + last + "}";
        alice.sendBoth(1103, send("'toId':'bob'", i), asksHistory ? 1210 : 1200, pull);
        last = alice.success(1046).get("messageKey").longValue();
        alice.expect(1107);
        JsonNode found = alice.expect(asksHistory ? 1211 : 1201).get("dataList");
        assertThat(found.size()).as("found in round %d", i).isEqualTo(1);
        assertThat(found.get(0).get("messageId").stringValue()).isEqualTo("m" + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a recall, then the history")
  void recallsAreSeen(Transport transport) {
    try (WireClient alice = loggedIn(transport, "alice")) {
      for (int i = 1; i <= ROUNDS; i++) {
        alice.send(1103, send("'toId':'bob'", i)).success(1046);
        alice.expect(1107);
        String recall = "{'fromId':'alice','toId':'bob','messageId':'m%d'}".formatted(i);
        alice.sendBoth(1050, recall, 1210, TO_BOB).success(1051);
        JsonNode newest = alice.expect(1211).get("dataList").get(0);
        assertThat(newest.get("messageSequence").intValue()).isEqualTo(i);
        assertThat(newest.get("messageBody").toString()).as("recalled body").isEqualTo("\"\"");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P12 a setting, then the conversation list")
  void settingsAreSeen(Transport transport) {
    try (WireClient alice = loggedIn(transport, "alice")) {
      alice.send(1103, send("'toId':'bob'", 0)).success(1046);
      alice.expect(1107);
      for (int i = 1; i <= ROUNDS; i++) {
        boolean top = i % 2 == 1;
        String set = "{'conversationType':0,'toId':'bob','isTop':%b}".formatted(top);
        alice.sendBoth(5102, set, 5100, LIST).success(5103);
        JsonNode item = alice.expect(5101).get("dataList").get(0);
        assertThat(item.get("isTop").booleanValue()).as("round %d: %s", i, item).isEqualTo(top);
      }
    }
  }
}
