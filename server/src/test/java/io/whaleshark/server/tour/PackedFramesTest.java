package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.server.tour.WireClient.Transport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Goal: how a client packs its frames changes nothing of what they do. Method: equal frames in one
/// packet, and frames that are cut.
class PackedFramesTest {

  private static final String APP = "/v1/apps/10001";

  @TempDir Path folder;
  private TourServer server;

  @BeforeEach
  void start() {
    server = new TourServer(folder, Map.of());
    server.http("PUT", APP + "/groups/team", "{'ownerId':'alice','members':['bob']}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String hi(String id) {
    return "{'messageId':'%s','fromId':'alice','groupId':'team','messageBody':'hi'}".formatted(id);
  }

  private int messages() {
    String asAlice = APP + "/conversations/messages?fromId=alice&groupId=team";
    return WireClient.json(server.http("GET", asAlice, "").body()).get("dataList").size();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("P3 equal frames in one packet are one message, and each is answered")
  void equalFrames(Transport transport) {
    try (WireClient bob = server.client(Transport.TCP, 1, "bob");
        WireClient alice = server.client(transport, 1, "alice")) {
      bob.logIn("bob");
      alice.logIn("alice");
      JsonNode first = alice.sendBoth(2104, hi("m1"), 2104, hi("m1")).success(2047);
      assertThat(alice.success(2047)).isEqualTo(first);
      bob.expect(2104);
      bob.expectNothing();
      alice.sendBoth(2104, hi("m2"), 2104, hi("m3")).success(2047);
      alice.success(2047);
      assertThat(bob.expect(2104).get("messageId").stringValue()).isEqualTo("m2");
      assertThat(bob.expect(2104).get("messageId").stringValue()).isEqualTo("m3");
      assertThat(messages()).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("a message of a WebSocket that ends inside a frame is refused; the next is taken")
  void cutInAMessage() {
    try (WireClient alice = server.client(Transport.WEBSOCKET_BINARY, 1, "alice")) {
      alice.logIn("alice");
      byte[] frame = alice.frame(2104, hi("m1"));
      byte[] rest = Arrays.copyOfRange(frame, frame.length - 9, frame.length);
      assertThat(alice.sendRaw(Arrays.copyOf(frame, frame.length - 9)).refusal(9010))
          .isEqualTo(40000);
      assertThat(alice.sendRaw(rest).refusal(9010)).isEqualTo(40000);
      assertThat(messages()).isZero();
      alice.sendRaw(frame).success(2047);
      assertThat(messages()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TCP")
  @DisplayName("a message of a WebSocket may come in fragments, cut at any place")
  void fragments(Transport transport) {
    try (WireClient alice = server.client(transport, 1, "alice")) {
      alice.logIn("alice");
      for (int size : new int[] {1, 7, 28, 1_000}) {
        alice.sendInFragments(2104, hi("m" + size), size).success(2047);
      }
      assertThat(messages()).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("over TCP a frame may come in pieces, at any place")
  void cutInPackets() {
    try (WireClient alice = server.client(Transport.TCP, 1, "alice")) {
      alice.logIn("alice");
      byte[] frame = alice.frame(2104, hi("m1"));
      for (byte one : frame) {
        alice.sendRaw(new byte[] {one});
      }
      alice.success(2047);
      assertThat(messages()).isEqualTo(1);
    }
  }
}
