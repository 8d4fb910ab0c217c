package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Committed data is visible completely and in order, and only after the commit.
abstract class AppendContract extends PortContract {

  @Test
  void newConversationHasAnEmptyHead() {
    assertThat(head(ALICE_BOB)).isEqualTo(Head.EMPTY);
    assertThat(message(ALICE_BOB, 1)).isEmpty();
    assertThat(membership(ALICE_BOB, ALICE)).isEmpty();
    assertThat(history(ALICE_BOB)).isEmpty();
  }

  @Test
  @DisplayName("P2 each conversation counts its messages by itself")
  void headIsTheNewestMessage() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message elsewhere = scribe.send(ALICE_CAROL, CAROL);
    Message second = scribe.send(ALICE_BOB, BOB);
    assertThat(head(ALICE_BOB)).isEqualTo(new Head(2, second.stamp()));
    assertThat(head(ALICE_CAROL)).isEqualTo(new Head(1, elsewhere.stamp()));
    assertThat(history(ALICE_BOB)).containsExactly(first, second);
  }

  @Test
  void batchIsCommittedInItsOrder() {
    scribe.batch(() -> {
      scribe.send(ALICE_BOB, ALICE);
      scribe.send(ALICE_CAROL, CAROL);
      scribe.recall(scribe.send(ALICE_BOB, BOB));
      scribe.send(ALICE_BOB, ALICE);
    });
    assertThat(sequences(history(ALICE_BOB))).containsExactly(1L, 2L, 3L);
    assertThat(history(ALICE_BOB).get(1).isRecalled()).isTrue();
    assertThat(history(ALICE_CAROL)).hasSize(1);
  }

  @Test
  void transactionThatIsOnlyClosedChangesNothing() {
    scribe.send(ALICE_BOB, ALICE);
    var questions =
        new Readout.Questions(
            List.of(ALICE, BOB), List.of(ALICE_BOB, ALICE_CAROL), List.of(new Bound(10, 5)));
    Readout before = Readout.of(engine, questions);
    head(ALICE_BOB);
    try (Transaction transaction =
        engine.begin(reads -> {
          reads.conversation(ALICE_BOB);
          reads.member(ALICE_CAROL, ALICE);
          reads.sent(new ClientMessageId(ALICE, "never"));
          reads.message(ALICE_BOB, 7);
          reads.messageAt(ALICE_BOB, 7);
        })) {
      assertThat(transaction.sent(new ClientMessageId(ALICE, "never"))).isEmpty();
    }
    assertThat(Readout.of(engine, questions).differenceFrom(before)).isEmpty();
  }

  @Test
  void newestStampIsTheGreatestCommitted() {
    assertThat(engine.newestStamp()).isZero();
    Message message = scribe.send(ALICE_BOB, ALICE);
    assertThat(engine.newestStamp()).isEqualTo(message.stamp());
    try (Transaction transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(
          List.of(Change.MessageReplaced.of(message, message.recalledAt(message.stamp() + 5))),
          List.of(),
          message.stamp() + 7);
    }
    assertThat(engine.newestStamp()).isEqualTo(message.stamp() + 7);
  }

  @Test
  void contentComesBackByteForByte() {
    byte[] large = new byte[300_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    var content = new Message.Sent(Payload.of(large), Payload.ofText("{\"é\":\"鲸鲨 🦈\"}"));
    var id = new ClientMessageId(ALICE, "an id with spaces / : ␀ 🦈");
    Message sent = scribe.send(ALICE_BOB, id, content);
    reopen();
    assertThat(history(ALICE_BOB)).containsExactly(sent);
    assertThat(history(ALICE_BOB).getFirst().content()).isEqualTo(content);
    assertThat(sent(id)).contains(sent);
  }

  @Test
  void stampFindsItsMessageAndNothingElse() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message elsewhere = scribe.send(ALICE_CAROL, ALICE);
    Message second = scribe.send(ALICE_BOB, ALICE);
    Message third = scribe.send(ALICE_BOB, BOB);
    Message tombstone = scribe.recall(second);
    assertThat(messageByStamp(ALICE_BOB, first.stamp())).contains(first);
    assertThat(messageByStamp(ALICE_BOB, second.stamp())).contains(tombstone);
    assertThat(messageByStamp(ALICE_BOB, third.stamp())).contains(third);
    assertThat(messageByStamp(ALICE_BOB, elsewhere.stamp())).isEmpty();
    assertThat(messageByStamp(ALICE_BOB, tombstone.inboxPosition())).isEmpty();
    assertThat(messageByStamp(ALICE_BOB, first.stamp() - 1)).isEmpty();
    assertThat(messageByStamp(ALICE_BOB, 0)).isEmpty();
  }

  @Test
  void recallReplacesTheContentAndNothingElse() {
    Message message = scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, BOB);
    Message tombstone = scribe.recall(message);
    assertThat(history(ALICE_BOB).getFirst()).isEqualTo(tombstone);
    assertThat(message(ALICE_BOB, 1)).contains(tombstone);
    assertThat(head(ALICE_BOB).sequence()).isEqualTo(2);
    assertThat(sentCount(ALICE_BOB, ALICE, 2)).isEqualTo(1);
  }

  @Test
  @DisplayName("P8 own messages are counted exactly, at every message")
  void sentCountsAreExact() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      for (UserId sender : List.of(ALICE, BOB, BOB, ALICE, BOB)) {
        scribe.send(conversation, sender);
      }
      assertThat(sentCounts(conversation, ALICE)).containsExactly(0L, 1L, 1L, 1L, 2L, 2L);
      assertThat(sentCounts(conversation, BOB)).containsExactly(0L, 0L, 1L, 2L, 2L, 3L);
    }
    assertThat(sentCount(group, CAROL, 5)).isZero();
    assertThat(sentCount(ALICE_CAROL, CAROL, 0)).isZero();
  }

  /// At 0, and at each of five messages.
  private List<Long> sentCounts(ConversationId conversation, UserId user) {
    return List.of(0L, 1L, 2L, 3L, 4L, 5L).stream()
        .map(sequence -> sentCount(conversation, user, sequence))
        .toList();
  }

  @Test
  void conversationWithOneselfHasOneParticipant() {
    ConversationId.Direct notes = ConversationId.Direct.between(ALICE, ALICE);
    Message note = scribe.send(notes, ALICE);
    scribe.send(notes, ALICE);
    assertThat(sequences(history(notes))).containsExactly(1L, 2L);
    assertThat(sentCount(notes, ALICE, 2)).isEqualTo(2);
    assertThat(sentCount(notes, ALICE, 1)).isEqualTo(1);
    assertThat(engine.memberships().periods(notes, ALICE)).hasSize(1);
    assertThat(engine.memberships().readCount(note)).isZero();
    assertThat(engine.conversations().item(ALICE, notes).orElseThrow().unread()).isZero();
    assertThat(engine.inboxes().pull(ALICE, 0, PAGE, new Bound(10, 5)).messages()).hasSize(2);
  }

  @Test
  void namesThatLookAlikeAreNotMixedUp() {
    UserId a = new UserId(APP, "a");
    UserId ab = new UserId(APP, "ab");
    UserId bc = new UserId(APP, "bc");
    UserId c = new UserId(APP, "c");
    ConversationId.Direct one = ConversationId.Direct.between(a, bc);
    ConversationId.Direct other = ConversationId.Direct.between(ab, c);
    Message first = scribe.send(one, a);
    Message second = scribe.send(other, c);
    ConversationId.Group group = scribe.group("a", a, ab);
    ConversationId.Group longer = scribe.group("ab", ab, c);
    Message third = scribe.send(group, ab);
    Message fourth = scribe.send(longer, c);
    assertThat(history(one)).containsExactly(first);
    assertThat(history(other)).containsExactly(second);
    assertThat(history(group)).containsExactly(third);
    assertThat(history(longer)).containsExactly(fourth);
    assertThat(engine.memberships().members(group, "", 9)).containsExactly(a, ab);
    assertThat(engine.conversations().of(a)).hasSize(2);
    assertThat(engine.memberships().periods(group, c)).isEmpty();
    assertThat(engine.messages().newestBy(group, a, 9)).isZero();
  }
}
