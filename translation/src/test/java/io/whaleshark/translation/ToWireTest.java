package io.whaleshark.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whaleshark.core.engine.ConversationList;
import io.whaleshark.core.engine.Inboxes;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Group;
import io.whaleshark.core.model.Membership;
import io.whaleshark.core.model.Message;
import io.whaleshark.core.model.Participation;
import io.whaleshark.core.model.Payload;
import io.whaleshark.core.session.Push;
import io.whaleshark.protocol.Bytes;
import io.whaleshark.protocol.ChatMessage;
import io.whaleshark.protocol.CommandNumber;
import io.whaleshark.protocol.ConversationItem;
import io.whaleshark.protocol.Event;
import io.whaleshark.protocol.MessageEvent;
import io.whaleshark.protocol.PageEvent;
import io.whaleshark.protocol.Peer;
import io.whaleshark.protocol.ProtocolException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the wire says of messages, pages and conversations where it is not what the core holds.
class ToWireTest {

  private static final UserId ANN = new UserId(1, "ann");
  private static final UserId BOB = new UserId(1, "bob");
  private static final ConversationId.Group TEAM = new ConversationId.Group(1, "team");
  private static final Message.Sent HELLO =
      new Message.Sent(Payload.ofText("\"hello\""), Payload.ofText("{\"a\":1}"));
  private static final long STAMP = 5_000_123;
  private static final long EDITED_AT = 5_900_000;
  private static final long RECALLED_AT = 6_000_000;

  private static final Message SAID =
      new Message(
          ConversationId.Direct.between(ANN, BOB),
          7,
          STAMP,
          new ClientMessageId(ANN, "m1"),
          HELLO,
          1,
          1);
  private static final Membership BOBS_STAY = Membership.open(TEAM, BOB, 9, 0, STAMP);

  @Test
  void aMessageBringsItsBodyAndItsExtra() {
    ChatMessage told = ToWire.message(SAID);

    assertThat(told.messageBody().text()).isEqualTo("\"hello\"");
    assertThat(told.extra()).isEqualTo(Bytes.utf8("{\"a\":1}"));
    assertThat(told.messageTime()).isEqualTo(STAMP / 1_000);
    assertThat(told.messageKey()).isEqualTo(STAMP);
  }

  @Test
  void aRecalledMessageIsAnEmptyText() {
    ChatMessage told = ToWire.message(SAID.recalledAt(RECALLED_AT));

    assertThat(told.recalled()).isTrue();
    assertThat(told.messageBody().text()).isEqualTo("\"\"");
    assertThat(told.extra()).isNull();
    assertThat(told.messageKey()).isEqualTo(STAMP);
  }

  @Test
  void anEditedMessageBringsItsNewestContentAndWhenThatWas() {
    Message edited =
        SAID.edited(new Message.Sent(Payload.ofText("2"), Payload.NONE), EDITED_AT, EDITED_AT - 10);
    ChatMessage told = ToWire.message(edited);
    assertThat(told.messageBody().text()).isEqualTo("2");
    assertThat(told.extra()).isNull();
    assertThat(told.messageTime()).isEqualTo(STAMP / 1_000);
    assertThat(told.messageKey()).isEqualTo(STAMP);
    assertThat(told.editedTime()).isEqualTo((EDITED_AT - 10) / 1_000);
    assertThat(ToWire.editAck(edited, "r"))
        .isEqualTo(new MessageEvent.EditAck("m1", STAMP, 7, (EDITED_AT - 10) / 1_000, "r"));
    assertThat(ToWire.message(edited.recalledAt(RECALLED_AT)).editedTime()).isNull();
  }

  @Test
  void aPushOfAnEditNeverRings() {
    Message edited = SAID.edited(HELLO, EDITED_AT, EDITED_AT);
    for (boolean silent : List.of(true, false)) {
      Event told = ToWire.entry(new Push.InboxEntry(edited, BOB, STAMP, silent));
      assertThat(told.command()).isEqualTo(CommandNumber.EDIT_NOTIFY);
      assertThat(told)
          .isEqualTo(
              new MessageEvent.MessagePush(ToWire.message(edited), "bob", EDITED_AT, STAMP, false));
    }
  }

