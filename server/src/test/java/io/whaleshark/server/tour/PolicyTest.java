package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Goal: what an operator sets for an app holds. Method: the same devices under each login policy;
/// a small inbox in which one conversation is busy; a reader who does not read.
class PolicyTest {

  @TempDir Path folder;

  /// Which of android, mac and web remain when ios logs in last: clientType 3, 5, 1, then 2.
  @ParameterizedTest
  @CsvSource({
    "1, false, false, false",
    "2, false, false, true",
    "3, false, true, true",
    "4, true, true, true"
  })
  void loginPoliciesDisplaceOtherDevices(int policy, boolean android, boolean mac, boolean web) {
    var setting = Map.of("WHALESHARK_APP_DEFAULTS_LOGIN_POLICY", Integer.toString(policy));
    boolean[] remain = {android, mac, web};
    int[] types = {3, 5, 1};
    for (int i = 0; i < types.length; i++) {
      try (TourServer server = new TourServer(folder.resolve("" + i), setting);
          WireClient before = server.client(Transport.TCP, types[i], "before");
          WireClient phone = server.client(Transport.TCP, 2, "ios")) {
        before.logIn("alice");
        phone.logIn("alice");
        if (remain[i]) {
          before.expectNothing();
        } else {
          JsonNode kicked = before.expect(9002);
          assertThat(kicked.get("clientType").intValue()).isEqualTo(2);
          assertThat(kicked.get("imei").stringValue()).isEqualTo("ios");
          before.expectClosed();
        }
      }
    }
  }

  @Test
  @DisplayName("P5 a busy conversation does not push a quiet one out of sight")
  void aQuietConversationStaysInASmallInbox() {
    var setting =
        Map.of(
            "WHALESHARK_APP_DEFAULTS_INBOX_ENTRIES",
            "20",
            "WHALESHARK_APP_DEFAULTS_INBOX_SHARE",
            "5");
    try (TourServer server = new TourServer(folder, setting);
        WireClient quiet = server.phone("q");
        WireClient busy = server.phone("b");
        WireClient bob = server.phone("p")) {
      quiet.logIn("quiet");
      busy.logIn("busy");
      quiet
          .send(1103, "{'messageId':'q1','fromId':'quiet','toId':'bob','messageBody':1}")
          .success(1046);
      for (int i = 1; i <= 50; i++) {
        busy.send(1103, "{'messageId':'b" + i + "','fromId':'busy','toId':'bob','messageBody':1}")
            .success(1046);
        busy.expect(1107);
      }
      bob.logIn("bob");
      JsonNode page = bob.send(1200, "{'lastSequence':0}").expect(1201);
      assertThat(page.get("dataList").size()).isEqualTo(20);
      assertThat(page.get("dataList").get(0).get("fromId").stringValue()).isEqualTo("quiet");
      assertThat(page.get("gaps"))
          .isEqualTo(
              WireClient.json(
                  "[{'conversationType':0,'toId':'busy','fromSequence':1,'toSequence':31}]"));
    }
  }

  @Test
  @DisplayName("P1 retention deletes for good, sequences go on")
  void whatIsTooOldIsGone() {
    var setting =
        Map.of("WHALESHARK_APP_DEFAULTS_RETENTION", "1s", "WHALESHARK_RETENTION_SWEEP", "1s");
    try (TourServer server = new TourServer(folder, setting);
        WireClient alice = server.phone("a")) {
      alice.logIn("alice");
      String send = "{'messageId':'m','fromId':'alice','toId':'bob','messageBody':1}";
      assertThat(alice.send(1103, send).success(1046).get("messageSequence").intValue())
          .isEqualTo(1);
      alice.expect(1107);
      String pull = "{'conversationType':0,'toId':'bob'}";
      long pulls = 0;
      while (!alice.send(1210, pull).expect(1211).get("dataList").isEmpty()) {
        assertThat(pulls++).isLessThan(1_000_000);
      }
      assertThat(alice.send(1103, send).success(1046).get("messageSequence").intValue())
          .isEqualTo(2);
    }
  }
}
