package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
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
  private static final long BYTES_AT_MOST = 64L << 20;

  @TempDir Path folder;

  @Test
  @DisplayName("P10 P4 a reader who stopped is made to pull, and finds everything")
  void aReaderWhoStoppedIsMadeToPull() throws IOException {
    try (TourServer server = new TourServer(folder, Map.of());
        WireClient alice = server.phone("a");
        Socket bob = new Socket()) {
      bob.setReceiveBufferSize(8 << 10);
      bob.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcpPort()));
      bob.getOutputStream().write(alice.frame(9000, "{'userId':'bob'}"));
      alice.logIn("alice");
      String body = "x".repeat(2_000);
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
      assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
          .isLessThan(BYTES_AT_MOST);
      assertThat(gapsUpToTheNewest(bob)).isPositive();
    }
  }

  /// Reads pushes up to the newest message; returns how many of them told of a gap before them.
  private static int gapsUpToTheNewest(Socket bob) throws IOException {
    DataInputStream in = new DataInputStream(bob.getInputStream());
    long newest = 0;
    int sequence = 0;
    int gaps = 0;
    while (sequence < MESSAGES) {
      int command = in.readInt();
      byte[] bytes = in.readNBytes(in.readInt());
      JsonNode data = WireClient.json(new String(bytes, StandardCharsets.UTF_8));
      if (command == 9001) {
        newest = data.get("data").get("maxSequence").longValue();
      } else {
        boolean follows = data.get("previousInboxSequence").longValue() == newest;
        gaps += follows ? 0 : 1;
        if (follows && sequence > 0) {
          assertThat(data.get("messageSequence").intValue()).isEqualTo(sequence + 1);
        }
        sequence = data.get("messageSequence").intValue();
        newest = data.get("inboxSequence").longValue();
      }
    }
    return gaps;
  }
}
