package io.whaleshark.client.sdk;

import static io.whaleshark.client.sdk.ScriptedServer.entry;
import static io.whaleshark.client.sdk.ScriptedServer.item;
import static io.whaleshark.client.sdk.ScriptedServer.message;
import static io.whaleshark.client.sdk.ScriptedServer.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.whaleshark.client.sync.Tick;
import io.whaleshark.protocol.CanonicalJson;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.ClientType;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.MessageEvent.EditAck;
import io.whaleshark.protocol.MessageEvent.PinNotify;
import io.whaleshark.protocol.MessageEvent.ReactionNotify;
import io.whaleshark.protocol.MessageEvent.ReceiveAckPush;
import io.whaleshark.protocol.PageEvent.ConversationPage;
import io.whaleshark.protocol.PageEvent.Gap;
import io.whaleshark.protocol.PageEvent.HistoryPage;
import io.whaleshark.protocol.PageEvent.InboxEntry;
import io.whaleshark.protocol.PageEvent.InboxPage;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ReadEvent.ReadNotify;
import io.whaleshark.protocol.ReadEvent.ReadReceipt;
import io.whaleshark.protocol.RefusalCode;
import io.whaleshark.protocol.Refused;
import io.whaleshark.protocol.ReplaceRequest;
import io.whaleshark.protocol.Request;
import io.whaleshark.protocol.SessionEvent.Kicked;
import io.whaleshark.protocol.SessionEvent.LoginAck;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: a client that keeps up loses, doubles and swaps nothing, whatever the connection does (C2,
/// C3, C4). Method: a scripted peer on a real socket that hangs up, forgets and repeats.
@Timeout(120)
class SyncedClientTest {
  private static final Peer ALICE = Peer.direct("alice");
  private static final Peer BOB = Peer.direct("bob");

  private ScriptedServer server;
  private final RecordingListener updates = new RecordingListener();
  private final InboxCursorStore cursors = InboxCursorStore.inMemory();
  private final SyncConfig sync =
      SyncConfig.with(cursors).withPauses(Duration.ofMillis(1), Duration.ofMillis(20));

  @BeforeEach
  void listen() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void hangUp() throws IOException {
    server.close();
  }

  private SyncedClient open() throws InterruptedException {
    return open(sync);
  }

  private SyncedClient open(SyncConfig config) throws InterruptedException {
    var client = SyncedClient.open(server.config("alice"), config, updates);
    updates.awaitOnline();
    return client;
  }

  /// Bob's messages to Alice as entries of her inbox, with the same numbers.
  private static List<InboxEntry> entries(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(s -> entry(message("bob", ALICE, s), "alice", s))
        .toList();
  }

  private static List<ChatMessage> messages(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(s -> message("bob", ALICE, s)).toList();
  }

  /// An inbox of Bob's messages 1 to `newest`.
  private static ScriptedServer.Script inbox(long newest) {
    return (session, request) -> {
      if (!(request instanceof Request.InboxPull pull)) {
        return false;
      }
      long to = Math.min(newest, pull.lastSequence() + pull.maxLimit());
      session.send(
          new InboxPage(
              entries(pull.lastSequence() + 1, to),
              Math.max(to, pull.lastSequence()),
              to >= newest,
              false,
              List.of(),
              pull.requestId()));
      return true;
    };
  }

  @Test
  void inboxIsPulledPageByPageAndTheCursorKept() throws Exception {
    server.maxSequence(10);
    server.script(inbox(10));
    try (var _ = SyncedClient.open(server.config("alice"), sync.withPageLimit(4), updates)) {
      assertThat(updates.arrived(10)).isEqualTo(LongStream.rangeClosed(1, 10).boxed().toList());
      updates.awaitOnline();
      assertThat(server.request(Request.InboxPull.class).lastSequence()).isEqualTo(0);
      assertThat(server.request(Request.InboxPull.class).lastSequence()).isEqualTo(4);
      assertThat(server.request(Request.InboxPull.class).lastSequence()).isEqualTo(8);
    }
    assertThat(cursors.load()).isEqualTo(10);
  }

  @Test
  void nothingIsPulledIfNothingIsNew() throws Exception {
    cursors.store(10);
    server.maxSequence(10);
    try (var _ = open()) {
      assertThat(server.unseen()).noneMatch(Request.InboxPull.class::isInstance);
    }
  }

  @Test
  void inboxThatWentBackIsPulledFromItsBeginning() throws Exception {
    cursors.store(1_000);
    server.maxSequence(2);
    server.script(inbox(2));
    try (var _ = SyncedClient.open(server.config("alice"), sync, updates)) {
      assertThat(updates.arrived(2)).containsExactly(1L, 2L);
    }
    assertThat(cursors.load()).isEqualTo(2);
  }

  @Test
  void whatTheInboxDroppedIsFetchedFromHistoryAndToldFirst() throws Exception {
    server.maxSequence(100);
    server.script((session, request) -> {
      if (request instanceof Request.InboxPull pull) {
        session.send(
            new InboxPage(
                entries(11, 12), 100, true, true, List.of(new Gap(BOB, 1, 10)), pull.requestId()));
        return true;
      }
      if (request instanceof Request.HistoryPull pull) {
        assertThat(pull.of()).isEqualTo(BOB);
        long after = pull.afterSequence() == null ? 0 : pull.afterSequence();
        long to = Math.min(after + 4, 12);
        session.send(new HistoryPage(messages(after + 1, to), to == 12, pull.requestId()));
        return true;
      }
      return false;
    });
    try (var _ =
        SyncedClient.open(server.config("alice"), sync.withGapMessagesAtMost(6), updates)) {
      assertThat(updates.next(Update.LeftInHistory.class))
          .isEqualTo(new Update.LeftInHistory(BOB, 1, 4));
      assertThat(updates.arrived(6)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
      assertThat(updates.arrived(2)).containsExactly(11L, 12L);
    }
  }

  @Test
  void lostPushIsNoticedAndPulledInOrder() throws Exception {
    try (var _ = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      server.script(inbox(4));
      // 2 and 3 are lost on the way.
      session.send(push(message("bob", ALICE, 4), "alice", 3, 4));
      assertThat(updates.arrived(4)).containsExactly(1L, 2L, 3L, 4L);
      session.send(push(message("bob", ALICE, 5), "alice", 4, 5));
      assertThat(updates.arrived(1)).containsExactly(5L);
      assertThat(server.request(Request.InboxPull.class).lastSequence()).isEqualTo(1);
      assertThat(server.unseen()).noneMatch(Request.InboxPull.class::isInstance);
    }
  }

  @Test
  void connectionThatEndsInsideAPushLosesAndDoublesNothing() throws Exception {
    try (var _ = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      session.send(push(message("bob", ALICE, 2), "alice", 1, 2));
      server.maxSequence(4);
      var newest = new AtomicInteger(4);
      server.script((line, request) -> inbox(newest.get()).on(line, request));
      ByteBuf third = ScriptedServer.frame(push(message("bob", ALICE, 3), "alice", 2, 3));
      session.sendRaw(third.readSlice(third.readableBytes() - 1));
      session.hangUp();
      var again = server.login();
      newest.set(5);
      again.send(push(message("bob", ALICE, 5), "alice", 4, 5));
      var arrived = new ArrayList<ChatMessage>();
      while (arrived.size() < 5) {
        arrived.add(updates.next(Update.Arrived.class).message());
      }
      assertThat(arrived).as("with their ids and times").isEqualTo(messages(1, 5));
    }
  }

  @Test
  void pushRightBehindALoginIsTakenBehindIt() throws Exception {
    int logins = 200;
    var login = new AtomicInteger();
    server.script((session, request) -> {
      if (!(request instanceof Request.LogIn in)) {
        return inbox(login.get()).on(session, request);
      }
      int now = login.incrementAndGet();
      session.send(
          new LoginAck(in.userId(), 1_000, now - 1, in.requestId()),
          push(message("bob", ALICE, now), "alice", now - 1, now));
      return true;
    });
    try (var _ = SyncedClient.open(server.config("alice"), sync, updates)) {
      for (long now = 1; now <= logins; now++) {
        var session = server.login();
        assertThat(updates.arrived(1)).containsExactly(now);
        session.hangUp();
      }
    }
  }

  @Test
  void repeatedPushIsToldOnce() throws Exception {
    try (var _ = open()) {
      var session = server.login();
      var first = push(message("bob", ALICE, 1), "alice", 0, 1);
      session.send(first);
      session.send(first);
      session.send(push(message("bob", ALICE, 2), "alice", 1, 2));
      assertThat(updates.arrived(2)).containsExactly(1L, 2L);
    }
  }

  @Test
  void answerToAnOwnMessageIsToldBeforeTheInboxIsPulled() throws Exception {
    try (var client = open()) {
      var session = server.login();
      // The own message is number 1 of the conversation and an entry of the own inbox.
      assertThat(client.send(Draft.text(BOB, "hi")).get().messageSequence()).isEqualTo(1);
      server.script((_, request) -> request instanceof Request.InboxPull);
      session.send(push(message("bob", ALICE, 2), "alice", 1, 2));
      assertThat(updates.arrived(1)).containsExactly(2L);
    }
  }

  @Test
  void ownMessageIsToldOnlyToOtherDevices() throws Exception {
    server.script((session, request) -> {
      if (!(request instanceof Request.InboxPull pull)) {
        return false;
      }
      var here = new ArrayList<InboxEntry>();
      var own = message("alice", BOB, 1);
      here.add(entry(own, "alice", 1));
      here.add(entry(message("alice", BOB, 2), "alice", 2));
      here.add(entry(message("bob", ALICE, 3), "alice", 3));
      session.send(new InboxPage(here, 3, true, false, List.of(), pull.requestId()));
      return true;
    });
    try (var client = open()) {
      var session = server.login();
      client.send(Draft.text(BOB, "x").withMessageId(message("alice", BOB, 1).messageId())).get();
      session.send(push(message("bob", ALICE, 3), "alice", 2, 3));
      // Message 1 was sent here, message 2 by another device of Alice.
      assertThat(updates.arrived(2)).containsExactly(2L, 3L);
    }
  }

  @Test
  void directMessageIsAcknowledgedToItsSenderAndAgainAfterReconnecting() throws Exception {
    try (var _ = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      var ack = server.request(Request.ReceiveAck.class);
      assertThat(ack.toId()).isEqualTo("bob");
      assertThat(ack.messageSequence()).isEqualTo(1);
      server.maxSequence(1);
      session.hangUp();
      var again = server.request(Request.ReceiveAck.class);
      assertThat(again.messageId()).isEqualTo(ack.messageId());
    }
  }

  @Test
  void groupMessageIsNotAcknowledged() throws Exception {
    var team = Peer.group("team");
    try (var client = open()) {
      server.login().send(push(message("bob", team, 1), "alice", 0, 1));
      assertThat(updates.next(Update.Arrived.class).in()).isEqualTo(team);
      client.client().ping();
      assertThat(server.unseen()).noneMatch(Request.ReceiveAck.class::isInstance);
    }
  }

  @Test
  void readIsReportedAgainUntilTheServerHasIt() throws Exception {
    try (var client = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      assertThat(updates.arrived(1)).containsExactly(1L);
      client.read(BOB, 1);
      assertThat(server.request(Request.Read.class).messageSequence()).isEqualTo(1);
      server.maxSequence(1);
      session.hangUp();
      assertThat(server.request(Request.Read.class).messageSequence()).isEqualTo(1);
      var again = server.login();
      updates.awaitOnline();
      again.send(new ReadNotify(BOB, "alice", 1, 0));
      assertThat(updates.next(Update.OwnRead.class).unread()).isZero();
      again.hangUp();
      updates.awaitOnline();
      assertThat(server.unseen()).noneMatch(Request.Read.class::isInstance);
    }
  }

  @Test
  void unreadCountFollowsListMessagesAndReads() throws Exception {
    server.script((session, request) -> {
      if (request instanceof Request.ConversationPull pull && pull.lastSequence() < 50) {
        session.send(
            new ConversationPage(List.of(item("alice", "bob", 3, 1)), 50, true, pull.requestId()));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      assertThat(client.conversation(BOB).unread()).isEqualTo(2);
      var session = server.login();
      session.send(push(message("bob", ALICE, 4), "alice", 0, 4));
      assertThat(updates.arrived(1)).containsExactly(4L);
      assertThat(client.conversation(BOB).unread()).isEqualTo(3);
      client.read(BOB, 4);
      assertThat(client.conversation(BOB).unread()).isZero();
      assertThat(client.conversations()).hasSize(1);
    }
  }

  @Test
  void conversationThatIsHiddenElsewhereBeforeAnyListNamedItIsHidden() throws Exception {
    var hidden = new AtomicBoolean();
    server.script((session, request) -> {
      // From 0 on, a server leaves out what is hidden.
      if (request instanceof Request.ConversationPull pull
          && hidden.get()
          && pull.lastSequence() > 0) {
        var now =
            new ConversationItem(
                "alice",
                BOB,
                50,
                0,
                1,
                message("bob", ALICE, 1),
                1,
                false,
                false,
                true,
                new ConversationItem.DirectState(0, 0));
        session.send(new ConversationPage(List.of(now), 50, true, pull.requestId()));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      assertThat(updates.arrived(1)).containsExactly(1L);
      assertThat(client.conversations()).hasSize(1);
      hidden.set(true);
      session.hangUp();
      updates.awaitOnline();
      assertThat(client.conversations()).isEmpty();
    }
  }

  @Test
  void listWhoseCursorTheServerNeverGaveIsPulledAnewOnce() throws Exception {
    var newest = new AtomicInteger(90);
    server.script((session, request) -> {
      if (request instanceof Request.ConversationPull pull) {
        session.send(
            pull.lastSequence() > newest.get()
                ? Refused.of(pull, RefusalCode.READ_AHEAD, "not given here")
                : new ConversationPage(List.of(), newest.get(), true, pull.requestId()));
        return true;
      }
      return false;
    });
    try (var _ = open()) {
      assertThat(server.request(Request.ConversationPull.class).lastSequence()).isEqualTo(1);
      newest.set(20); // restored from an older copy
      for (long cursor : new long[] {90, 20}) {
        server.login().hangUp();
        updates.awaitOnline();
        assertThat(server.request(Request.ConversationPull.class).lastSequence()).isEqualTo(cursor);
        if (cursor == 90) {
          assertThat(server.request(Request.ConversationPull.class).lastSequence()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void readThatLeavesSomethingUnreadMakesTheServerCount() throws Exception {
    var read = new AtomicInteger(0);
    server.script((session, request) -> {
      if (request instanceof Request.ConversationPull pull) {
        var items = List.of(item("alice", "bob", 5, read.get()));
        session.send(new ConversationPage(items, pull.lastSequence() + 1, true, pull.requestId()));
        return true;
      }
      if (request instanceof Request.Read report) {
        read.set((int) report.messageSequence());
      }
      return false;
    });
    try (var client = open()) {
      client.read(BOB, 3);
      Update.Listed listed;
      do {
        listed = updates.next(Update.Listed.class);
      } while (listed.state().unread() != 2);
      assertThat(client.conversation(BOB).read()).isEqualTo(3);
    }
  }

  @Test
  void ticksOnlyGrow() throws Exception {
    try (var client = open()) {
      var session = server.login();
      assertThat(client.send(Draft.text(BOB, "hi")).get().messageSequence()).isEqualTo(1);
      assertThat(client.conversation(BOB).tick(1)).isEqualTo(Tick.SENT);
      session.send(new ReceiveAckPush("bob", "alice", 1, "m", 1, true));
      assertThat(updates.next(Update.Held.class)).isEqualTo(new Update.Held(BOB, 1));
      assertThat(client.conversation(BOB).tick(1)).isEqualTo(Tick.SENT);
      session.send(new ReceiveAckPush("bob", "alice", 1, "m", 1, false));
      assertThat(updates.next(Update.Delivered.class)).isEqualTo(new Update.Delivered(BOB, 1));
      assertThat(client.conversation(BOB).tick(1)).isEqualTo(Tick.DELIVERED);
      session.send(new ReadReceipt("bob", "alice", 1));
      assertThat(updates.next(Update.ReadByPeer.class)).isEqualTo(new Update.ReadByPeer(BOB, 1));
      session.send(new ReceiveAckPush("bob", "alice", 1, "m", 1, false));
      client.client().ping();
      assertThat(client.conversation(BOB).tick(1)).isEqualTo(Tick.READ);
    }
  }

  @Test
  void displacedDeviceDoesNotFightBack() throws Exception {
    try (var client = open()) {
      var session = server.login();
      var waiting = client.send(Draft.text(BOB, "hi"));
      waiting.get();
      session.send(new Kicked("another device of this user logged in", ClientType.MAC, "mac"));
      SyncState state;
      do {
        state = updates.next(Update.StateChanged.class).state();
      } while (!(state instanceof SyncState.Stopped));
      assertThatThrownBy(client::client).isInstanceOf(DisconnectedException.class);
      assertThatThrownBy(() -> client.send(Draft.text(BOB, "late")).get())
          .hasCauseInstanceOf(DisconnectedException.class);
    }
    assertThat(server.unseen()).filteredOn(Request.LogIn.class::isInstance).hasSize(1);
  }

  @Test
  void recalledMessageIsToldAsRecalled() throws Exception {
    server.maxSequence(2);
    server.script((session, request) -> {
      if (request instanceof Request.InboxPull pull) {
        var first = entry(ScriptedServer.recalled(message("bob", ALICE, 1)), "alice", 2);
        session.send(new InboxPage(List.of(first), 2, true, false, List.of(), pull.requestId()));
        return true;
      }
      return false;
    });
    try (var _ = SyncedClient.open(server.config("alice"), sync, updates)) {
      assertThat(updates.next(Update.Recalled.class)).isEqualTo(new Update.Recalled(BOB, 1));
      updates.awaitOnline();
      assertThat(updates.rest()).noneMatch(Update.Arrived.class::isInstance);
    }
  }

  @Test
  void editedMessageIsToldOnce() throws Exception {
    try (var client = open()) {
      var session = server.login();
      session.send(push(message("bob", ALICE, 1), "alice", 0, 1));
      ChatMessage edited =
          message("bob", ALICE, 1).edited(CanonicalJson.ofText("newer"), null, 2_000);
      session.send(push(edited, "alice", 1, 2));
      assertThat(updates.next(Update.Edited.class)).isEqualTo(new Update.Edited(BOB, edited));
      assertThat(client.conversation(BOB).last()).isEqualTo(edited);
      assertThat(client.conversation(BOB).unread()).isEqualTo(1);
    }
  }

  @Test
  void editMadeHereIsNotTold() throws Exception {
    server.script((session, request) -> {
      if (request instanceof ReplaceRequest.Edit edit) {
        session.send(new EditAck("m1", 1, 1, 2_000, edit.requestId()));
        return true;
      }
      return false;
    });
    try (var client = open()) {
      assertThat(client.send(Draft.text(BOB, "hi")).get().messageSequence()).isEqualTo(1);
      Revision revision = new Revision(BOB, 1, CanonicalJson.ofText("hi!"), null);
      assertThat(client.edit(revision).editedTime()).isEqualTo(2_000);
      assertThat(Objects.requireNonNull(client.conversation(BOB).last()).messageBody())
          .isEqualTo(revision.body());
      assertThat(updates.rest()).noneMatch(Update.Edited.class::isInstance);
    }
  }

  @Test
  void reactionsOfOthersAreTold() throws Exception {
    try (var _ = open()) {
      server.login().send(new ReactionNotify(BOB, "bob", "m1", 1, 1, "👍", true, 3));
      assertThat(updates.next(Update.Reacted.class))
          .isEqualTo(new Update.Reacted(BOB, 1, "👍", true, 3, "bob"));
    }
  }

  @Test
  void pinsOfOthersAreTold() throws Exception {
    try (var _ = open()) {
      server.login().send(new PinNotify(BOB, "bob", "m1", 1, 1, 2_000L));
      assertThat(updates.next(Update.PinChanged.class))
          .isEqualTo(new Update.PinChanged(BOB, 1, true, "bob"));
    }
  }

  @Test
  void listenerMayClose() throws Exception {
    var holder = new SyncedClient[1];
    var closed = new RecordingListener();
    holder[0] =
        SyncedClient.open(
            server.config("alice"),
            sync,
            update -> {
              if (update instanceof Update.Arrived && holder[0] != null) {
                holder[0].close();
              }
              closed.on(update);
            });
    server.login().send(push(message("bob", ALICE, 1), "alice", 0, 1));
    SyncState state;
    do {
      state = closed.next(Update.StateChanged.class).state();
    } while (!(state instanceof SyncState.Stopped));
    assertThat(((SyncState.Stopped) state).why().cause()).isEqualTo(Closed.Cause.HERE);
    holder[0].close();
  }
}
