package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.server.webhook.TestReceiver.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Webhooks of a real server, told over real sockets.
class WebhookTest {

  private static final String OF_CONVERSATIONS =
      "message.sent, message.recalled, conversation.read, group.changed";

  @TempDir Path folder;

  private TestReceiver receiver;

  @BeforeEach
  void openReceiver() throws IOException {
    receiver = new TestReceiver(0);
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  private TourServer server(String more) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            webhooks:
              - name: backend
                url: %s
                secret: %s
        %s
        """
            .formatted(receiver.url(), TestReceiver.SECRET, more.indent(8).stripTrailing()));
    return new TourServer(folder.resolve("data"), Map.of("WHALESHARK_CONFIG", config.toString()));
  }

  /// One that is told of sent messages alone, wherever their receivers are.
  private TourServer serverOfSends() throws IOException {
    return server("private: true\nevents: [message.sent]");
  }

  private void awaitTaken(int count) {
    await().until(() -> receiver.taken().size() >= count);
  }

  private List<String> types() {
    return receiver.taken().stream().map(Attempt::type).toList();
  }

  @Test
  void everythingThatIsCommittedIsTold() throws IOException {
    try (TourServer server = server("private: true\nevents: [" + OF_CONVERSATIONS + "]")) {
      server.http(
          "PUT",
          "/v1/apps/10001/groups/g",
          "{'groupName': 'Team', 'ownerId': 'alice', 'members': ['bob']}");
      try (WireClient alice = server.desktop("d");
          WireClient bob = server.phone("p")) {
        alice.logIn("alice");
        bob.logIn("bob");
        alice.send(
            1103,
            "{'appId': 10001, 'messageId': 'm1', 'fromId': 'alice', 'toId': 'bob', 'messageBody':"
                + " 'hi', 'extra': {'k': 1}}");
        long sequence = alice.success(1046).get("messageSequence").asLong();
        bob.send(
            1106,
            "{'appId': 10001, 'fromId': 'bob', 'toId': 'alice', 'conversationType': 0,"
                + " 'messageSequence': "
                + sequence
                + "}");
        awaitTaken(3);
        server.http("PUT", "/v1/apps/10001/groups/g", "{'groupName': 'New', 'ownerId': 'alice'}");
        server.http("DELETE", "/v1/apps/10001/groups/g/members/bob", "");
        server.http("DELETE", "/v1/apps/10001/groups/g", "");
        awaitTaken(6);
      }
    }
    assertThat(types())
        .containsExactly(
            "group.changed",
            "message.sent",
            "conversation.read",
            "group.changed",
            "group.changed",
            "group.changed");
    assertThat(receiver.unverified()).isEmpty();
    Attempt sent = receiver.taken().get(1);
    assertThat(sent.data().get("messageId").asString()).isEqualTo("m1");
    assertThat(sent.data().get("messageBody").asString()).isEqualTo("hi");
    assertThat(sent.data().get("extra").toString()).isEqualTo("{\"k\":1}");
    assertThat(sent.data().get("toId").asString()).isEqualTo("bob");
    assertThat(sent.data().get("messageSequence").asLong()).isEqualTo(1);
    assertThat(sent.id()).endsWith("_" + sent.data().get("messageKey").asLong() + "_0");
    Attempt read = receiver.taken().get(2);
    assertThat(read.data().toString())
        .isEqualTo(
            "{\"appId\":10001,\"readerId\":\"bob\",\"toId\":\"alice\",\"messageSequence\":1,"
                + "\"previousMessageSequence\":0,\"unreadCount\":0}");
    assertThat(receiver.taken().stream().skip(3).map(each -> each.data().get("change").asString()))
        .containsExactly("renamed", "member-removed", "dissolved");
    assertThat(receiver.taken().getFirst().data().toString())
        .contains("\"members\":[\"alice\",\"bob\"]");
  }

  @Test
  void anEditIsToldWithItsNewestContent() throws IOException {
    try (TourServer server = server("private: true\nevents: [message.sent, message.edited]");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      alice.send(
          1103, "{'messageId': 'm1', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'teh'}");
      alice.success(1046);
      alice.expect(1107);
      awaitTaken(1);
      alice.send(
          1060, "{'messageId': 'm1', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'the'}");
      JsonNode edited = alice.success(1061);
      awaitTaken(2);
      assertThat(types()).containsExactly("message.sent", "message.edited");
      JsonNode told = receiver.taken().get(1).data();
      assertThat(told.get("messageBody").asString()).isEqualTo("the");
      assertThat(told.get("messageKey")).isEqualTo(edited.get("messageKey"));
      assertThat(told.get("editedTime")).isEqualTo(edited.get("editedTime"));
    }
  }

  @Test
  void aPinIsToldWithBothUsers() throws IOException {
    try (TourServer server = server("private: true\nevents: [message.pinned]");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      alice.send(
          1103, "{'messageId': 'm1', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'hi'}");
      alice.success(1046);
      alice.expect(1107);
      String pin = "{'messageId':'m1','fromId':'alice','toId':'bob','isPinned':%s}";
      JsonNode pinned = alice.send(1080, pin.formatted(true)).success(1081);
      alice.send(1080, pin.formatted(false)).success(1081);
      awaitTaken(2);
      assertThat(types()).containsExactly("message.pinned", "message.pinned");
      JsonNode told = receiver.taken().get(0).data();
      assertThat(told.get("users").toString()).isEqualTo("[\"alice\",\"bob\"]");
      assertThat(told.get("fromId").asString()).isEqualTo("alice");
      assertThat(told.get("messageKey")).isEqualTo(pinned.get("messageKey"));
      assertThat(told.get("pinnedTime")).isEqualTo(pinned.get("pinnedTime"));
      assertThat(receiver.taken().get(1).data().get("isPinned").booleanValue()).isFalse();
    }
  }

  @Test
  void aReactionIsToldWithItsCount() throws IOException {
    try (TourServer server = server("private: true\nevents: [message.reaction]");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      alice.send(
          1103, "{'messageId': 'm1', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'hi'}");
      alice.success(1046);
      alice.expect(1107);
      String react = "{'messageId':'m1','fromId':'alice','toId':'bob','reaction':'👍','isSet':%s}";
      JsonNode set = alice.send(1090, react.formatted(true)).success(1091);
      alice.send(1090, react.formatted(true)).success(1091); // changes nothing
      alice.send(1090, react.formatted(false)).success(1091);
      awaitTaken(2);
      assertThat(types()).containsExactly("message.reaction", "message.reaction");
      JsonNode told = receiver.taken().get(0).data();
      assertThat(told.get("users").toString()).isEqualTo("[\"alice\",\"bob\"]");
      assertThat(told.get("fromId").asString()).isEqualTo("alice");
      assertThat(told.get("messageKey")).isEqualTo(set.get("messageKey"));
      assertThat(told.get("reaction").asString()).isEqualTo("👍");
      assertThat(told.get("count").intValue()).isEqualTo(1);
      assertThat(receiver.taken().get(1).data().get("isSet").booleanValue()).isFalse();
      assertThat(receiver.taken().get(1).data().get("count").intValue()).isZero();
    }
  }

  @Test
  void aReceiverThatWasAwayGetsEverythingInOrder() throws IOException {
    int port = receiver.port();
    try (TourServer server = serverOfSends()) {
      receiver.close();
      try (WireClient alice = server.desktop("d")) {
        alice.logIn("alice");
        sendAll(alice, 0, 20);
      }
      server.restart();
      try (WireClient alice = server.desktop("d")) {
        alice.logIn("alice");
        sendAll(alice, 20, 40);
      }
      // It fails now and then, too.
      receiver = new TestReceiver(port).answering(attempt -> attempt % 8 == 1 ? 503 : 200);
      awaitTaken(40);
    }
    assertThat(receiver.taken().stream().map(each -> each.data().get("messageSequence").asLong()))
        .isEqualTo(LongStream.rangeClosed(1, 40).boxed().toList());
    assertThat(receiver.attempts()).hasSizeGreaterThan(40);
  }

  private static void sendAll(WireClient alice, int from, int to) {
    for (int i = from; i < to; i++) {
      alice.send(
          1103,
          "{'appId': 10001, 'messageId': 'm"
              + i
              + "', 'fromId': 'alice', 'toId': 'bob', 'messageBody': 'hi'}");
      alice.success(1046);
      alice.expect(1107); // nobody is there
    }
  }

  @Test
  void theStatisticsTellHowFarEachWebhookIsBehind() throws IOException {
    receiver.answering(_ -> 503);
    try (TourServer server = serverOfSends();
        WireClient alice = server.desktop("d")) {
      assertThat(webhooks(server)).isEqualTo("[{\"name\":\"backend\",\"lag\":0}]");
      alice.logIn("alice");
      sendAll(alice, 0, 1);
      await().until(() -> lag(server) >= 1);
      receiver.answering(_ -> 200);
      awaitTaken(1);
      await().until(() -> lag(server) == 0);
    }
  }

  private static String webhooks(TourServer server) {
    var answer = server.http("GET", "/v1/apps/10001/stats", "");
    return WireClient.json(answer.body()).get("webhooks").toString();
  }

  private static long lag(TourServer server) {
    return WireClient.json(webhooks(server)).get(0).get("lag").asLong();
  }

  @Test
  void whoAnswers410IsToldNothingMore() throws IOException {
    receiver.answering(_ -> 410);
    try (TourServer server = serverOfSends();
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      sendAll(alice, 0, 1);
      await().until(() -> receiver.attempts().size() == 1);
      sendAll(alice, 1, 3);
      alice.expectNothing();
    }
    assertThat(receiver.attempts()).hasSize(1);
  }

  @Test
  void aRedirectIsNotFollowedAndTriedAgain() throws IOException {
    receiver.answering(attempt -> attempt == 0 ? 307 : 200);
    try (TourServer server = serverOfSends();
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      sendAll(alice, 0, 1);
      awaitTaken(1);
    }
    assertThat(receiver.attempts()).hasSize(2);
    assertThat(receiver.attempts().getFirst().id()).isEqualTo(receiver.attempts().getLast().id());
  }

  @Test
  void aPrivateAddressIsToldNothingUnlessTheSettingsSaySo() throws IOException {
    try (TourServer server = server("events: [message.sent]");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      sendAll(alice, 0, 1);
      alice.expectNothing();
      assertThat(receiver.attempts()).isEmpty();
    }
    try (TourServer _ = server("events: [message.sent]\nprivate: true")) {
      awaitTaken(1);
    }
  }

  @Test
  void aNewWebhookBeginsNowAndAnEventThatNobodyWantsIsNotSent() throws IOException {
    try (TourServer server = new TourServer(folder.resolve("data"), Map.of());
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      sendAll(alice, 0, 1);
    }
    try (TourServer server = server("events: [message.sent]\nprivate: true");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      server.http("PUT", "/v1/apps/10001/groups/g", "{'ownerId': 'zoe', 'members': []}");
      sendAll(alice, 1, 2);
      awaitTaken(1);
    }
    assertThat(receiver.taken().stream().map(each -> each.data().get("messageId").asString()))
        .containsExactly("m1");
  }
}
