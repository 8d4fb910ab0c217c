package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Goal: edits are on the wire what the contract says. Method: clients that are bytes and JSON
/// only, against a real server on real sockets.
class EditTourTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void anEditReachesWhoWasThereAndWhoWasAway(Transport transport) {
    try (TourServer server = new TourServer(folder, Map.of());
        WireClient alice = server.client(transport, 5, "a");
        WireClient bob = server.client(transport, 5, "b")) {
      alice.logIn("alice");
      bob.logIn("bob");
      edits(alice, bob);
    }
  }

  private static void edits(WireClient alice, WireClient bob) {
    JsonNode ack =
        alice
            .send(1103, "{'messageId':'m1','fromId':'alice','toId':'bob','messageBody':'hi'}")
            .success(1046);
    long cursor = bob.expect(1103).get("inboxSequence").longValue();
    String edit =
        "{'fromId':'%s','toId':'%s','messageSequence':1,'messageBody':'hi!','extra':{'n':1}}";
    assertThat(bob.send(1060, edit.formatted("bob", "alice")).refusal(1061)).isEqualTo(40300);
    JsonNode edited = alice.send(1060, edit.formatted("alice", "bob")).success(1061);
    assertThat(edited.propertyNames().stream().sorted().toList())
        .containsExactly("editedTime", "messageId", "messageKey", "messageSequence");
    assertThat(edited.get("messageKey")).isEqualTo(ack.get("messageKey"));
    JsonNode told = bob.expect(1062);
    assertThat(told.get("previousInboxSequence").longValue()).isEqualTo(cursor);
    assertThat(told.get("messageBody").stringValue()).isEqualTo("hi!");
    assertThat(told.get("editedTime")).isEqualTo(edited.get("editedTime"));
    assertThat(told.get("messageTime")).isEqualTo(ack.get("messageTime"));
    assertThat(told.has("silent")).isFalse();
    JsonNode entry =
        bob.send(1200, "{'lastSequence':" + cursor + "}").expect(1201).get("dataList").get(0);
    assertThat(entry.get("inboxSequence")).isEqualTo(told.get("inboxSequence"));
    assertThat(entry.get("messageSequence").intValue()).isEqualTo(1);
    assertThat(entry.get("extra").toString()).isEqualTo("{\"n\":1}");
    assertThat(alice.send(1060, edit.formatted("alice", "bob")).success(1061)).isEqualTo(edited);
    alice.send(1050, "{'fromId':'alice','toId':'bob','messageSequence':1}").success(1051);
    assertThat(bob.expect(1052).get("previousInboxSequence")).isEqualTo(told.get("inboxSequence"));
    assertThat(alice.send(1060, edit.formatted("alice", "bob")).refusal(1061)).isEqualTo(41001);
  }
}
