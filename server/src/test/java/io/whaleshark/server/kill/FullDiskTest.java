package io.whaleshark.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.whaleshark.local.cluster.load.DeviceConnection;
import io.whaleshark.local.cluster.load.DeviceConnection.BrokenException;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// P1 on a full disk. Goal: it refuses sends and nothing else, loses nothing that was acknowledged,
/// and needs no restart once there is room. Method: the real process on a small disk that really
/// fills: down to the reserve, and, where there is none, to the last byte. Where this user may
/// mount no disk it is skipped, and says why.
class FullDiskTest {

  private static final int DISK_MIB = 64;
  private static final int MIB = 1 << 20;
  private static final int SENDS_AT_MOST = 2_000;
  private static final long ANSWER_MILLIS = 30_000;
  private static final Bytes BODY = Bytes.utf8("\"" + "x".repeat(50_000) + "\"");
  private static final Peer BOB = Peer.direct("bob");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"8, 9", "0, 1"})
  void sendsAreRefusedUntilThereIsRoomAgain(String reserveMib, int leftMib) throws Exception {
    String obstacle = ServerProcess.obstacleToSmallDisks(folder);
    assumeTrue(obstacle.isEmpty(), "a full disk is NOT tested here: " + obstacle);
    Map<String, String> settings = Map.of("WHALESHARK_ENGINE_DISK_RESERVE_MIB", reserveMib);
    try (ServerProcess server = ServerProcess.startOnSmallDisk(folder, DISK_MIB, settings)) {
      int port = server.awaitReady().tcp();
      Path filler = server.seen(folder.resolve("data")).resolve("filler");
      try (DeviceConnection alice = loggedIn(port, "alice")) {
        List<Long> acked = new ArrayList<>();
        acked.add(((SendAck) send(alice, "before")).messageSequence());
        fill(filler, leftMib);

        int sends = 0;
        Event answer = send(alice, "m0");
        while (answer instanceof SendAck ack && sends < SENDS_AT_MOST) {
          acked.add(ack.messageSequence());
          answer = send(alice, "m" + ++sends);
        }
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused) answer).code()).isEqualTo(RefusalCode.RETRY_LATER.number());
        assertThat(history(alice)).isEqualTo(acked);
        try (DeviceConnection bob = loggedIn(port, "bob")) {
          assertThat(history(bob, Peer.direct("alice"))).isEqualTo(acked);
        }

        Files.delete(filler);
        String refused = "m" + sends;
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() ->
                send(alice, refused) instanceof SendAck ack && acked.add(ack.messageSequence()));
        assertThat(history(alice)).isEqualTo(acked);
        assertThat(acked).isEqualTo(sequencesUpTo(acked.size()));
      }
    }
  }

  private static List<Long> sequencesUpTo(int newest) {
    List<Long> sequences = new ArrayList<>();
    for (long sequence = 1; sequence <= newest; sequence++) {
      sequences.add(sequence);
    }
    return sequences;
  }

  /// Takes all room but so much.
  private static void fill(Path filler, int leftMib) throws IOException {
    byte[] zeros = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (filler.toFile().getUsableSpace() > (long) leftMib * MIB) {
        out.write(zeros);
      }
    }
  }

  private static DeviceConnection loggedIn(int port, String user) throws Exception {
    DeviceConnection connection = DeviceConnection.open(port, ClientType.IOS, user + "-phone");
    connection.send(new Request.LogIn(user, null, "login"));
    assertThat(answer(connection, "login")).isInstanceOf(LoginAck.class);
    return connection;
  }

  private static Event send(DeviceConnection connection, String messageId) throws Exception {
    connection.send(new Request.Send(BOB, "alice", messageId, BODY, null, messageId));
    return answer(connection, messageId);
  }

  private static List<Long> history(DeviceConnection connection) throws Exception {
    return history(connection, BOB);
  }

  /// All sequences of a conversation, page by page.
  private static List<Long> history(DeviceConnection connection, Peer peer) throws Exception {
    List<Long> sequences = new ArrayList<>();
    HistoryPage page;
    do {
      long after = sequences.isEmpty() ? 0 : sequences.getLast();
      String id = "history-" + after;
      connection.send(new Request.HistoryPull(peer, null, after, 500, null, id));
      page = (HistoryPage) answer(connection, id);
      page.dataList().forEach(message -> sequences.add(message.messageSequence()));
    } while (!page.completed());
    return sequences;
  }

  /// The answer to a request; pushes before it are passed over.
  private static Event answer(DeviceConnection connection, String requestId)
      throws BrokenException, InterruptedException {
    while (true) {
      Event event = connection.poll(ANSWER_MILLIS);
      if (event == null) {
        throw new AssertionError("no answer to " + requestId);
      }
      if (requestId.equals(requestOf(event))) {
        return event;
      }
    }
  }

  private static @Nullable String requestOf(Event event) {
    return switch (event) {
      case SendAck ack -> ack.requestId();
      case LoginAck ack -> ack.requestId();
      case HistoryPage page -> page.requestId();
      case Refused refused -> refused.requestId();
      default -> null;
    };
  }
}
