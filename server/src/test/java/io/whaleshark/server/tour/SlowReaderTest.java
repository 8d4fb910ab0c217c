package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Goal: who does not read loses pushes, never messages, and costs a bounded amount of memory
/// (P10). Method: a socket with a small window that is not read while many messages go to it, and
/// then is.
class SlowReaderTest {

  private static final int MESSAGES = 20_000;
  private static final int BODY_BYTES = 2_000;

  /// A third of what goes to the reader. Without a bound all but what the sockets hold would wait.
  private static final long BYTES_AT_MOST = (long) MESSAGES * BODY_BYTES / 3;

  @TempDir Path folder;

  @Test
  @DisplayName("P10 P4 a reader who stopped is made to pull, and finds everything")
  void aReaderWhoStoppedIsMadeToPull() throws IOException {
    var patient = Map.of("WHALESHARK_IDLE_TIMEOUT", "10m"); // for bob, who is silent
    try (TourServer server = new TourServer(folder, patient);
        WireClient alice = server.phone("a");
        Socket bob = new Socket()) {
      bob.setReceiveBufferSize(8 << 10);
      bob.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcpPort()));
      bob.setSoTimeout(60_000);
      bob.getOutputStream().write(alice.frame(9000, "{'userId':'bob'}"));
      DataInputStream toBob = new DataInputStream(bob.getInputStream());
      assertThat(toBob.readInt()).isEqualTo(9001);
      long newest = body(toBob).get("data").get("maxSequence").longValue();
      alice.logIn("alice");
      long before = bytesOfBuffers();
      assertThat(before).as("what the server reads into comes from there").isPositive();
      String body = "x".repeat(BODY_BYTES);
      for (int i = 1; i <= MESSAGES; i++) {
        alice.send(
            1103,
            "{'messageId':'m"
                + i
                + "','fromId':'alice','toId':'bob','messageBody':'"
                + body
                + "'}");
      }
      for (int i = 1; i <= MESSAGES; i++) {
        alice.success(1046);
      }
      assertThat(bytesOfBuffers() - before).isLessThan(BYTES_AT_MOST);
      // Who is writing is not told to who does not read, nor later: it would be long over.
      try (WireClient desktop = server.desktop("d")) {
        desktop.logIn("bob");
        desktop.send(5500, "{'toId':'bob','isTyping':false}");
        alice.send(5500, "{'toId':'bob','isTyping':true}");
        desktop.expect(5501);
      }
      assertThat(gapsUpToTheNewest(toBob, newest)).isPositive();
    }
  }

  /// What the allocator that Netty gives its channels holds, in use or kept for later.
  private static long bytesOfBuffers() {
    var metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  private static JsonNode body(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readInt());
    return WireClient.json(new String(bytes, StandardCharsets.UTF_8));
  }

  /// Reads pushes up to the newest message; returns how many of them told of a gap before them.
  ///
  /// @param atLogin the newest position of the inbox at the login
  private static int gapsUpToTheNewest(DataInputStream in, long atLogin) throws IOException {
    long newest = atLogin;
    int sequence = 0;
    int gaps = 0;
    while (sequence < MESSAGES) {
      assertThat(in.readInt()).isEqualTo(1103);
      JsonNode data = body(in);
      boolean follows = data.get("previousInboxSequence").longValue() == newest;
      gaps += follows ? 0 : 1;
      if (follows) {
        assertThat(data.get("messageSequence").intValue()).isEqualTo(sequence + 1);
      }
      sequence = data.get("messageSequence").intValue();
      newest = data.get("inboxSequence").longValue();
    }
    return gaps;
  }
}
