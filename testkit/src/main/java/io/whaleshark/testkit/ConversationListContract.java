package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The conversation lists of users: their contents, users' settings, and that deltas miss no
/// change.
abstract class ConversationListContract extends PortContract {

  private List<Item> changedAfter(UserId user, long after) {
    return engine.conversations().changedAfter(user, after, 100);
  }

  /// Whether the step moves the user's conversation after every cursor that was given before.
  private void assertMoves(UserId user, ConversationId conversation, Runnable step) {
    long cursor = scribe.now();
    assertThat(changedAfter(user, cursor)).isEmpty();
    step.run();
    assertThat(changedAfter(user, cursor)).containsExactly(item(user, conversation));
    assertThat(item(user, conversation).changedAt()).isGreaterThan(cursor);
  }

  private void assertStays(UserId user, ConversationId conversation, Runnable step) {
    Item before = item(user, conversation);
    step.run();
    assertThat(item(user, conversation)).isEqualTo(before);
  }

  @Test
  void strangerHasAnEmptyList() {
    scribe.send(ALICE_BOB, ALICE);
    assertThat(changedAfter(DAVE, 0)).isEmpty();
    assertThat(engine.conversations().of(DAVE)).isEmpty();
    assertThat(engine.conversations().item(DAVE, ALICE_BOB)).isEmpty();
    assertThat(engine.conversations().item(ALICE, ALICE_CAROL)).isEmpty();
    assertThat(participation(ALICE, ALICE_CAROL)).isEmpty();
  }

  @Test
  void directConversationShowsBothSides() {
    scribe.send(ALICE_BOB, ALICE);
    Message newest = scribe.send(ALICE_BOB, BOB);
    scribe.receive(ALICE_BOB, ALICE, 2);
    scribe.read(ALICE_BOB, BOB, 1);
    Item alices = item(ALICE, ALICE_BOB);
    assertThat(alices.newest()).contains(newest);
    assertThat(alices.newestSequence()).isEqualTo(2);
    assertThat(alices.unread()).isEqualTo(1);
    assertThat(alices.counterpart()).isEqualTo(new ConversationList.Peer(1, 1));
    assertThat(alices.membership().received()).isEqualTo(2);
    assertThat(item(BOB, ALICE_BOB).counterpart()).isEqualTo(new ConversationList.Peer(0, 2));
    assertThat(item(BOB, ALICE_BOB).unread()).isZero();
  }

  @Test
  @DisplayName("P8 own messages are never unread, wherever the position stands")
  void unreadCountsTheOthersMessages() {
    for (UserId sender : List.of(ALICE, BOB, ALICE, ALICE, BOB, BOB)) {
      scribe.send(ALICE_BOB, sender);
    }
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(3);
    assertThat(item(BOB, ALICE_BOB).unread()).isEqualTo(3);
    List<Long> left = new ArrayList<>();
    for (long read = 1; read <= 6; read++) {
      scribe.read(ALICE_BOB, ALICE, read);
      left.add(item(ALICE, ALICE_BOB).unread());
    }
    assertThat(left).containsExactly(3L, 2L, 2L, 2L, 1L, 0L);
  }

