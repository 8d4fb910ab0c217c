package io.whaleshark.client.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.protocol.MessageEvent.SendAck;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: what is sent is sent until it is answered, under one id (C2), and what the caller was told
/// has failed is not sent any more. Method: a scripted peer on a real socket that hangs up, forgets
/// and refuses.
@Timeout(120)
class SendingTest {
  private static final Peer BOB = Peer.direct("bob");

  private final RecordingListener updates = new RecordingListener();
  private final SyncConfig sync =
      SyncConfig.with(InboxCursorStore.inMemory())
          .withPauses(Duration.ofMillis(1), Duration.ofMillis(20));
  private ScriptedServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private SyncedClient open() throws InterruptedException {
    var client = SyncedClient.open(server.config("alice"), sync, updates);
    updates.awaitOnline();
    return client;
  }

  @Test
  void unacknowledgedMessageIsSentAgainUnderTheSameIdAfterReconnecting() throws Exception {
    var sends = new AtomicInteger();
    server.script((session, request) -> {
      if (request instanceof Request.Send && sends.incrementAndGet() == 1) {
        session.hangUp();
        return true;
      }
      return false;
    });
    try (var client = open()) {
      var ack = client.send(Draft.text(BOB, "hi").withMessageId("once"));
      assertThat(ack.get().messageId()).isEqualTo("once");
      assertThat(server.request(Request.Send.class).messageId()).isEqualTo("once");
      assertThat(server.request(Request.Send.class).messageId()).isEqualTo("once");
      assertThat(client.unacknowledged()).isZero();
    }
  }

  @Test
  void messagesWrittenWhileOfflineLeaveInTheirOrder() throws Exception {
    try (var client = open()) {
      server.script((session, request) -> {
        session.hangUp();
        return true;
      });
      server.login().hangUp();
      assertThat(updates.next(Update.StateChanged.class).state())
          .isInstanceOf(SyncState.Offline.class);
      for (int i = 1; i <= 3; i++) {
        var _ = client.send(Draft.text(BOB, "m").withMessageId("m" + i));
      }
      server.script((_, _) -> false);
      assertThat(client.awaitAcknowledged(Duration.ofSeconds(30))).isTrue();
      for (int i = 1; i <= 3; i++) {
        assertThat(server.request(Request.Send.class).messageId()).isEqualTo("m" + i);
      }
    }
  }

  @Test
  void messageRefusedForNowIsSentAgain() throws Exception {
    var sends = new AtomicInteger();
    server.script((session, request) -> {
      if (request instanceof Request.Send && sends.incrementAndGet() == 1) {
        session.send(Refused.of(request, RefusalCode.RETRY_LATER, "busy"));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      var ack = client.send(Draft.text(BOB, "hi").withMessageId("again"));
      assertThat(ack.get().messageId()).isEqualTo("again");
      assertThat(sends).hasValue(2);
    }
  }

  @Test
  void messageRefusedForGoodFails() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.Send) {
        session.send(Refused.of(request, RefusalCode.NOT_A_PARTICIPANT, "not a member"));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      var ack = client.send(Draft.text(Peer.group("team"), "hi"));
      assertThatThrownBy(ack::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(RefusedException.class);
      assertThat(client.unacknowledged()).isZero();
      server.login().hangUp();
      updates.awaitOnline();
      client.client().ping();
    }
    assertNextRunSendsNothing(1);
  }

  /// @param before how many sends have come that no test waited for
  private void assertNextRunSendsNothing(int before) throws InterruptedException {
    try (var next = open()) {
      next.client().ping();
    }
    assertThat(server.unseenSends()).hasSize(before);
  }

  @Test
  void messageUnansweredAtTheEndFailsAndIsNotSentByTheNextRun() throws Exception {
    server.script((_, request) -> request instanceof Request.Send);
    CompletableFuture<SendAck> ack;
    try (var client = open()) {
      ack = client.send(Draft.text(BOB, "hi"));
      assertThat(server.request(Request.Send.class).to()).isEqualTo(BOB);
    }
    assertThatThrownBy(ack::get).hasCauseInstanceOf(DisconnectedException.class);
    assertNextRunSendsNothing(0);
  }
}
