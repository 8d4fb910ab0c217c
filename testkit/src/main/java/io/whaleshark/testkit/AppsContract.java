package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.id.ClientMessageId;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.id.UserId;
import io.whaleshark.core.model.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P9: apps are isolated, even if they use equal names.
abstract class AppsContract extends PortContract {

  private static final UserId ALICE_2 = new UserId(2, "alice");
  private static final UserId BOB_2 = new UserId(2, "bob");
  private static final ConversationId.Direct ALICE_BOB_2 =
      ConversationId.Direct.between(ALICE_2, BOB_2);

  @Test
  @DisplayName("P9 direct conversations, inboxes, lists and message ids are each app's own")
  void directConversations() {
    var id = new ClientMessageId(ALICE, "same");
    var id2 = new ClientMessageId(ALICE_2, "same");
    Message mine = scribe.send(ALICE_BOB, id, "in app 1");
    assertThat(head(ALICE_BOB_2).sequence()).isZero();
    assertThat(sent(id2)).isEmpty();
    assertThat(engine.inboxes().newest(BOB_2)).isZero();
    assertThat(engine.conversations().of(BOB_2)).isEmpty();
    Message theirs = scribe.send(ALICE_BOB_2, id2, "in app 2");
    assertThat(theirs.sequence()).isEqualTo(1);
    assertThat(history(ALICE_BOB)).containsExactly(mine);
    assertThat(history(ALICE_BOB_2)).containsExactly(theirs);
    assertThat(engine.inboxes().pull(BOB, 0, PAGE, new Bound(9, 9)).messages())
        .containsExactly(mine);
    assertThat(engine.inboxes().pull(BOB_2, 0, PAGE, new Bound(9, 9)).messages())
        .containsExactly(theirs);
    assertThat(engine.conversations().changedAfter(BOB_2, 0, 9)).hasSize(1);
    assertThat(sent(id)).contains(mine);
    assertThat(sent(id2)).contains(theirs);
  }

  @Test
  @DisplayName("P9 groups and members are each app's own")
  void groups() {
    ConversationId.Group mine = scribe.group("g", ALICE, BOB);
    ConversationId.Group theirs = new ConversationId.Group(2, "g");
    scribe.send(mine, ALICE);
    assertThat(engine.memberships().group(theirs)).isEmpty();
    assertThat(engine.memberships().periods(theirs, BOB_2)).isEmpty();
    assertThat(engine.memberships().members(theirs, "", 9)).isEmpty();
    assertThat(history(theirs)).isEmpty();
    scribe.group("g", BOB_2);
    scribe.send(theirs, BOB_2);
    assertThat(engine.memberships().members(theirs, "", 9)).containsExactly(BOB_2);
    assertThat(engine.memberships().members(mine, "", 9)).containsExactly(ALICE, BOB);
    assertThat(engine.messages().authors(mine, 0, 9)).containsExactly(ALICE);
    assertThat(engine.messages().newestBy(mine, BOB, 9)).isZero();
  }

  @Test
  @DisplayName("apps may have any number")
  void numbersOfApps() {
    for (int app : new int[] {Integer.MIN_VALUE, -1, 0, 255, 256, Integer.MAX_VALUE}) {
      UserId one = new UserId(app, "one");
      var notes = ConversationId.Direct.between(one, one);
      Message note = scribe.send(notes, one);
      assertThat(history(notes)).containsExactly(note);
      assertThat(engine.inboxes().pull(one, 0, PAGE, new Bound(9, 9)).messages())
          .containsExactly(note);
    }
    assertThat(expireAll()).isEqualTo(6);
  }
}
