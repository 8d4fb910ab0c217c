package io.whaleshark.client.sdk;

import static io.whaleshark.client.sdk.ScriptedServer.message;
import static io.whaleshark.client.sdk.ScriptedServer.push;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.TypingNotify;
import io.whaleshark.protocol.TypingRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: a synced client shows that its user writes, and knows who else does. Method: a scripted
/// peer on a real socket, which tells and refuses.
@Timeout(60)
class TypingSyncTest {
  private static final Peer ALICE = Peer.direct("alice");
  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");

  private ScriptedServer server;
  private final RecordingListener updates = new RecordingListener();

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private SyncedClient open() throws InterruptedException {
    var sync =
        SyncConfig.with(InboxCursorStore.inMemory())
            .withPauses(Duration.ofMillis(1), Duration.ofMillis(20));
    var client = SyncedClient.open(server.config("alice"), sync, updates);
    updates.awaitOnline();
    return client;
  }

  @Test
  void whatTheUserTypesIsShownOnceAndARefusalOfItIsNobodysConcern() throws Exception {
    server.script((session, request) -> {
      if (request instanceof TypingRequest) {
        int refused = CommandNumber.TYPING.number();
        session.send(
            new Refused(RefusalCode.NOT_A_PARTICIPANT.number(), "no", refused, null, null));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      for (int key = 0; key < 20; key++) {
        client.typing().write(TEAM);
      }
      client.typing().stop(TEAM);
      client.typing().stop(TEAM);
      client.typing().write(BOB);
      var _ = client.client().ping();
      List<TypingRequest> shown = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        shown.add(server.request(TypingRequest.class));
      }
      assertThat(shown)
          .containsExactly(
              new TypingRequest(ALICE, false, null, null), // at the login: it knows of typing
              new TypingRequest(TEAM, true, null, null),
              new TypingRequest(TEAM, false, null, null),
              new TypingRequest(BOB, true, null, null));
      assertThat(updates.rest()).noneMatch(Update.Refusal.class::isInstance);
    }
  }

  @Test
  void whoElseWritesIsKnownUntilTheyStopOrTheirMessageComes() throws Exception {
    try (var client = open()) {
      ScriptedServer.Session session = server.login();
      session.send(new TypingNotify(ALICE, "bob", true));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(BOB);
      assertThat(client.typing().typists(BOB)).containsExactly("bob");
      session.send(new TypingNotify(TEAM, "carol", true));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(TEAM);
      assertThat(client.typing().typists(TEAM)).containsExactly("carol");
      session.send(new TypingNotify(TEAM, "carol", false));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(TEAM);
      assertThat(client.typing().typists(TEAM)).isEmpty();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(BOB);
      assertThat(client.typing().typists(BOB)).isEmpty();
    }
  }

  @Test
  void whatANewerServerTellsIsLeftOutAndTheConnectionGoesOn() throws Exception {
    try (var client = open()) {
      ScriptedServer.Session session = server.login();
      session.sendRaw(
          Unpooled.buffer().writeInt(7_777).writeInt(2).writeBytes("{}".getBytes(UTF_8)));
      session.send(new TypingNotify(ALICE, "bob", true));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(BOB);
      var _ = client.client().ping();
    }
  }

  @Test
  void withoutAConnectionNobodyWrites() throws Exception {
    try (var client = open()) {
      ScriptedServer.Session session = server.login();
      session.send(new TypingNotify(ALICE, "bob", true));
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(BOB);
      session.hangUp();
      assertThat(updates.next(Update.TypingChanged.class).in()).isEqualTo(BOB);
      assertThat(client.typing().typists(BOB)).isEmpty();
    }
  }
}