  @Test
  void anEntryOfAnInboxIsAPushOrTheNoticeOfARecall() {
    Message tombstone = SAID.recalledAt(RECALLED_AT);

    assertThat(ToWire.entry(new Push.InboxEntry(SAID, BOB, 4, true)))
        .isEqualTo(new MessageEvent.MessagePush(ToWire.message(SAID), "bob", STAMP, 4, true));
    assertThat(ToWire.entry(new Push.InboxEntry(tombstone, BOB, STAMP, true)))
        .isEqualTo(
            new MessageEvent.RecallNotify(
                1, "bob", Peer.direct("bob"), "ann", "m1", STAMP, 7, RECALLED_AT, STAMP));
  }

  /// The core pushes no entry out of turn; if it ever did, no client would be told of one.
  @Test
  void aNegativePositionDoesNotReachTheWire() {
    for (Message message : List.of(SAID, SAID.recalledAt(RECALLED_AT))) {
      var outOfTurn = new Push.InboxEntry(message, BOB, -1, false);
      assertThatThrownBy(() -> ToWire.entry(outOfTurn))
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("previousInboxSequence");
    }
  }

  @Test
  void thePageOfAnInboxEndsAtItsLastEntry() {
    var slice =
        new Inboxes.Slice(
            List.of(SAID, SAID.recalledAt(RECALLED_AT)),
            false,
            true,
            List.of(new Inboxes.Gap(TEAM, 2, 3)));

    PageEvent.InboxPage page = ToWire.inboxPage(BOB, 4, slice, "r1");

    assertThat(page.maxSequence()).isEqualTo(RECALLED_AT);
    assertThat(page.dataList())
        .extracting(PageEvent.InboxEntry::inboxSequence)
        .containsExactly(STAMP, RECALLED_AT);
    assertThat(page.gaps()).containsExactly(new PageEvent.Gap(Peer.group("team"), 2, 3));
  }

  @Test
  void anEmptyPageOfAnInboxEndsWhereItWasAskedFrom() {
    var nothing = new Inboxes.Slice(List.of(), true, false, List.of());

    assertThat(ToWire.inboxPage(BOB, 4, nothing, null).maxSequence()).isEqualTo(4);
  }

  @Test
  void aMemberIsToldTheGroupAsItIsNow() {
    assertThat(ToWire.item(item(BOBS_STAY, Participation.Left.NEVER)).state())
        .isEqualTo(new ConversationItem.GroupState(3, "new name"));
  }

  @Test
  void whoLeftIsToldTheNameOfThenAndNoMembers() {
    Membership closed = BOBS_STAY.close(9, STAMP);
    var left = new Participation.Left("old name", 0);

    assertThat(ToWire.item(item(closed, left)).state())
        .isEqualTo(new ConversationItem.GroupState(0, "old name"));
  }

  /// P6: they do not see what was said before, but it has its sequences.
  @Test
  void whoJoinsHasReadUpToTheNewestSequence() {
    ConversationItem told = ToWire.item(item(BOBS_STAY, Participation.Left.NEVER));

    assertThat(told.messageSequence()).isEqualTo(9).isEqualTo(told.readSequence());
    assertThat(told.lastMessage()).isNull();
  }

  private static ConversationList.Item item(Membership stay, Participation.Left left) {
    return new ConversationList.Item(
        new Participation(
            BOB,
            TEAM,
            false,
            false,
            Participation.SHOWN,
            left,
            Participation.Unshared.NOTHING,
            Participation.Erased.NOTHING,
            STAMP),
        stay,
        Optional.empty(),
        0,
        0,
        new ConversationList.OfGroup(new Group(TEAM, "new name", ANN, 3, false, STAMP)),
        STAMP);
  }
}
