package io.whaleshark.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.client.sdk.ScriptedServer;
import io.whaleshark.client.sdk.ScriptedServer.Script;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what was missed of the open conversation is shown in order and a screenful at a time, and
/// nothing else is reported as read. Method: a scripted peer that breaks the connection.
@Timeout(120)
class MissedMessagesTest {
  private static final int DONE = 0;
  private static final Peer ALICE = Peer.direct("alice");
  private static final Peer BOB = Peer.direct("bob");
  private static final Peer TEAM = Peer.group("team");

  @TempDir private Path state;
  private ScriptedServer server;
  private final PipedChat chat = new PipedChat();

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private int chat(InputStream typed) {
    return chat.chat(server, state, typed, "--to", "bob");
  }

  private static ChatMessage ofBob(long sequence) {
    return ScriptedServer.message("bob", ALICE, sequence);
  }

  /// Bob's messages of a range, with their sequences as inbox sequences.
  private static InboxPage inboxOfBob(Request.InboxPull pull, long from, long to, boolean last) {
    var missed =
        LongStream.rangeClosed(from, to)
            .mapToObj(sequence -> ScriptedServer.entry(ofBob(sequence), "alice", sequence))
            .toList();
    List<Gap> gaps =
        from > pull.lastSequence() + 1
            ? List.of(new Gap(BOB, pull.lastSequence() + 1, from - 1))
            : List.of();
    return new InboxPage(missed, to, last, !gaps.isEmpty(), gaps, pull.requestId());
  }

  /// Breaks the connection at a request, when one message of Bob's is there. From then on there are
  /// more.
  private void awayAfter(Class<? extends Request> last, long newest, Script whenBack) {
    var isBack = new AtomicBoolean();
    Script before = ScriptedServer.messagesOfBob(1, 0);
    Script after = ScriptedServer.messagesOfBob(newest, 1);
    server.script((session, request) -> {
      if (last.isInstance(request) && isBack.compareAndSet(false, true)) {
        server.maxSequence(newest);
        session.hangUp();
        return true;
      }
      if (isBack.get() && request instanceof Request.ConversationPull pull) {
        var item = ScriptedServer.item("alice", "bob", newest, 1);
        session.send(new ConversationPage(List.of(item), newest, true, pull.requestId()));
        return true;
      }
      return isBack.get()
          ? whenBack.on(session, request) || after.on(session, request)
          : before.on(session, request);
    });
  }

  private void assertReadUpTo(long sequence) throws InterruptedException {
    Request.Read read =
        server.request(Request.Read.class, report -> report.messageSequence() >= sequence);
    assertThat(read.messageSequence()).isEqualTo(sequence);
  }

  @Test
  void onlyAScreenfulIsReportedAsRead() throws Exception {
    awayAfter(
        Request.Read.class,
        60,
        (session, request) -> {
          if (request instanceof Request.InboxPull pull) {
            session.send(inboxOfBob(pull, 2, 60, true));
            return true;
          }
          return false;
        });
    assertThat(chat(chat.typed("", "more unread messages: /more", "/quit\n"))).isEqualTo(DONE);
    assertThat(chat.out())
        .contains("while you were away", "#2 ", "#21 ", "39 more unread messages: /more")
        .doesNotContain("#22 ");
    assertReadUpTo(21);
  }

  @Test
  void nothingBehindWhatWasLeftOutIsShownOrReportedAsRead() throws Exception {
    awayAfter(
        Request.Read.class,
        3_000,
        (session, request) -> {
          if (request instanceof Request.InboxPull pull) {
            session.send(inboxOfBob(pull, 2_901, 3_000, true));
            return true;
          }
          return false;
        });
    assertThat(chat(chat.typed("", "2,999 more unread messages: /more", "/more\n/quit\n")))
        .isEqualTo(DONE);
    assertThat(chat.out())
        .contains("#2 ", "#21 ", "2,979 more unread messages: /more")
        .doesNotContain("#22 ", "#1901 ", "#3000 ", "while you were away");
    assertReadUpTo(21);
  }

  @Test
  void acknowledgementMakesNoRoomForMore() throws Exception {
    var resent = new AtomicReference<Request.@Nullable Send>();
    awayAfter(
        Request.Send.class,
        60,
        (session, request) -> {
          if (request instanceof Request.Send send) {
            resent.set(send);
            return true;
          }
          if (!(request instanceof Request.InboxPull pull)) {
            return false;
          }
          boolean isFirst = pull.lastSequence() < 15;
          Request.Send send = resent.get();
          if (!isFirst && send != null) {
            session.send(ScriptedServer.ack(send, 61));
          }
          session.send(isFirst ? inboxOfBob(pull, 2, 15, false) : inboxOfBob(pull, 16, 60, true));
          return true;
        });
    assertThat(chat(chat.typed("hi\n", "more unread messages: /more", "/quit\n"))).isEqualTo(DONE);
    assertThat(chat.out())
        .contains("#61 ", "#20 ", "40 more unread messages: /more")
        .doesNotContain("#21 ", "#22 ");
    assertReadUpTo(20);
  }

