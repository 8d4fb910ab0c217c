package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: the setting `group-pins` says who pins in a group. Method: a member pins over the wire,
/// against a real server with each value.
class PinSettingTest {

  @TempDir Path folder;

  @Test
  void whoPinsInGroupsIsASetting() {
    pinsAsMember("admins", 40310);
    pinsAsMember("members", 200);
  }

  private void pinsAsMember(String setting, int code) {
    var settings = Map.of("WHALESHARK_APP_DEFAULTS_GROUP_PINS", setting);
    try (TourServer server = new TourServer(folder.resolve(setting), settings);
        WireClient bob = server.client(Transport.TCP, 5, "b")) {
      bob.logIn("bob");
      String group = "{'ownerId':'alice','members':['bob']}";
      assertThat(server.http("PUT", "/v1/apps/10001/groups/g", group).statusCode()).isEqualTo(201);
      bob.expect(2001);
      bob.send(2104, "{'messageId':'m1','fromId':'bob','groupId':'g','messageBody':'hi'}")
          .success(2047);
      JsonNode answer =
          bob.send(1080, "{'fromId':'bob','groupId':'g','messageId':'m1','isPinned':1}")
              .expect(1081);
      assertThat(answer.get("code").intValue()).isEqualTo(code);
    }
  }
}
