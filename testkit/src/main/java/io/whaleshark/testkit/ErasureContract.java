package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.ConversationList.Item;
import io.whaleshark.core.engine.ConversationList.Peer;
import io.whaleshark.core.engine.ConversationList.Unread;
import io.whaleshark.core.engine.Fact;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Gap;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a user sees no more after an erasure, and what all others still see.
abstract class ErasureContract extends PortContract {

  private static final Bound WIDE = new Bound(100, 100);

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, WIDE);
  }

  private List<Item> list(UserId user) {
    return engine.conversations().changedAfter(user, 0, 100);
  }

  private void assertHasNothing(UserId user) {
    assertThat(pull(user, 0)).isEqualTo(new Slice(List.of(), true, false, List.of()));
    assertThat(engine.inboxes().newest(user)).isZero();
    assertThat(list(user)).isEmpty();
    assertThat(engine.conversations().unread(user)).isEqualTo(Unread.NONE);
    for (Participation left : engine.conversations().of(user)) {
      assertThat(engine.conversations().item(user, left.conversation())).isEmpty();
    }
  }

  @Test
  @DisplayName("inbox, list and counts are empty, and stay so when the engine is opened again")
  void everythingIsGone() {
    send(ALICE_BOB, ALICE, BOB, ALICE);
    send(ALICE_CAROL, CAROL);
    scribe.pin(ALICE_BOB, ALICE);
    scribe.hideMuted(ALICE_CAROL, ALICE);
    assertThat(engine.conversations().unread(ALICE)).isEqualTo(new Unread(1, 0));
    scribe.erase(ALICE_BOB, ALICE);
    scribe.erase(ALICE_CAROL, ALICE);
    assertHasNothing(ALICE);
    assertThat(engine.conversations().muted(ALICE_CAROL, List.of(ALICE))).isEmpty();
    reopen();
    assertHasNothing(ALICE);
    assertThat(engine.conversations().erasedUpTo(ALICE, ALICE_BOB)).isEqualTo(3);
    assertThat(engine.conversations().participation(ALICE, ALICE_BOB))
        .isEqualTo(participation(ALICE, ALICE_BOB));
    assertThat(engine.conversations().participation(DAVE, ALICE_BOB)).isEmpty();
  }

  @Test
  @DisplayName("P8 the peer keeps the messages, and how far the other one had read")
  void thePeerKeepsAll() {
    List<Message> sent = send(ALICE_BOB, BOB, ALICE, BOB);
    scribe.read(ALICE_BOB, ALICE, 1);
    Item before = item(BOB, ALICE_BOB);
    scribe.erase(ALICE_BOB, ALICE);
    assertThat(item(BOB, ALICE_BOB)).isEqualTo(before);
    assertThat(before.counterpart()).isEqualTo(new Peer(1, 1));
    assertThat(pull(BOB, 0).messages()).isEqualTo(sent);
    assertThat(sent(sent.getFirst().clientId())).contains(sent.getFirst());
  }

  @Test
  @DisplayName("P4 P8 what is said afterwards comes and counts, and nothing from before")
  void whatFollowsIsNew() {
    send(ALICE_BOB, BOB, ALICE, BOB, ALICE);
    scribe.read(ALICE_BOB, ALICE, 1);
    long cursor = scribe.now();
    scribe.erase(ALICE_BOB, ALICE);
    Message fifth = scribe.send(ALICE_BOB, BOB);
    Message sixth = scribe.send(ALICE_BOB, ALICE);
    Message seventh = scribe.send(ALICE_BOB, BOB);
    for (long after : List.of(0L, cursor)) {
      assertThat(pull(ALICE, after).messages()).containsExactly(fifth, sixth, seventh);
      assertThat(pull(ALICE, after).truncated()).isFalse();
    }
    assertThat(engine.inboxes().newest(ALICE)).isEqualTo(seventh.stamp());
    Item item = item(ALICE, ALICE_BOB);
    assertThat(item.read()).isEqualTo(4);
    assertThat(item.unread()).isEqualTo(2);
    assertThat(item.newest()).contains(seventh);
    assertThat(engine.conversations().unread(ALICE)).isEqualTo(new Unread(2, 0));
    scribe.read(ALICE_BOB, ALICE, 6);
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(1);
    expireBefore(seventh);
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(1);
    assertThat(pull(ALICE, 0).messages()).containsExactly(seventh);
    assertThat(pull(ALICE, 0).truncated()).isTrue();
  }

  @Test
  @DisplayName("P4 the recall of an erased message moves it to nobody who had it erased")
  void aRecallRevivesNothing() {
    List<Message> sent = send(ALICE_BOB, BOB, BOB);
    scribe.erase(ALICE_BOB, ALICE);
    Message tombstone = scribe.recall(sent.getFirst());
    assertHasNothing(ALICE);
    assertThat(pull(BOB, 0).messages()).containsExactly(sent.get(1), tombstone);
    Message third = scribe.send(ALICE_BOB, BOB);
    assertThat(pull(ALICE, 0).messages()).containsExactly(third);
    Message recalled = scribe.recall(third);
    assertThat(pull(ALICE, 0).messages()).containsExactly(recalled);
  }

  @Test
  @DisplayName("what expires of what was erased shows nowhere")
  void expiryShowsNothing() {
    List<Message> sent = send(ALICE_BOB, BOB, BOB, BOB);
    scribe.recall(sent.getFirst());
    scribe.erase(ALICE_BOB, ALICE);
    expireBefore(sent.get(2));
    assertHasNothing(ALICE);
    expireAll();
    assertHasNothing(ALICE);
    Message fourth = scribe.send(ALICE_BOB, BOB);
    assertThat(pull(ALICE, 0)).isEqualTo(new Slice(List.of(fourth), true, false, List.of()));
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(1);
  }

  @Test
  @DisplayName("P5 gaps name nothing that was erased")
  void gapsBeginBehindIt() {
    send(ALICE_BOB, BOB, BOB, BOB);
    scribe.erase(ALICE_BOB, ALICE);
    send(ALICE_BOB, BOB, BOB, BOB);
    Slice slice = engine.inboxes().pull(ALICE, 0, PAGE, new Bound(1, 1));
    assertThat(sequences(slice.messages())).containsExactly(6L);
    assertThat(slice.gaps()).containsExactly(new Gap(ALICE_BOB, 4, 5));
  }

  @Test
  @DisplayName("P8 who left a group forgets it, and others count as before")
  void aGroupIsForgotten() {
    ConversationId.Group group = scribe.group("g", BOB, ALICE, CAROL);
    Message first = scribe.send(group, BOB);
    scribe.read(group, ALICE, 1);
    scribe.leave(group, ALICE);
    scribe.erase(group, ALICE);
    assertHasNothing(ALICE);
    assertThat(engine.memberships().readCount(first)).isEqualTo(1);
    assertThat(engine.memberships().audience(first, "", 9)).hasSize(2);
    scribe.rename(group, "another name");
    scribe.send(group, BOB);
    assertHasNothing(ALICE);
    scribe.join(group, ALICE);
    assertThat(list(ALICE)).hasSize(1);
    assertThat(item(ALICE, group).newest()).isEmpty();
    assertThat(pull(ALICE, 0).messages()).isEmpty();
    Message third = scribe.send(group, CAROL);
    assertThat(pull(ALICE, 0).messages()).containsExactly(third);
    assertThat(item(ALICE, group).unread()).isEqualTo(1);
    assertThat(item(ALICE, group).participation().erased().upTo()).isEqualTo(1);
  }

  @Test
  @DisplayName("a group in which nothing was ever said is forgotten too, until its user is back")
  void anEmptyGroupIsForgotten() {
    ConversationId.Group group = scribe.group("g", BOB, ALICE);
    scribe.leave(group, ALICE);
    assertThat(list(ALICE)).hasSize(1);
    scribe.erase(group, ALICE);
    assertHasNothing(ALICE);
    scribe.join(group, ALICE);
    assertThat(list(ALICE)).hasSize(1);
  }

  @Test
  @DisplayName("a batch erases what it has sent, and nothing that it sends afterwards")
  void aBatchErases() {
    send(ALICE_BOB, BOB);
    List<Message> last = new ArrayList<>();
    scribe.batch(() -> {
      scribe.send(ALICE_BOB, ALICE);
      scribe.erase(ALICE_BOB, ALICE);
      last.add(scribe.send(ALICE_BOB, BOB));
    });
    assertThat(pull(ALICE, 0).messages()).isEqualTo(last);
    assertThat(item(ALICE, ALICE_BOB).unread()).isEqualTo(1);
    assertThat(item(ALICE, ALICE_BOB).participation().erased())
        .isEqualTo(new Participation.Erased(2, 1, last.getFirst().stamp() - 1));
  }

  @Test
  @DisplayName("a second erasure takes what has come since the first")
  void againAndAgain() {
    send(ALICE_BOB, BOB);
    scribe.erase(ALICE_BOB, ALICE);
    send(ALICE_BOB, BOB);
    scribe.hideMuted(ALICE_BOB, ALICE);
    scribe.erase(ALICE_BOB, ALICE);
    assertHasNothing(ALICE);
    assertThat(engine.conversations().erasedUpTo(ALICE, ALICE_BOB)).isEqualTo(2);
  }

  @Test
  @DisplayName("it is part of what is moved to another engine")
  void itIsAFact() {
    send(ALICE_BOB, BOB);
    Participation erased = scribe.erase(ALICE_BOB, ALICE);
    assertThat(Readout.facts(engine)).contains(new Fact.OfList(erased));
    assertThat(Optional.of(erased)).isEqualTo(participation(ALICE, ALICE_BOB));
  }
}
