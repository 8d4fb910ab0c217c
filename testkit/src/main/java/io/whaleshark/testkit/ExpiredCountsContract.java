package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Counts and conversation lists include only messages that are retained and visible to their
/// owner.
abstract class ExpiredCountsContract extends PortContract {

  @Test
  @DisplayName("P8 what expires is unread no more, and positions stay")
  void unreadCountsWhatIsRetained() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      List<Message> sent = send(conversation, ALICE, BOB, ALICE, BOB, ALICE, ALICE, BOB);
      scribe.read(conversation, BOB, 1);
      var periods = engine.memberships().periods(conversation, BOB);
      expireBefore(sent.get(4));
      for (int round = 0; round < 2; round++) {
        assertThat(item(BOB, conversation).unread()).isEqualTo(2);
        assertThat(item(ALICE, conversation).unread()).isEqualTo(1);
        reopen();
      }
      expireAll();
      for (int round = 0; round < 2; round++) {
        assertThat(item(BOB, conversation).unread()).isZero();
        assertThat(item(BOB, conversation).newest()).isEmpty();
        assertThat(item(BOB, conversation).newestSequence()).isEqualTo(7);
        assertThat(engine.memberships().periods(conversation, BOB)).isEqualTo(periods);
        reopen();
      }
      send(conversation, ALICE, BOB);
      assertThat(item(BOB, conversation).unread()).isEqualTo(1);
      scribe.read(conversation, BOB, 8);
      assertThat(item(BOB, conversation).unread()).isZero();
    }
  }

  @Test
  @DisplayName("P8 so it is where own messages alone expired, or are all that is retained")
  void ownMessagesOnEitherSideOfTheFloor() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      List<Message> sent = send(conversation, BOB, BOB, ALICE, ALICE, BOB, BOB);
      expireBefore(sent.get(2));
      assertThat(item(BOB, conversation).unread()).isEqualTo(2);
      expireBefore(sent.get(4));
      assertThat(item(BOB, conversation).unread()).isZero();
      assertThat(item(ALICE, conversation).unread()).isEqualTo(2);
      reopen();
      assertThat(item(BOB, conversation).unread()).isZero();
      assertThat(item(ALICE, conversation).unread()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("P8 so it is where what expires was read already, and where it was recalled")
  void floorBelowThePosition() {
    List<Message> sent = send(ALICE_BOB, ALICE, ALICE, ALICE, ALICE);
    scribe.recall(sent.get(0));
    scribe.recall(sent.get(3));
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(4);
    scribe.read(ALICE_BOB, BOB, 2);
    expireBefore(sent.get(1));
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(2);
    expireBefore(sent.get(3));
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(1);
    expireAll();
    assertThat(item(BOB, ALICE_BOB).unread()).isZero();
  }

  @Test
  @DisplayName("P8 so it is for who left, and for who came back")
  void countsOfClosedPeriods() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    send(group, ALICE, BOB, ALICE);
    scribe.read(group, BOB, 1);
    scribe.leave(group, BOB);
    scribe.leave(group, CAROL);
    send(group, ALICE, ALICE);
    scribe.join(group, CAROL);
    Message kept = send(group, CAROL, ALICE, ALICE).getLast();
    assertThat(item(BOB, group).unread()).isEqualTo(1);
    assertThat(item(CAROL, group).unread()).isEqualTo(2);
    expireBefore(kept);
    for (int round = 0; round < 2; round++) {
      assertThat(item(BOB, group).unread()).isZero();
      assertThat(item(CAROL, group).unread()).isEqualTo(1);
      reopen();
    }
    expireAll();
    assertThat(item(BOB, group).newestSequence()).isEqualTo(3);
    assertThat(item(CAROL, group).unread()).isZero();
  }

  @Test
  @DisplayName("P8 what who left displays moves their own count, also when it expires then")
  void readingAfterLeaving() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    List<Message> sent = send(group, ALICE, BOB, ALICE, ALICE, BOB, ALICE);
    scribe.leave(group, BOB);
    send(group, ALICE);
    assertThat(item(BOB, group).unread()).isEqualTo(4);
    scribe.readAfterLeaving(group, BOB, 3);
    for (int round = 0; round < 2; round++) {
      assertThat(item(BOB, group).unread()).isEqualTo(2);
      assertThat(item(BOB, group).read()).isEqualTo(3);
      assertThat(item(BOB, group).membership().read()).isZero();
      assertThat(engine.memberships().readCount(sent.get(0))).isZero();
      reopen();
    }
    expireBefore(sent.get(4));
    assertThat(item(BOB, group).unread()).isEqualTo(1);
    scribe.join(group, BOB);
    assertThat(item(BOB, group).unread()).isZero();
    assertThat(item(BOB, group).read()).isEqualTo(7);
  }

  @Test
  @DisplayName("expiry is a change of an item where it shows, and of no other")
  void expiryIsAChange() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    List<Message> sent = send(group, ALICE, ALICE, ALICE);
    scribe.read(group, CAROL, 3);
    scribe.join(group, DAVE);
    long cursor = engine.newestStamp();
    expireBefore(sent.get(2));
    for (int round = 0; round < 2; round++) {
      assertThat(engine.conversations().changedAfter(BOB, cursor, 9))
          .singleElement()
          .satisfies(item -> assertThat(item.unread()).isEqualTo(1));
      assertThat(engine.conversations().changedAfter(CAROL, cursor, 9)).isEmpty();
      assertThat(engine.conversations().changedAfter(DAVE, cursor, 9)).isEmpty();
      assertThat(item(BOB, group).changedAt()).isLessThanOrEqualTo(engine.newestStamp());
      reopen();
    }
    long later = engine.newestStamp();
    expireAll();
    assertThat(engine.conversations().changedAfter(BOB, later, 9)).hasSize(1);
    assertThat(engine.conversations().changedAfter(CAROL, later, 9))
        .singleElement()
        .satisfies(item -> assertThat(item.newest()).isEmpty());
    assertThat(engine.conversations().changedAfter(DAVE, later, 9)).isEmpty();
    long last = engine.newestStamp();
    assertThat(expireAll()).isZero();
    assertThat(engine.newestStamp()).isEqualTo(last);
  }

  @Test
  @DisplayName("P8 how many messages up to the floor are whose is known")
  void sentCountsAtTheFloor() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      expireBefore(send(conversation, ALICE, ALICE, BOB, ALICE, BOB).get(3));
      for (int round = 0; round < 2; round++) {
        assertThat(sentCount(conversation, ALICE, 3)).isEqualTo(2);
        assertThat(sentCount(conversation, BOB, 3)).isEqualTo(1);
        reopen();
      }
    }
  }
}
