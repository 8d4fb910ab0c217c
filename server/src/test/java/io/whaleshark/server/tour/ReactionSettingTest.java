package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: the setting `reaction-members-at-most` says in which groups others are told of a reaction
/// at once. Method: a member of two reacts over the wire, against a real server with each value.
class ReactionSettingTest {

  @TempDir Path folder;

  @Test
  void howLargeGroupsAreToldIsASetting() {
    reacts("2", true);
    reacts("1", false);
  }

  private void reacts(String setting, boolean isTold) {
    var settings = Map.of("WHALESHARK_APP_DEFAULTS_REACTION_MEMBERS_AT_MOST", setting);
    try (TourServer server = new TourServer(folder.resolve(setting), settings);
        WireClient alice = server.client(Transport.TCP, 5, "a");
        WireClient bob = server.client(Transport.TCP, 5, "b")) {
      alice.logIn("alice");
      bob.logIn("bob");
      String group = "{'ownerId':'alice','members':['bob']}";
      assertThat(server.http("PUT", "/v1/apps/10001/groups/g", group).statusCode()).isEqualTo(201);
      alice.expect(2001);
      bob.expect(2001);
      bob.send(2104, "{'messageId':'m1','fromId':'bob','groupId':'g','messageBody':'hi'}")
          .success(2047);
      alice.expect(2104);
      String range = "{'groupId':'g','fromSequence':1,'toSequence':1}";
      alice.send(1093, range).expect(1094);
      bob.send(1090, "{'fromId':'bob','groupId':'g','messageId':'m1','reaction':'👍','isSet':1}")
          .success(1091);
      if (isTold) {
        assertThat(alice.expect(1092).get("groupId").stringValue()).isEqualTo("g");
      } else {
        alice.expectNothing();
      }
      JsonNode found = alice.send(1093, range).expect(1094).get("dataList").get(0);
      assertThat(found.get("reactions").get(0).get("count").intValue()).isEqualTo(1);
    }
  }
}
