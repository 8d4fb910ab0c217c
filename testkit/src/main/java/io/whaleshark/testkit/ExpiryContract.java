package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Expired messages are gone permanently, and nothing else is.
abstract class ExpiryContract extends PortContract {

  private static final Bound WIDE = new Bound(100, 50);

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, WIDE);
  }

  @Test
  void nothingIsOldEnough() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB);
    assertThat(expireBefore(sent.getFirst())).isZero();
    assertThat(sweep(0)).isZero();
    assertThat(history(ALICE_BOB)).isEqualTo(sent);
  }

  @Test
  void oldMessagesAreGoneEverywhere() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      List<Message> sent = send(conversation, ALICE, BOB, ALICE);
      assertThat(expireBefore(sent.get(2))).isEqualTo(2);
      assertThat(expireBefore(sent.get(2))).isZero();
      assertThat(history(conversation)).containsExactly(sent.get(2));
      assertThat(engine.messages().before(conversation, 9, 0, PAGE)).hasSize(1);
      assertThat(engine.messages().message(conversation, 1)).isEmpty();
      assertThat(message(conversation, 2)).isEmpty();
      assertThat(messageByStamp(conversation, sent.get(0).stamp())).isEmpty();
      assertThat(messageByStamp(conversation, sent.get(2).stamp())).contains(sent.get(2));
      assertThat(sent(sent.get(0).clientId())).isEmpty();
      assertThat(sent(sent.get(2).clientId())).contains(sent.get(2));
      assertThat(pull(BOB, 0).messages()).containsExactly(sent.get(2));
      expireAll();
    }
    assertThat(engine.messages().authors(group, 0, 9)).isEmpty();
    assertThat(engine.messages().newestBy(group, ALICE, 9)).isZero();
  }

  @Test
  @DisplayName("P2 sequences are never used again, even if all messages are gone")
  void sequencesGoOn() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      Message newest = send(conversation, ALICE, BOB, BOB).getLast();
      expireAll();
      assertThat(history(conversation)).isEmpty();
      assertThat(head(conversation)).isEqualTo(new Head(3, newest.stamp()));
      reopen();
      assertThat(head(conversation)).isEqualTo(new Head(3, newest.stamp()));
      assertThat(sentCount(conversation, BOB, 3)).isEqualTo(2);
      assertThat(sentCount(conversation, ALICE, 3)).isEqualTo(1);
      Message next = scribe.send(conversation, BOB);
      assertThat(next.sequence()).isEqualTo(4);
      assertThat(next.senderOrdinal()).isEqualTo(3);
      assertThat(next.stamp()).isGreaterThan(newest.stamp());
      assertThat(sentCount(conversation, ALICE, 4)).isEqualTo(1);
    }
  }

  @Test
  void sentCountsAtRetainedMessagesIncludeTheExpired() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      Message kept = send(conversation, ALICE, BOB, ALICE, BOB, BOB).get(3);
      expireBefore(kept);
      for (int round = 0; round < 2; round++) {
        assertThat(sentCount(conversation, ALICE, 4)).isEqualTo(2);
        assertThat(sentCount(conversation, BOB, 4)).isEqualTo(2);
        assertThat(sentCount(conversation, BOB, 5)).isEqualTo(3);
        reopen();
      }
    }
  }

  @Test
  void hiddenConversationThatCameBackStaysWhenAllExpires() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      scribe.send(conversation, ALICE);
      scribe.hideMuted(conversation, BOB);
      scribe.send(conversation, ALICE);
      expireAll();
      for (int round = 0; round < 2; round++) {
        assertThat(item(BOB, conversation).newest()).isEmpty();
        assertThat(item(BOB, conversation).isDeleted()).isFalse();
        reopen();
      }
      scribe.hideMuted(conversation, BOB);
      assertThat(item(BOB, conversation).isDeleted()).isTrue();
    }
  }

  @Test
  void newestThatALeaverSawIsKnownWhenItHasExpired() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message seen = scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    Message unseen = scribe.send(group, ALICE);
    assertThat(item(BOB, group).newest()).contains(seen);
    expireBefore(unseen);
    assertThat(item(BOB, group).newest()).isEmpty();
    assertThat(item(BOB, group).newestSequence()).isEqualTo(1);
    assertThat(item(BOB, group).isDeleted()).isFalse();
    scribe.hideMuted(group, BOB);
    assertThat(item(BOB, group).isDeleted()).isTrue();
  }

  @Test
  @DisplayName("P5 a pull whose cursor is before an expired entry is truncated, without a gap")
  void pullTellsOfExpiredEntries() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    expireBefore(sent.get(2));
    assertThat(pull(BOB, 0)).isEqualTo(new Slice(sent.subList(2, 3), true, true, List.of()));
    assertThat(pull(BOB, sent.get(0).stamp()).truncated()).isTrue();
    assertThat(pull(BOB, sent.get(1).stamp()).truncated()).isFalse();
    reopen();
    assertThat(pull(BOB, sent.get(0).stamp()).truncated()).isTrue();
    assertThat(pull(BOB, sent.get(1).stamp()).truncated()).isFalse();
  }

  @Test
  void recalledMessageExpiresByItsOwnAge() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB, ALICE);
    Message tombstone = scribe.recall(sent.get(0));
    Message later = scribe.send(ALICE_BOB, BOB);
    expireBefore(sent.get(2));
    assertThat(pull(BOB, 0).messages()).containsExactly(sent.get(2), later);
    assertThat(pull(BOB, sent.get(2).stamp()).truncated()).isTrue();
    assertThat(pull(BOB, tombstone.inboxPosition()).truncated()).isFalse();
    assertThat(sent(tombstone.clientId())).isEmpty();
  }

  @Test
  @DisplayName("P4 the newest position stays when its entry expires")
  void newestPositionStays() {
    List<Message> sent = send(ALICE_BOB, ALICE, BOB);
    Message tombstone = scribe.recall(sent.get(0));
    expireAll();
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(tombstone.inboxPosition());
    assertThat(pull(BOB, tombstone.inboxPosition()))
        .isEqualTo(new Slice(List.of(), true, false, List.of()));
    reopen();
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(tombstone.inboxPosition());
    assertThat(pull(BOB, 0).truncated()).isTrue();
  }

  @Test
  @DisplayName("P4 the newest position stays when a recalled message expires before later ones")
  void newestPositionStaysWhereARecallHadMovedIt() {
    for (ConversationId conversation : List.of(ALICE_BOB, ALICE_CAROL)) {
      List<Message> sent = send(conversation, ALICE, ALICE);
      send(conversation.equals(ALICE_BOB) ? ALICE_CAROL : ALICE_BOB, ALICE);
      Message tombstone = scribe.recall(sent.get(0));
      expireBefore(sent.get(1));
      assertThat(engine.inboxes().newest(ALICE)).isEqualTo(tombstone.inboxPosition());
    }
  }

  @Test
  void newcomerMissesNothingThatExpiredBeforeJoining() {
    ConversationId.Group group = scribe.group("g", ALICE);
    send(group, ALICE, ALICE);
    expireAll();
    scribe.join(group, BOB);
    assertThat(pull(BOB, 0).truncated()).isFalse();
    assertThat(engine.inboxes().newest(BOB)).isZero();
    Message next = scribe.send(group, ALICE);
    assertThat(next.sequence()).isEqualTo(3);
    assertThat(pull(BOB, 0)).isEqualTo(new Slice(List.of(next), true, false, List.of()));
    assertThat(item(BOB, group).unread()).isEqualTo(1);
  }

  @Test
  @DisplayName("P5 gaps name only what history still holds")
  void gapsEndWhereHistoryBegins() {
    Message kept = send(ALICE_BOB, ALICE, ALICE, ALICE, ALICE, ALICE, ALICE).get(2);
    expireBefore(kept);
    Slice slice = engine.inboxes().pull(BOB, 0, PAGE, new Bound(2, 1));
    assertThat(sequences(slice.messages())).containsExactly(5L, 6L);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 3, 4));
  }

  @Test
  @DisplayName("P8 read counts of retained messages stay")
  void readCountsStay() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    Message kept = send(group, ALICE, BOB, ALICE).get(2);
    scribe.read(group, BOB, 3);
    expireBefore(kept);
    assertThat(engine.memberships().readCount(kept)).isEqualTo(1);
    reopen();
    assertThat(engine.memberships().readCount(kept)).isEqualTo(1);
    assertThat(engine.memberships().audience(kept, "", 9)).hasSize(2);
  }

  @Test
  void eachAppKeepsAsLongAsItSays() {
    var one = ConversationId.Direct.between(new UserId(1, "x"), new UserId(1, "y"));
    var other = ConversationId.Direct.between(new UserId(2, "x"), new UserId(2, "y"));
    scribe.send(one, one.low());
    Message kept = scribe.send(other, other.low());
    assertThat(sweep(app -> app == 1 ? Long.MAX_VALUE : 0)).isEqualTo(1);
    assertThat(history(one)).isEmpty();
    assertThat(history(other)).containsExactly(kept);
  }

  @Test
  @DisplayName("what was recalled before it expired leaves nothing behind")
  void recallsExpireWithTheirMessages() {
    List<Message> sent = send(ALICE_BOB, ALICE, ALICE, BOB, ALICE);
    Message second = scribe.recall(sent.get(1));
    scribe.recall(sent.get(0));
    expireBefore(sent.get(2));
    assertThat(sequences(history(ALICE_BOB))).containsExactly(3L, 4L);
    assertThat(sequences(pull(BOB, 0).messages())).containsExactly(3L, 4L);
    assertThat(pull(BOB, second.inboxPosition()).truncated()).isTrue();
    Message later = scribe.recall(sent.get(3));
    expireAll();
    assertThat(pull(BOB, 0).messages()).isEmpty();
    assertThat(pull(BOB, later.inboxPosition() - 1).truncated()).isTrue();
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(later.inboxPosition());
  }
}
