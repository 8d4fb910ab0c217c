package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.engine.Inboxes.Slice;
import io.whaleshark.core.engine.Retention.Due;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Payload;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// An edit gives a message another content, and moves it as a recall does, as often as it is
/// edited.
abstract class EditsContract extends PortContract {

  private static final Bound WIDE = new Bound(1000, 100);

  private Slice pull(UserId user, long after) {
    return engine.inboxes().pull(user, after, PAGE, WIDE);
  }

  private static Message.Sent contentOf(String text) {
    return new Message.Sent(Payload.ofText(text), Payload.NONE);
  }

  @Test
  @DisplayName("P4 an edited message moves to the newest end of every inbox, each time")
  void eachEditMovesTheEntry() {
    Message first = scribe.send(ALICE_BOB, ALICE);
    Message second = scribe.send(ALICE_BOB, BOB);
    Message once = scribe.edit(first, "once");
    Message third = scribe.send(ALICE_BOB, BOB);
    for (UserId user : List.of(ALICE, BOB)) {
      assertThat(pull(user, 0).messages()).containsExactly(second, once, third);
    }
    Message twice = scribe.edit(once, "twice");
    for (UserId user : List.of(ALICE, BOB)) {
      assertThat(pull(user, 0).messages()).containsExactly(second, third, twice);
      assertThat(pull(user, second.stamp()).messages()).containsExactly(third, twice);
      assertThat(pull(user, twice.inboxPosition()).messages()).isEmpty();
      assertThat(pull(user, 0).truncated()).isFalse();
      assertThat(engine.inboxes().newest(user)).isEqualTo(twice.inboxPosition());
    }
  }

  @Test
  @DisplayName("P1 an edit survives, with the place and the time that it has")
  void anEditIsFoundAgain() {
    Message imported = scribe.sentAgo(ALICE_BOB, ALICE, 5_000);
    Message edited =
        scribe.replace(imported, at -> imported.edited(contentOf("edited there"), at, at - 2_000));
    Message once = scribe.edit(scribe.send(ALICE_BOB, BOB), "once");
    Message twice = scribe.edit(once, "twice");
    reopen();
    assertThat(history(ALICE_BOB)).containsExactly(edited, twice);
    assertThat(message(ALICE_BOB, 2)).contains(twice);
    assertThat(messageByStamp(ALICE_BOB, twice.stamp())).contains(twice);
    assertThat(messageByStamp(ALICE_BOB, twice.inboxPosition())).isEmpty();
    assertThat(pull(BOB, 0).messages()).containsExactly(edited, twice);
    assertThat(head(ALICE_BOB).sequence()).isEqualTo(2);
  }

  @Test
  @DisplayName("P4 several edits and a recall in one batch leave the last of them alone")
  void manyInOneBatch() {
    scribe.batch(() -> {
      Message sent = scribe.send(ALICE_BOB, ALICE);
      Message edited = scribe.edit(scribe.edit(sent, "once"), "twice");
      scribe.recall(scribe.edit(scribe.send(ALICE_BOB, BOB), "gone"));
      scribe.edit(edited, "thrice");
    });
    List<Message> history = history(ALICE_BOB);
    assertThat(history.get(0).newest()).contains(contentOf("thrice"));
    assertThat(history.get(1).isRecalled()).isTrue();
    assertThat(pull(BOB, 0).messages()).containsExactly(history.get(1), history.get(0));
  }

  @Test
  @DisplayName("a recall of an edited message leaves nothing of any content")
  void aRecallEndsEdits() {
    Message edited = scribe.edit(scribe.send(ALICE_BOB, ALICE), "edited");
    Message later = scribe.send(ALICE_BOB, BOB);
    Message tombstone = scribe.recall(edited);
    reopen();
    assertThat(history(ALICE_BOB)).containsExactly(tombstone, later);
    assertThat(tombstone.newest()).isEmpty();
    assertThat(pull(BOB, 0).messages()).containsExactly(later, tombstone);
  }

  @Test
  @DisplayName(
      "P3 an edited message answers for the content that was sent, and so does a tombstone")
  void theFirstContentStandsForTheId() {
    ClientMessageId id = new ClientMessageId(ALICE, "m");
    Message sent = scribe.send(ALICE_BOB, id, "as sent");
    Message edited = scribe.edit(scribe.edit(sent, "once"), "twice");
    reopen();
    assertThat(sent(id)).contains(edited);
    assertThat(sent(id).orElseThrow().carries(contentOf("as sent"))).isTrue();
    assertThat(sent(id).orElseThrow().carries(contentOf("twice"))).isFalse();
    scribe.recall(edited);
    assertThat(sent(id).orElseThrow().carries(contentOf("as sent"))).isTrue();
    assertThat(sent(id).orElseThrow().carries(contentOf("twice"))).isFalse();
  }

  @Test
  @DisplayName("P5 an edit brings a dropped entry back; gaps name what is still missing")
  void anEditBringsADroppedEntryBack() {
    Bound two = new Bound(2, 2);
    Message first = scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, ALICE);
    Message third = scribe.send(ALICE_BOB, ALICE);
    Message edited = scribe.edit(scribe.edit(first, "once"), "twice");
    Slice slice = engine.inboxes().pull(BOB, 0, PAGE, two);
    assertThat(slice.messages()).containsExactly(third, edited);
    assertThat(slice.truncated()).isTrue();
    assertThat(slice.gaps())
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.from()).isEqualTo(2);
          assertThat(gap.to()).isEqualTo(2);
        });
  }

  @Test
  @DisplayName("P8 an edit changes no count; it changes an item where the message is the newest")
  void countsStay() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    Message first = scribe.send(group, ALICE);
    Message newest = scribe.send(group, ALICE);
    scribe.read(group, BOB, 1);
    long before = item(BOB, group).changedAt();
    scribe.edit(first, "edited");
    assertThat(item(BOB, group).changedAt()).isEqualTo(before);
    Message edited = scribe.edit(newest, "edited");
    assertThat(item(BOB, group).changedAt()).isEqualTo(edited.inboxPosition());
    assertThat(item(BOB, group).newest()).contains(edited);
    assertThat(item(BOB, group).unread()).isEqualTo(1);
    assertThat(item(BOB, group).read()).isEqualTo(1);
  }

  @Test
  @DisplayName("P4 what was edited expires by its own age; the inbox keeps the place that it had")
  void placesAreKept() {
    Message edited = scribe.edit(scribe.send(ALICE_BOB, ALICE), "once");
    Message again = scribe.edit(edited, "twice");
    Message kept = scribe.send(ALICE_BOB, BOB);
    Message last = scribe.edit(again, "thrice");
    scribe.expire(List.of(new Due(ALICE_BOB, 1)));
    assertThat(pull(BOB, 0).messages()).containsExactly(kept);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(last.inboxPosition());
    engine.retention().delete(ALICE_BOB);
    assertThat(pull(BOB, 0).messages()).containsExactly(kept);
    assertThat(engine.inboxes().newest(BOB)).isEqualTo(last.inboxPosition());
  }
}
