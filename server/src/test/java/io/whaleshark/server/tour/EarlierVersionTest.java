package io.whaleshark.server.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.Client;
import io.whaleshark.client.sdk.ClientConfig;
import io.whaleshark.client.sdk.FileCursorStore;
import io.whaleshark.client.sdk.SyncConfig;
import io.whaleshark.client.sdk.SyncedClient;
import io.whaleshark.client.sdk.Update;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.PageEvent.ReadCount;
import io.whaleshark.protocol.Peer;
import io.whaleshark.server.SilentListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who upgrades from the first version loses nothing, and clients go on where they were.
/// Method: a data folder that the server of version 0.1.0 wrote, and the cursor of Bob's device
/// there. Bob had b1, b2 and t1 of the group, and read b1 and t1. After he had left came b3, t2,
/// which Carol read, and c1; and Alice recalled b2.
@Timeout(60)
class EarlierVersionTest {

  private static final String WRITTEN = "data-0.1.0.zip";

  private static final Instant DAY_AFTER = Instant.parse("2026-12-02T03:21:00Z");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream file = EarlierVersionTest.class.getResourceAsStream("/" + WRITTEN);
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file, WRITTEN))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve(entry.getName());
        if (!entry.isDirectory()) {
          Files.createDirectories(to.getParent());
          Files.copy(zip, to);
        }
      }
    }
  }

  private TourServer server() {
    // So that nothing has expired, whenever the test runs.
    Duration ago = Duration.between(Instant.now(), DAY_AFTER);
    return new TourServer(folder.resolve("data"), Map.of(), Clock.offset(Clock.systemUTC(), ago));
  }

  private static ClientConfig config(TourServer server, String user) {
    return ClientConfig.local(user).at("127.0.0.1", server.tcpPort());
  }

  private static List<String> ids(List<ChatMessage> messages) {
    return messages.stream().map(ChatMessage::messageId).toList();
  }

  @Test
  void bobsDeviceGoesOnWithItsCursor() throws Exception {
    BlockingQueue<Update> heard = new ArrayBlockingQueue<>(100);
    SyncConfig sync = SyncConfig.with(new FileCursorStore(folder.resolve("cursors/bob.cursor")));
    try (TourServer server = server();
        SyncedClient bob = SyncedClient.open(config(server, "bob"), sync, heard::add);
        Client alice = Client.connect(config(server, "alice"), new SilentListener())) {
      assertThat(List.of(next(heard), next(heard), next(heard), next(heard)))
          .containsExactly("b3", "t2", "c1", "recalled 2");
      alice.sendText(Peer.direct("bob"), "four");
      assertThat(next(heard)).startsWith("live ");
      assertThat(bob.conversation(Peer.group("team")).unread()).isEqualTo(1);
    }
  }

  /// The id of the next message, or what else it says of one.
  private static String next(BlockingQueue<Update> heard) throws InterruptedException {
    while (true) {
      Update update = Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS), "an update");
      switch (update) {
        case Update.Arrived arrived -> {
          boolean isLive = arrived.message().messageId().length() > 2;
          return (isLive ? "live " : "") + arrived.message().messageId();
        }
        case Update.Recalled recalled -> {
          return "recalled " + recalled.sequence();
        }
        default -> {
          // The list, and the state of the connection.
        }
      }
    }
  }

  @Test
  void historyAndCountsAreAsTheyWere() throws IOException {
    try (TourServer server = server();
        Client alice = Client.connect(config(server, "alice"), new SilentListener())) {
      assertThat(ids(alice.history(Peer.direct("bob"), 10).dataList()))
          .containsExactly("b1", "b2", "b3");
      assertThat(ids(alice.history(Peer.group("team"), 10).dataList())).containsExactly("t1", "t2");
      assertThat(alice.readCounts("team", 1, 2).dataList())
          .extracting(ReadCount::readCount)
          .containsExactly(2L, 1L);
    }
  }
}
