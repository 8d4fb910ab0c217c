package io.whaleshark.testkit.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.command.Answer;
import io.whaleshark.core.command.Command;
import io.whaleshark.core.command.Refusal;
import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.session.Push;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P6, P7 and P8 in direct conversations, and what holds for reading anywhere.
class ReadTest {

  private final World world = new World();
  private final Device alice = world.phone("alice");
  private final Device bob = world.phone("bob");
  private final ConversationId.Direct both = alice.with(bob);

  private Membership position(Device of, ConversationId conversation) {
    return world.engine.memberships().periods(conversation, of.user()).getLast();
  }

  private List<Message> send(Device from, int count) {
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(from.sends("text").to(both).message());
    }
    return sent;
  }

  @Test
  @DisplayName("P7 the author's devices learn of a read, and so do the reader's other ones")
  void readIsToldToBothSides() {
    Device alicesDesktop = world.desktop("alice");
    Device bobsDesktop = world.desktop("bob");
    send(alice, 3);
    bob.forget();
    bob.reads(both, 2).done();
    var peerRead = new Push.PeerRead(bob.user(), both, 2);
    assertThat(alice.pushes()).containsExactly(peerRead);
    assertThat(alicesDesktop.pushes(Push.PeerRead.class)).containsExactly(peerRead);
    assertThat(bobsDesktop.pushes(Push.OwnRead.class))
        .containsExactly(new Push.OwnRead(bob.user(), both, 2, 1));
    assertThat(bob.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P7 an author who was offline finds the read in the conversation list")
  void offlineAuthorFindsTheRead() {
    send(alice, 2);
    alice.logsOut();
    bob.reads(both, 2).done();
    var items = world.node.conversations().changedAfter(alice.user(), 0, 9).granted().items();
    assertThat(items)
        .singleElement()
        .extracting(ConversationList.Item::counterpart)
        .isEqualTo(new ConversationList.Peer(2, 2));
  }

  @Test
  @DisplayName(
      "P6 a position never moves back: an older or repeated read changes and tells nothing")
  void positionNeverMovesBack() {
    Device bobsDesktop = world.desktop("bob");
    send(alice, 3);
    bob.reads(both, 2).done();
    Membership before = position(bob, both);
    alice.forget();
    bobsDesktop.forget();
    assertThat(bob.reads(both, 1).answer()).isEqualTo(Answer.DONE);
    assertThat(bob.reads(both, 2).answer()).isEqualTo(Answer.DONE);
    assertThat(bobsDesktop.reads(both, 1).answer()).isEqualTo(Answer.DONE);
    assertThat(position(bob, both)).isEqualTo(before);
    assertThat(alice.pushes()).isEmpty();
    assertThat(bobsDesktop.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P6 a read of nothing is stale, whenever one joined")
  void readOfNothingIsSilent() {
    send(alice, 1);
    ConversationId.Group group = world.group("team", "alice");
    assertThat(alice.reads(group, 0).answer()).isEqualTo(Answer.DONE);
    alice.sends("before bob").to(group).done();
    world.joins(group, "bob").done();
    alice.forget();
    for (ConversationId conversation : List.of(both, group)) {
      Membership before = position(bob, conversation);
      assertThat(bob.reads(conversation, 0).answer()).isEqualTo(Answer.DONE);
      assertThat(position(bob, conversation)).isEqualTo(before);
    }
    assertThat(bob.reads(group, 1).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(alice.pushes()).isEmpty();
  }

  @Test
  @DisplayName("P6 of several reads in one batch the farthest counts, in any order")
  void farthestReadOfABatchCounts() {
    send(alice, 4);
    world.together(() -> {
      bob.reads(both, 3);
      bob.reads(both, 1);
      bob.reads(both, 2);
    });
    assertThat(position(bob, both).read()).isEqualTo(3);
    assertThat(alice.pushes(Push.PeerRead.class))
        .containsExactly(new Push.PeerRead(bob.user(), both, 3));
  }

  @Test
  @DisplayName("P6 a read beyond the newest message is refused")
  void readAheadIsRefused() {
    send(alice, 2);
    assertThat(bob.reads(both, 3).refusal()).isEqualTo(Refusal.READ_AHEAD);
    assertThat(position(bob, both).read()).isZero();
    assertThat(alice.pushes()).isEmpty();
    bob.reads(both, 2).done();
  }

  @Test
  @DisplayName("P6 a message of the same batch can be read, the one after it cannot")
  void readAheadIsJudgedWithinTheBatch() {
    List<Asked> reads = new ArrayList<>();
    world.together(() -> {
      alice.sends("hi").to(bob);
      reads.add(bob.reads(both, 1));
      reads.add(bob.reads(both, 2));
      alice.sends("ho").to(bob);
    });
    assertThat(reads.get(0).answer()).isEqualTo(Answer.DONE);
    assertThat(reads.get(1).refusal()).isEqualTo(Refusal.READ_AHEAD);
    assertThat(world.unread("bob", both)).isEqualTo(1);
  }

  @Test
  @DisplayName("P6 reading is receiving; a receive-ack moves no read position")
  void readAndReceivedPositions() {
    List<Message> sent = send(alice, 3);
    bob.received(sent.get(1)).done();
    assertThat(position(bob, both)).extracting("read", "received").containsExactly(0L, 2L);
    bob.reads(both, 1).done();
    assertThat(position(bob, both)).extracting("read", "received").containsExactly(1L, 2L);
    bob.reads(both, 3).done();
    assertThat(position(bob, both)).extracting("read", "received").containsExactly(3L, 3L);
    assertThat(
            world
                .ask(reply ->
                    new Command.Receive(bob.caller(), both, 4, sent.get(2).stamp(), "x", reply))
                .refusal())
        .isEqualTo(Refusal.READ_AHEAD);
  }

  @Test
  @DisplayName("P6 sending moves nobody's position")
  void sendingIsNotReading() {
    send(alice, 2);
    send(bob, 1);
    assertThat(position(alice, both).read()).isZero();
    assertThat(position(bob, both).read()).isZero();
    assertThat(world.unread("bob", both)).isEqualTo(2);
    assertThat(world.unread("alice", both)).isEqualTo(1);
  }

  @Test
  @DisplayName("P8 unread counts leave out one's own messages, wherever they stand")
  void unreadIsExact() {
    Device bobsDesktop = world.desktop("bob");
    send(alice, 1);
    send(bob, 2);
    send(alice, 2);
    send(bob, 1);
    for (int sequence = 1; sequence <= 6; sequence++) {
      bob.reads(both, sequence).done();
    }
    assertThat(bobsDesktop.pushes(Push.OwnRead.class))
        .extracting(Push.OwnRead::unread)
        .containsExactly(2L, 2L, 2L, 1L, 0L, 0L);
  }

  @Test
  @DisplayName("P7 reading nothing but one's own messages concerns no author")
  void readingOwnMessagesTellsNobody() {
    send(bob, 2);
    bob.reads(both, 2).done();
    assertThat(alice.pushes(Push.PeerRead.class)).isEmpty();
    send(alice, 1);
    bob.reads(both, 3).done();
    assertThat(alice.pushes(Push.PeerRead.class)).hasSize(1);
    send(bob, 1);
    bob.reads(both, 4).done();
    assertThat(alice.pushes(Push.PeerRead.class)).hasSize(1);
  }

  @Test
  @DisplayName("P9 only a participant reads")
  void strangersCannotRead() {
    send(alice, 1);
    Device carol = world.phone("carol");
    assertThat(carol.reads(both, 1).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(carol.reads(carol.with(alice), 1).refusal()).isEqualTo(Refusal.NOT_A_PARTICIPANT);
    assertThat(world.engine.memberships().periods(both, carol.user())).isEmpty();
  }

  @Test
  @DisplayName("P6 what one displayed before it expired counts as read")
  void newestMessageIsReadThoughExpired() {
    send(alice, 3);
    assertThat(world.unread("bob", both)).isEqualTo(3);
    world.everythingExpires();
    assertThat(world.unread("bob", both)).isZero();
    assertThat(bob.reads(both, 2).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
    bob.reads(both, 3).done();
    assertThat(world.unread("bob", both)).isZero();
  }

  @Test
  @DisplayName(
      "P8 a badge has what is retained: own messages, recalls and what is left count exactly")
  void badgeAfterExpiry() {
    Device bobsDesktop = world.desktop("bob");
    send(alice, 2);
    send(bob, 1);
    world.everythingExpires();
    send(alice, 2);
    send(bob, 1);
    send(alice, 1);
    assertThat(world.unread("bob", both)).isEqualTo(3);
    assertThat(world.unread("alice", both)).isEqualTo(1);
    bobsDesktop.forget();
    bob.reads(both, 4).done();
    assertThat(bobsDesktop.pushes(Push.OwnRead.class))
        .containsExactly(new Push.OwnRead(bob.user(), both, 4, 2));
    assertThat(world.unread("bob", both)).isEqualTo(2);
  }

  @Test
  @DisplayName("expiry changes the item, so that the next pull brings the badge")
  void expiryIsPulled() {
    send(alice, 3);
    long cursor = world.node.conversations().changedAfter(bob.user(), 0, 9).granted().next();
    world.everythingExpires();
    var page = world.node.conversations().changedAfter(bob.user(), cursor, 9).granted();
    assertThat(page.items())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.unread()).isZero();
          assertThat(item.newest()).isEmpty();
        });
    world.everythingExpires();
    assertThat(
            world.node.conversations().changedAfter(bob.user(), page.next(), 9).granted().items())
        .as("what has expired before")
        .isEmpty();
  }

  @Test
  @DisplayName("P3 P9 what has expired is neither read nor recalled, deleted or not")
  void expiredMessagesAreGone() {
    Message first = send(alice, 2).getFirst();
    world.floorsRise();
    assertThat(alice.recalls(first).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(bob.reads(both, 1).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(world.history(both)).isEmpty();
    world.everythingExpires();
    assertThat(alice.recalls(first).refusal()).isEqualTo(Refusal.NO_SUCH_MESSAGE);
    assertThat(send(alice, 1).getFirst().sequence()).isEqualTo(3);
  }

  @Test
  void notesToSelfAreNeverUnread() {
    ConversationId.Direct notes = alice.with(alice);
    Device desktop = world.desktop("alice");
    Message note = alice.sends("note").to(notes).message();
    alice.sends("note").to(notes).done();
    alice.forget();
    assertThat(note.audience()).isZero();
    alice.received(note).done();
    alice.reads(notes, 1).done();
    assertThat(world.unread("alice", notes)).isZero();
    assertThat(alice.pushes()).isEmpty();
    assertThat(desktop.messages()).hasSize(2);
  }
}
