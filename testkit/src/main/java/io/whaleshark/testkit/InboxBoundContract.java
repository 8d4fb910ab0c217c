package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.PageLimit;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P5: the bound of an inbox, and what a pull reports about it.
abstract class InboxBoundContract extends PortContract {

  private static final Bound BOUND = new Bound(4, 2);

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, BOUND);
  }

  private List<Message> sendToBob(int count) {
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(scribe.send(ALICE_BOB, ALICE));
    }
    return sent;
  }

  @Test
  @DisplayName("P5 as many entries as the bound allows are all there")
  void atTheBoundNothingIsMissing() {
    List<Message> sent = sendToBob(4);
    assertThat(pull(BOB, 0)).isEqualTo(new Slice(sent, true, false, List.of()));
  }

  @Test
  @DisplayName("P5 one more than the bound: the oldest is dropped, and named")
  void aboveTheBoundTheOldestIsNamed() {
    List<Message> sent = sendToBob(5);
    Slice slice = pull(BOB, 0);
    assertThat(slice.messages()).isEqualTo(sent.subList(1, 5));
    assertThat(slice.truncated()).isTrue();
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 1, 1));
    assertThat(slice.completed()).isTrue();
    assertThat(history(ALICE_BOB)).hasSize(5);
  }

  @Test
  @DisplayName("P5 who has the dropped ones is told of nothing")
  void gapBeforeTheCursorIsNoGap() {
    List<Message> sent = sendToBob(7);
    assertThat(pull(BOB, sent.get(2).stamp()).truncated()).isFalse();
    assertThat(pull(BOB, sent.get(2).stamp()).messages()).isEqualTo(sent.subList(3, 7));
    Slice slice = pull(BOB, sent.get(1).stamp());
    assertThat(slice.truncated()).isTrue();
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 3, 3));
  }

  @Test
  @DisplayName("P5 a busy conversation does not push a quiet one out")
  void shareProtectsQuietConversations() {
    ConversationId.Group busy = scribe.group("busy", CAROL, BOB);
    Message quiet = scribe.send(ALICE_BOB, ALICE);
    List<Message> noise = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      noise.add(scribe.send(busy, CAROL));
    }
    Slice slice = pull(BOB, 0);
    assertThat(slice.messages())
        .containsExactly(quiet, noise.get(17), noise.get(18), noise.get(19));
    assertThat(slice.gaps()).containsExactly(new Gap(busy, 1, 17));
    Slice rest = pull(BOB, quiet.stamp());
    assertThat(rest.messages()).isEqualTo(noise.subList(17, 20));
    assertThat(rest.gaps()).containsExactly(new Gap(busy, 1, 17));
  }

  @Test
  @DisplayName("P5 with more shares than room, the newest of the shares stay")
  void sharesAloneFillTheInbox() {
    List<ConversationId.Group> groups = new ArrayList<>();
    List<Message> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      groups.add(scribe.group("g" + i, ALICE, BOB));
    }
    for (int round = 0; round < 3; round++) {
      for (ConversationId.Group group : groups) {
        sent.add(scribe.send(group, ALICE));
      }
    }
    Slice slice = pull(BOB, 0);
    assertThat(slice.messages()).isEqualTo(sent.subList(5, 9));
    assertThat(slice.gaps())
        .containsExactlyInAnyOrder(
            new Gap(groups.get(0), 1, 2),
            new Gap(groups.get(1), 1, 2),
            new Gap(groups.get(2), 1, 1));
  }

  @Test
  void shareOfAllEntriesMeansTheNewestEntries() {
    ConversationId.Group busy = scribe.group("busy", CAROL, BOB);
    scribe.send(ALICE_BOB, ALICE);
    List<Message> noise = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      noise.add(scribe.send(busy, CAROL));
    }
    Slice slice = engine.inboxes().pull(BOB, 0, PAGE, new Bound(3, 3));
    assertThat(slice.messages()).isEqualTo(noise);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 1, 1));
  }

  @Test
  void boundOfOneKeepsTheNewest() {
    sendToBob(2);
    Message newest = scribe.send(ConversationId.Direct.between(BOB, CAROL), CAROL);
    Slice slice = engine.inboxes().pull(BOB, 0, PAGE, new Bound(1, 1));
    assertThat(slice.messages()).containsExactly(newest);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 1, 2));
  }

  @Test
  @DisplayName("P5 each page of a pull names what is missing after its own cursor")
  void everyPageTellsOfGaps() {
    List<Message> sent = sendToBob(9);
    Slice first = engine.inboxes().pull(BOB, 0, PageLimit.of(3), BOUND);
    assertThat(first.messages()).isEqualTo(sent.subList(5, 8));
    assertThat(first.completed()).isFalse();
    assertThat(first.gaps()).containsExactly(new Gap(ALICE_BOB, 1, 5));
    Slice second = engine.inboxes().pull(BOB, sent.get(7).stamp(), PageLimit.of(3), BOUND);
    assertThat(second).isEqualTo(new Slice(sent.subList(8, 9), true, false, List.of()));
  }

  @Test
  @DisplayName("P5 each period of membership has a gap of its own: what one may not see is in none")
  void gapsDoNotCoverWhatThePeriodsDoNotSee() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(group, ALICE);
    scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    scribe.send(group, ALICE);
    scribe.join(group, BOB);
    for (int i = 0; i < 6; i++) {
      scribe.send(group, ALICE);
    }
    Slice slice = pull(BOB, 0);
    assertThat(sequences(slice.messages())).containsExactly(6L, 7L, 8L, 9L);
    assertThat(slice.gaps()).containsExactlyInAnyOrder(new Gap(group, 1, 2), new Gap(group, 4, 5));
  }

  @Test
  @DisplayName("P5 a tombstone counts where it stands now")
  void recallBringsADroppedEntryBack() {
    List<Message> sent = sendToBob(6);
    Message tombstone = scribe.recall(sent.get(0));
    Slice slice = pull(BOB, 0);
    assertThat(slice.messages()).containsExactly(sent.get(3), sent.get(4), sent.get(5), tombstone);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 2, 3));
  }

  @Test
  void tombstonesAreDroppedLikeAnyOtherEntry() {
    List<Message> sent = sendToBob(2);
    scribe.recall(sent.get(1));
    scribe.recall(sent.get(0));
    List<Message> later = sendToBob(4);
    Slice slice = pull(BOB, 0);
    assertThat(slice.messages()).isEqualTo(later);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 1, 2));
    long between = engine.messages().message(ALICE_BOB, 2).orElseThrow().inboxPosition();
    assertThat(pull(BOB, between).gaps()).containsExactly(new Gap(ALICE_BOB, 1, 1));
  }

  @Test
  void gapOfTombstonesAloneIsNamed() {
    List<Message> sent = sendToBob(3);
    Message tombstone = scribe.recall(sent.get(1));
    sendToBob(4);
    Slice slice = pull(BOB, sent.get(2).stamp());
    assertThat(slice.truncated()).isTrue();
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 2, 2));
    assertThat(pull(BOB, tombstone.inboxPosition()).truncated()).isFalse();
  }

  @Test
  @DisplayName("P5 what the bound drops does not depend on the cursor")
  void boundLooksAtTheWholeInbox() {
    ConversationId.Group busy = scribe.group("busy", CAROL, BOB);
    sendToBob(2);
    List<Message> noise = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      noise.add(scribe.send(busy, CAROL));
    }
    Slice slice = pull(BOB, noise.get(0).stamp());
    assertThat(slice.messages()).isEqualTo(noise.subList(3, 5));
    assertThat(slice.gaps()).containsExactly(new Gap(busy, 2, 3));
  }

  @Test
  void newestPositionCountsDroppedEntriesToo() {
    List<Message> sent = sendToBob(3);
    Message newest = scribe.recall(sent.get(0));
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(newest.inboxPosition());
  }
}
