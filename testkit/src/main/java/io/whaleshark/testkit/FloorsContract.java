package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Head;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A floor is effective from its commit on, whether or not the messages below it are already
/// deleted.
abstract class FloorsContract extends PortContract {

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, new Bound(100, 50));
  }

  @Test
  @DisplayName("the floor holds at once: what is not deleted yet is shown nowhere")
  void floorsHoldBeforeAnythingIsDeleted() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      List<Message> sent = send(conversation, ALICE, ALICE, BOB, ALICE, ALICE);
      Message early = scribe.recall(sent.get(0));
      Message late = scribe.recall(sent.get(4));
      raiseFloors(sent.get(3).stamp());
      for (int round = 0; round < 3; round++) {
        assertThat(history(conversation)).containsExactly(sent.get(3), late);
        assertThat(engine.messages().before(conversation, 9, 0, PAGE)).hasSize(2);
        assertThat(engine.messages().message(conversation, 3)).isEmpty();
        assertThat(message(conversation, 3)).isEmpty();
        assertThat(messageByStamp(conversation, sent.get(2).stamp())).isEmpty();
        assertThat(item(BOB, conversation).unread()).isEqualTo(2);
        assertThat(pull(BOB, 0))
            .isEqualTo(new Slice(List.of(sent.get(3), late), true, true, List.of()));
        assertThat(pull(BOB, early.inboxPosition() - 1).truncated()).isTrue();
        assertThat(pull(BOB, early.inboxPosition()).truncated()).isFalse();
        if (round == 0) {
          reopen();
        } else if (round == 1) {
          assertThat(sweep(0)).as("what a sweep left that broke off").isEqualTo(3);
        }
      }
      raiseFloors(scribe.now() + 1);
      assertThat(history(conversation)).isEmpty();
      assertThat(head(conversation)).isEqualTo(new Head(5, sent.get(4).stamp()));
      assertThat(item(BOB, conversation).newest()).isEmpty();
      assertThat(item(BOB, conversation).newestSequence()).isEqualTo(5);
      assertThat(pull(BOB, 0).messages()).isEmpty();
      assertThat(engine.inboxes().newest(BOB)).isEqualTo(late.inboxPosition());
      expireAll();
    }
    raiseFloors(scribe.now() + 1);
    assertThat(engine.messages().authors(group, 0, 9)).isEmpty();
    assertThat(engine.messages().newestBy(group, ALICE, 9)).isZero();
  }

  @Test
  @DisplayName("P3 an id that expired and was used again is known, whatever is deleted then")
  void idsAreUsedAgainBeforeTheyAreDeleted() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      var id = new ClientMessageId(ALICE, "again in " + conversation);
      Message old = scribe.send(conversation, id, "old");
      raiseFloors(old.stamp() + 1);
      assertThat(sent(id)).isEmpty();
      Message young = scribe.send(conversation, id, "young");
      assertThat(sent(id)).contains(young);
      assertThat(sweep(old.stamp() + 1)).isEqualTo(1);
      assertThat(sent(id)).contains(young);
      reopen();
      assertThat(sent(id)).contains(young);
      expireAll();
      assertThat(sent(id)).isEmpty();
    }
  }

  @Test
  void whatIsDueIsPagedInOrder() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    var other = new ConversationId.Direct(new UserId(2, "x"), new UserId(2, "y"));
    Message first = scribe.send(group, ALICE);
    scribe.send(ALICE_CAROL, ALICE);
    scribe.send(ALICE_BOB, ALICE);
    scribe.send(other, other.low());
    scribe.send(group, ALICE);
    var retention = engine.retention();
    List<Due> all = retention.due(_ -> Long.MAX_VALUE, Optional.empty(), 9);
    assertThat(all)
        .containsExactly(
            new Due(ALICE_BOB, 1), new Due(ALICE_CAROL, 1), new Due(group, 2), new Due(other, 1));
    assertThat(retention.due(_ -> Long.MAX_VALUE, Optional.empty(), 2))
        .isEqualTo(all.subList(0, 2));
    assertThat(retention.due(_ -> Long.MAX_VALUE, Optional.of(ALICE_CAROL), 9))
        .isEqualTo(all.subList(2, 4));
    assertThat(retention.due(_ -> first.stamp() + 1, Optional.empty(), 9))
        .containsExactly(new Due(group, 1));
    assertThat(retention.delete(group)).as("above the floor nothing is deleted").isZero();
  }
}