  @Test
  @DisplayName("P8 a member's unread messages are those after joining")
  void unreadInAGroup() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(group, ALICE);
    scribe.send(group, BOB);
    scribe.join(group, CAROL);
    assertThat(item(CAROL, group).unread()).isZero();
    assertThat(item(CAROL, group).newest()).isEmpty();
    scribe.send(group, CAROL);
    Message newest = scribe.send(group, BOB);
    assertThat(item(CAROL, group).unread()).isEqualTo(1);
    assertThat(item(CAROL, group).newest()).contains(newest);
    assertThat(item(ALICE, group).unread()).isEqualTo(3);
    scribe.leave(group, CAROL);
    scribe.send(group, ALICE);
    assertThat(item(CAROL, group).unread()).isEqualTo(1);
    assertThat(item(CAROL, group).newest()).contains(newest);
    scribe.join(group, CAROL);
    assertThat(item(CAROL, group).unread()).isZero();
    scribe.send(group, BOB);
    scribe.send(group, CAROL);
    assertThat(item(CAROL, group).unread()).isEqualTo(1);
  }

  @Test
  void recallLeavesTheUnreadCount() {
    Message message = scribe.send(ALICE_BOB, BOB);
    scribe.recall(message);
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(1);
  }

  @Test
  void whoCameBackSeesTheNewestOfTheOldPeriodUntilSomethingIsSaid() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message seen = scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    scribe.send(group, ALICE);
    scribe.join(group, BOB);
    assertThat(item(BOB, group).newest()).contains(seen);
    assertThat(item(BOB, group).newestSequence()).isEqualTo(1);
    Message next = scribe.send(group, ALICE);
    assertThat(item(BOB, group).newest()).contains(next);
  }

  @Test
  void everyChangeOfADirectConversationMovesIt() {
    scribe.send(ALICE_BOB, ALICE);
    for (UserId user : List.of(ALICE, BOB)) {
      assertMoves(user, ALICE_BOB, () -> scribe.send(ALICE_BOB, ALICE));
      assertMoves(user, ALICE_BOB, () -> scribe.send(ALICE_BOB, BOB));
      assertMoves(user, ALICE_BOB, () -> scribe.recall(history(ALICE_BOB).getLast()));
      assertMoves(user, ALICE_BOB, () -> scribe.pin(ALICE_BOB, user));
      assertMoves(user, ALICE_BOB, () -> scribe.hideMuted(ALICE_BOB, user));
    }
    assertMoves(ALICE, ALICE_BOB, () -> scribe.receive(ALICE_BOB, BOB, 3));
    assertMoves(ALICE, ALICE_BOB, () -> scribe.read(ALICE_BOB, BOB, 3));
    assertMoves(BOB, ALICE_BOB, () -> scribe.read(ALICE_BOB, BOB, 4));
    assertMoves(BOB, ALICE_BOB, () -> scribe.receive(ALICE_BOB, BOB, 5));
  }

  @Test
  void everyChangeOfAGroupMovesItForItsMembers() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    assertMoves(BOB, group, () -> scribe.send(group, ALICE));
    assertMoves(BOB, group, () -> scribe.send(group, BOB));
    assertMoves(BOB, group, () -> scribe.recall(history(group).getLast()));
    assertMoves(BOB, group, () -> scribe.read(group, BOB, 2));
    assertMoves(BOB, group, () -> scribe.join(group, CAROL));
    assertMoves(BOB, group, () -> scribe.rename(group, "x"));
    assertMoves(BOB, group, () -> scribe.leave(group, CAROL));
    assertMoves(BOB, group, () -> scribe.leave(group, BOB));
    assertMoves(BOB, group, () -> scribe.join(group, BOB));
  }

  @Test
  @DisplayName("P9 what others do in a group after one left moves nothing")
  void leaverIsToldNothing() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(group, ALICE);
    scribe.leave(group, BOB);
    assertStays(BOB, group, () -> scribe.send(group, ALICE));
    assertStays(BOB, group, () -> scribe.read(group, ALICE, 2));
    assertStays(BOB, group, () -> scribe.recall(history(group).getLast()));
    assertMoves(BOB, group, () -> scribe.recall(history(group).getFirst()));
  }

  @Test
  void otherMembersPositionsAndSettingsMoveNothing() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(group, ALICE);
    scribe.send(ALICE_BOB, ALICE);
    assertStays(BOB, group, () -> scribe.read(group, ALICE, 1));
    assertStays(BOB, group, () -> scribe.pin(group, ALICE));
    assertStays(BOB, ALICE_BOB, () -> scribe.hideMuted(ALICE_BOB, ALICE));
  }

  @Test
  void recallOfAnOlderMessageMovesNothing() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, ALICE);
    assertStays(BOB, ALICE_BOB, () -> scribe.recall(first));
  }

  @Test
  @DisplayName("P4 the list is paged by change, and no page skips or repeats one")
  void listIsPagedByChange() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    scribe.send(ALICE_CAROL, CAROL);
    scribe.send(ALICE_BOB, ALICE);
    ConversationId.Direct withDave = ConversationId.Direct.between(ALICE, DAVE);
    scribe.send(withDave, ALICE);
    scribe.send(group, BOB);
    scribe.pin(ALICE_CAROL, ALICE);
    List<Item> all = changedAfter(ALICE, 0);
    assertThat(all)
        .extracting(item -> item.participation().conversation())
        .containsExactly(ALICE_BOB, withDave, group, ALICE_CAROL);
    for (int size = 1; size <= 5; size++) {
      List<Item> paged = new ArrayList<>();
      List<Item> page = engine.conversations().changedAfter(ALICE, 0, size);
      while (!page.isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        paged.addAll(page);
        assertThat(paged).as("pages of %s", size).hasSizeLessThanOrEqualTo(all.size());
        page = engine.conversations().changedAfter(ALICE, page.getLast().changedAt(), size);
      }
      assertThat(paged).isEqualTo(all);
    }
  }

  @Test
  void settingsAreTheOwnersAlone() {
    scribe.send(ALICE_BOB, ALICE);
    Participation set = scribe.hideMuted(ALICE_BOB, BOB);
    assertThat(participation(BOB, ALICE_BOB)).contains(set);
    assertThat(item(BOB, ALICE_BOB).participation()).isEqualTo(set);
    assertThat(engine.conversations().of(BOB)).containsExactly(set);
    assertThat(item(ALICE, ALICE_BOB).participation().mute()).isFalse();
    assertThat(engine.conversations().muted(ALICE_BOB, List.of(ALICE, BOB, CAROL)))
        .containsExactly(BOB);
    assertThat(engine.conversations().muted(ALICE_BOB, List.of())).isEmpty();
    reopen();
    assertThat(item(BOB, ALICE_BOB).participation()).isEqualTo(set);
    Participation again = scribe.pin(ALICE_BOB, BOB);
    assertThat(engine.conversations().of(BOB)).containsExactly(again);
  }

  @Test
  void hiddenConversationComesBackWithTheNextMessage() {
    Message message = scribe.send(ALICE_BOB, ALICE);
    scribe.hideMuted(ALICE_BOB, BOB);
    assertThat(item(BOB, ALICE_BOB).isDeleted()).isTrue();
    scribe.recall(message);
    assertThat(item(BOB, ALICE_BOB).isDeleted()).isTrue();
    scribe.send(ALICE_BOB, ALICE);
    assertThat(item(BOB, ALICE_BOB).isDeleted()).isFalse();
  }
}
