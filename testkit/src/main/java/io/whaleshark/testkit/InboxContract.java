package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P4: the contents of an inbox, their order, and pagination.
abstract class InboxContract extends PortContract {

  private static final Bound WIDE = new Bound(1000, 100);

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, WIDE);
  }

  @Test
  void userWhomNobodyKnowsHasAnEmptyInbox() {
    assertThat(engine.inboxes().newest(DAVE)).isZero();
    assertThat(pull(DAVE, 0)).isEqualTo(new Slice(List.of(), true, false, List.of()));
    assertThat(pull(DAVE, 77)).isEqualTo(new Slice(List.of(), true, false, List.of()));
  }

  @Test
  @DisplayName("P4 all conversations in order of commit, one's own messages included")
  void inboxIsAllConversationsInOrder() {
    ConversationId.Group group = scribe.group("g", CAROL, ALICE, BOB);
    Message first = scribe.send(ALICE_BOB, BOB);
    Message second = scribe.send(group, CAROL);
    Message third = scribe.send(ALICE_BOB, ALICE);
    Message fourth = scribe.send(ALICE_CAROL, ALICE);
    assertThat(pull(ALICE, 0).messages()).containsExactly(first, second, third, fourth);
    assertThat(pull(BOB, 0).messages()).containsExactly(first, second, third);
    assertThat(pull(CAROL, 0).messages()).containsExactly(second, fourth);
    assertThat(engine.inboxes().newest(ALICE)).isEqualTo(fourth.stamp());
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(third.stamp());
  }

  @Test
  @DisplayName("P4 the cursor is exclusive, whatever number it is")
  void cursorIsExclusive() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message second = scribe.send(ALICE_BOB, BOB);
    assertThat(pull(ALICE, first.stamp() - 1).messages()).containsExactly(first, second);
    assertThat(pull(ALICE, first.stamp()).messages()).containsExactly(second);
    assertThat(pull(ALICE, second.stamp()).messages()).isEmpty();
    assertThat(pull(ALICE, second.stamp()).completed()).isTrue();
    assertThat(pull(ALICE, Long.MAX_VALUE).messages()).isEmpty();
  }

  @Test
  @DisplayName("P4 pages of any size bring everything once, in order")
  void pagesFollowOneAnother() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (int i = 0; i < 10; i++) {
      scribe.send(i % 3 == 0 ? group : i % 3 == 1 ? ALICE_BOB : ALICE_CAROL, ALICE);
    }
    List<Message> all = pull(ALICE, 0).messages();
    assertThat(all).hasSize(10);
    for (int size : List.of(1, 3, 5, 9, 10, 11)) {
      List<Message> found = new ArrayList<>();
      Slice slice = new Slice(List.of(), false, false, List.of());
      long cursor = 0;
      while (!slice.completed()) {
        slice = engine.inboxes().pull(ALICE, cursor, PageLimit.of(size), WIDE);
        assertThat(slice.messages()).hasSizeLessThanOrEqualTo(size).isNotEmpty();
        found.addAll(slice.messages());
        assertThat(found).as("pages of %s", size).hasSizeLessThanOrEqualTo(all.size());
        cursor = found.getLast().inboxPosition();
      }
      assertThat(found).isEqualTo(all);
    }
  }

  @Test
  void pageThatEndsWithTheLastEntryIsCompleted() {
    scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, BOB);
    assertThat(engine.inboxes().pull(ALICE, 0, PageLimit.of(1), WIDE).completed()).isFalse();
    assertThat(engine.inboxes().pull(ALICE, 0, PageLimit.of(2), WIDE).completed()).isTrue();
  }

  @Test
  @DisplayName("P10 a page ends once it is full of bytes, but holds one entry at least")
  void pageIsBoundedByBytes() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message second = scribe.send(ALICE_CAROL, ALICE);
    Message third = scribe.send(ALICE_BOB, ALICE);
    int two = first.sizeBytes() + second.sizeBytes();
    assertThat(engine.inboxes().pull(ALICE, 0, new PageLimit(9, 1), WIDE).messages())
        .containsExactly(first);
    Slice slice = engine.inboxes().pull(ALICE, 0, new PageLimit(9, two), WIDE);
    assertThat(slice.messages()).containsExactly(first, second);
    assertThat(slice.completed()).isFalse();
    assertThat(engine.inboxes().pull(ALICE, 0, new PageLimit(9, two + 1), WIDE).messages())
        .containsExactly(first, second, third);
  }

  @Test
  @DisplayName("P4 a recalled message moves to the newest end of every inbox")
  void recalledEntryMoves() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message second = scribe.send(ALICE_BOB, BOB);
    Message tombstone = scribe.recall(first);
    Message third = scribe.send(ALICE_BOB, BOB);
    for (UserId user : List.of(ALICE, BOB)) {
      assertThat(pull(user, 0).messages()).containsExactly(second, tombstone, third);
      assertThat(pull(user, second.stamp()).messages()).containsExactly(tombstone, third);
      assertThat(pull(user, tombstone.inboxPosition()).messages()).containsExactly(third);
      assertThat(pull(user, 0).truncated()).isFalse();
    }
  }

  @Test
  void recallIsTheNewestPosition() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, BOB);
    Message tombstone = scribe.recall(first);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(tombstone.inboxPosition());
    reopen();
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(tombstone.inboxPosition());
    assertThat(pull(BOB, 0).messages()).hasSize(2).contains(tombstone);
  }

  @Test
  @DisplayName("P9 who left keeps what they saw and sees nothing more")
  void leaverSeesNothingMore() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message seen = scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    scribe.send(group, ALICE);
    assertThat(pull(BOB, 0).messages()).containsExactly(seen);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(seen.stamp());
    Message tombstone = scribe.recall(seen);
    assertThat(pull(BOB, seen.stamp()).messages()).containsExactly(tombstone);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(tombstone.inboxPosition());
  }

  @Test
  @DisplayName("P9 who comes back sees both periods, and nothing between them")
  void rejoinedMemberSeesBothPeriods() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message before = scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    Message between = scribe.send(group, ALICE);
    Message elsewhere = scribe.send(ALICE_BOB, ALICE);
    scribe.join(group, BOB);
    Message after = scribe.send(group, BOB);
    assertThat(pull(BOB, 0).messages()).containsExactly(before, elsewhere, after);
    scribe.recall(between);
    assertThat(pull(BOB, 0).messages()).containsExactly(before, elsewhere, after);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(after.stamp());
  }

  @Test
  void newcomerSeesWhatIsSentAfterJoining() {
    ConversationId.Group group = scribe.group("g", ALICE);
    Message early = scribe.send(group, ALICE);
    scribe.join(group, BOB);
    assertThat(engine.inboxes().newest(BOB)).isZero();
    assertThat(pull(BOB, 0).messages()).isEmpty();
    Message late = scribe.send(group, ALICE);
    scribe.recall(early);
    assertThat(pull(BOB, 0).messages()).containsExactly(late);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(late.stamp());
  }

  @Test
  void comingBackAtOnceLosesAndRepeatsNothing() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message first = scribe.send(group, ALICE);
    scribe.batch(() -> {
      scribe.leave(group, BOB);
      scribe.join(group, BOB);
      scribe.leave(group, BOB);
      scribe.join(group, BOB);
    });
    Message second = scribe.send(group, ALICE);
    assertThat(pull(BOB, 0).messages()).containsExactly(first, second);
    assertThat(engine.memberships().members(group, "", 9)).containsExactly(ALICE, BOB);
  }

  @Test
  void dissolvedAndMutedMakeNoDifference() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    scribe.hideMuted(ALICE_BOB, BOB);
    Message second = scribe.send(ALICE_BOB, ALICE);
    assertThat(pull(BOB, 0).messages()).containsExactly(first, second);
  }
}