  @Test
  void whatIsMissingBeforeAMessageIsLookedUp() throws Exception {
    awayAfter(
        Request.Read.class,
        3,
        (session, request) -> {
          if (request instanceof Request.InboxPull pull) {
            List<InboxEntry> entries = List.of(ScriptedServer.entry(ofBob(3), "alice", 3));
            session.send(new InboxPage(entries, 3, true, false, List.of(), pull.requestId()));
            return true;
          }
          return false;
        });
    assertThat(chat(chat.typed("", "#3 ", "/more\n/quit\n"))).isEqualTo(DONE);
    assertThat(chat.out()).containsSubsequence("#1 ", "#2 ", "#3 ", "nothing later");
    assertThat(chat.out()).containsOnlyOnce("#3 ");
  }

  @Test
  void ownMessageIsShownOnceThoughOthersWait() {
    Script ofBob = ScriptedServer.messagesOfBob(150, 100);
    server.script((session, request) -> {
      if (request instanceof Request.Send send) {
        session.send(ScriptedServer.ack(send, 151));
        return true;
      }
      if (request instanceof Request.HistoryPull pull && pull.afterSequence() != null) {
        long from = pull.afterSequence() + 1;
        long to = Math.min(from + pull.maxLimit() - 1, 151);
        session.send(
            new HistoryPage(
                LongStream.rangeClosed(from, to).mapToObj(MissedMessagesTest::lastOfAlice).toList(),
                to == 151,
                pull.requestId()));
        return true;
      }
      return ofBob.on(session, request);
    });
    assertThat(chat(chat.typed("hi\n", "#151 ", "/more\n/more\n/more\n"))).isEqualTo(DONE);
    assertThat(chat.out()).contains("#121 ", "#150 ", "nothing later").containsOnlyOnce("#151 ");
  }

  private static ChatMessage lastOfAlice(long sequence) {
    return sequence == 151 ? ScriptedServer.message("alice", BOB, sequence) : ofBob(sequence);
  }

  @Test
  void pipeIsToldOfMessagesThatWait() {
    Script ofBob = ScriptedServer.messagesOfBob(150, 100);
    server.script((session, request) -> {
      if (request instanceof Request.Read) {
        session.send(ScriptedServer.push(ofBob(151), "alice", 0, 151));
      }
      return ofBob.on(session, request);
    });
    assertThat(chat(chat.typed("", "31 more unread messages: /more", "/quit\n"))).isEqualTo(DONE);
    assertThat(chat.out()).contains("30 more unread messages: /more").doesNotContain("#151 ");
  }

  @Test
  void connectionThatBreaksWhileCountsAreAskedForIsMadeAgain() throws Exception {
    var broke = new AtomicBoolean();
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull pull) {
        session.send(new HistoryPage(List.of(), true, pull.requestId()));
        ChatMessage own = ScriptedServer.message("alice", TEAM, 1);
        session.send(ScriptedServer.push(own, "alice", 0, 1));
        return true;
      }
      if (request instanceof Request.GroupReadCounts && broke.compareAndSet(false, true)) {
        session.hangUp();
        return true;
      }
      return false;
    });
    InputStream typed = chat.typed("", "connected again", "hi\n");
    assertThat(chat.chat(server, state, typed, "--group", "team")).isEqualTo(DONE);
    assertThat(chat.out()).containsOnlyOnce("#1 ");
    assertThat(server.request(Request.Send.class).to()).isEqualTo(TEAM);
  }

  @Test
  void connectionThatBreaksWhileTheFirstConversationIsOpenedIsMadeAgain() throws Exception {
    var broke = new AtomicBoolean();
    server.script((session, request) -> {
      if (request instanceof Request.HistoryPull pull) {
        if (broke.compareAndSet(false, true)) {
          session.hangUp();
        } else {
          session.send(new HistoryPage(List.of(), true, pull.requestId()));
        }
        return true;
      }
      return false;
    });
    InputStream typed = PipedChat.typed("hi\n");
    assertThat(chat.chat(server, state, typed, "--group", "team")).isEqualTo(DONE);
    assertThat(server.request(Request.Send.class).to()).isEqualTo(TEAM);
  }
}
