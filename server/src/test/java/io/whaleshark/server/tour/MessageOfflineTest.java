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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a webhook is told of a message's receivers whom no device tells, by a real server.
class MessageOfflineTest {

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

  private TourServer server(String events) throws IOException {
    Path config = folder.resolve("whaleshark.yaml");
    Files.writeString(
        config,
        """
        apps:
          10001:
            webhooks:
              - {name: backend, url: "%s", secret: %s, private: true, events: [%s]}
        """
            .formatted(receiver.url(), TestReceiver.SECRET, events));
    return new TourServer(folder.resolve("data"), Map.of("WHALESHARK_CONFIG", config.toString()));
  }

  private void awaitTaken(int count) {
    await().until(() -> receiver.taken().size() >= count);
  }

  private static void send(WireClient from, String name, String id, String to) {
    boolean isGroup = to.startsWith("group");
    from.send(
        isGroup ? 2104 : 1103,
        "{'appId': 10001, 'messageId': '%s', 'fromId': '%s', '%s': '%s', 'messageBody': 'hi'}"
            .formatted(id, name, isGroup ? "groupId" : "toId", to));
    from.success(isGroup ? 2047 : 1046);
  }

  private static void sendToNobody(WireClient from, String name, String id, String to) {
    send(from, name, id, to);
    from.expect(1107); // nobody is there
  }

  private List<String> told() {
    return receiver.taken().stream()
        .map(each ->
            each.type()
                + " "
                + each.data().get("messageId").asString()
                + (each.data().has("receiverId")
                    ? " " + each.data().get("receiverId").asString()
                    : ""))
        .toList();
  }

  @Test
  void whoIsOfflineIsNamedWithTheirBadge() throws IOException {
    try (TourServer server = server("message.sent, message.offline");
        WireClient alice = server.desktop("d");
        WireClient carol = server.desktop("c")) {
      alice.logIn("alice");
      carol.logIn("carol");
      sendToNobody(carol, "carol", "c1", "bob");
      awaitTaken(2);
      sendToNobody(alice, "alice", "a1", "bob");
      send(alice, "alice", "a2", "carol");
      awaitTaken(5);
    }
    assertThat(told())
        .contains("message.sent a2")
        .containsSubsequence("message.sent c1", "message.offline c1 bob")
        .containsSubsequence("message.sent a1", "message.offline a1 bob")
        .hasSize(5);
    assertThat(receiver.unverified()).isEmpty();
    Attempt sent = event("message.sent a1");
    Attempt offline = event("message.offline a1 bob");
    assertThat(offline.id()).isEqualTo(sent.id() + "_Ym9i");
    String shared = sent.data().toString();
    assertThat(offline.data().toString())
        .isEqualTo(
            shared.substring(0, shared.length() - 1)
                + ",\"receiverId\":\"bob\",\"unreadCount\":2,\"mutedUnreadCount\":0,"
                + "\"silent\":false}");
  }

  private Attempt event(String which) {
    return receiver.taken().get(told().indexOf(which));
  }

  @Test
  void ofAGroupOnlyThoseAreNamedWhomNoDeviceTells() throws IOException {
    Set<String> away =
        IntStream.range(0, 300).mapToObj(i -> "away" + i).collect(Collectors.toSet());
    try (TourServer server = server("message.offline");
        WireClient alice = server.desktop("d");
        WireClient bob = server.phone("b");
        WireClient carol = server.phone("c")) {
      String members =
          away.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
      server.http(
          "PUT",
          "/v1/apps/10001/groups/group",
          "{'groupName': 'Team', 'ownerId': 'alice', 'members': ['bob', 'carol', "
              + members
              + "]}");
      alice.logIn("alice");
      bob.logIn("bob");
      carol.logIn("carol");
      carol.send(5102, "{'conversationType': 1, 'groupId': 'group', 'isMute': true}");
      carol.success(5103);
      // A receiver that fails now and then gets all of them all the same.
      receiver.answering(attempt -> attempt == 3 ? 503 : 200);
      send(alice, "alice", "m1", "group");
      awaitTaken(301);
      receiver.answering(_ -> 200);
      send(alice, "alice", "m2", "group");
      awaitTaken(602);
    }
    for (int i = 0; i < 2; i++) {
      String message = "m" + (i + 1);
      List<Attempt> ofMessage = receiver.taken().subList(301 * i, 301 * (i + 1));
      assertThat(ofMessage)
          .as("the next message follows when all have been told of this one")
          .allMatch(each -> each.data().get("messageId").asString().equals(message));
      Set<String> named =
          ofMessage.stream()
              .map(each -> each.data().get("receiverId").asString())
              .collect(Collectors.toSet());
      assertThat(named).containsAll(away).contains("carol").hasSize(301);
      for (Attempt each : ofMessage) {
        boolean isMuted = each.data().get("receiverId").asString().equals("carol");
        assertThat(each.data().get("silent").asBoolean()).isEqualTo(isMuted);
        assertThat(each.data().get(isMuted ? "mutedUnreadCount" : "unreadCount").asInt())
            .isEqualTo(i + 1);
      }
    }
    assertThat(receiver.unverified()).isEmpty();
  }

  @Test
  void whoReadsBeforeTheReceiverComesBackIsNotNamed() throws IOException {
    receiver.answering(_ -> 503);
    try (TourServer server = server("message.offline");
        WireClient alice = server.desktop("d")) {
      alice.logIn("alice");
      sendToNobody(alice, "alice", "m1", "bob");
      sendToNobody(alice, "alice", "m2", "carol");
      await().until(() -> receiver.attempts().size() >= 2);
      try (WireClient bob = server.phone("b")) {
        bob.logIn("bob");
        bob.send(
            1106,
            "{'fromId': 'bob', 'toId': 'alice', 'conversationType': 0, 'messageSequence': 1}");
        alice.expect(1054);
      }
      await().until(() -> !isOnline(server));
      receiver.answering(_ -> 200);
      sendToNobody(alice, "alice", "m3", "dave");
      awaitTaken(2);
      // In its order behind what was to be told of m1.
      sendToNobody(alice, "alice", "m4", "bob");
      awaitTaken(3);
    }
    assertThat(told())
        .containsExactlyInAnyOrder(
            "message.offline m2 carol", "message.offline m3 dave", "message.offline m4 bob");
  }

  private static boolean isOnline(TourServer server) {
    var answer = server.http("GET", "/v1/apps/10001/users/bob", "");
    return WireClient.json(answer.body()).get("online").asBoolean();
  }
}
