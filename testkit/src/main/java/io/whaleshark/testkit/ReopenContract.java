package io.whaleshark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.whaleshark.core.engine.Announcement;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.engine.Inboxes.Bound;
import io.whaleshark.core.id.ConversationId;
import io.whaleshark.core.model.Message;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// P1, as far as a test in one process can show it: after closing and reopening, all committed data
/// is there, and sequences and stamps continue.
abstract class ReopenContract extends PortContract {

  @Test
  @DisplayName("P1 every answer of every port survives a restart")
  void everythingIsThereAgain() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB, CAROL);
    Message first = scribe.send(group, ALICE);
    scribe.send(group, BOB);
    scribe.recall(first);
    scribe.read(group, BOB, 2);
    scribe.leave(group, CAROL);
    scribe.send(group, ALICE);
    scribe.join(group, CAROL);
    scribe.send(ALICE_BOB, ALICE);
    scribe.send(ALICE_BOB, BOB);
    scribe.send(ALICE_BOB, ALICE);
    scribe.receive(ALICE_BOB, BOB, 1);
    scribe.read(ALICE_BOB, ALICE, 2);
    scribe.hideMuted(ALICE_BOB, ALICE);
    scribe.pin(group, BOB);
    scribe.rename(group, "renamed");
    var questions =
        new Readout.Questions(
            List.of(ALICE, BOB, CAROL, DAVE),
            List.of(group, ALICE_BOB, ALICE_CAROL),
            List.of(new Bound(4, 2), new Bound(100, 10)));
    Readout before = Readout.of(engine, questions);
    reopen();
    assertThat(Readout.of(engine, questions).differenceFrom(before)).isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("P2 sequences and ordinals go on after a restart")
  void numbersGoOn() {
    ConversationId.Group group = scribe.group("g", ALICE, BOB);
    for (ConversationId conversation : List.of(ALICE_BOB, group)) {
      scribe.send(conversation, ALICE);
      scribe.send(conversation, BOB);
      reopen();
      Message next = scribe.send(conversation, ALICE);
      assertThat(next.sequence()).isEqualTo(3);
      assertThat(next.senderOrdinal()).isEqualTo(2);
      assertThat(next.stamp()).isGreaterThan(history(conversation).get(1).stamp());
      reopen();
      assertThat(sequences(history(conversation))).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void newestStampSurvivesEvenIfNoChangeCarriesIt() {
    Message message = scribe.send(ALICE_BOB, ALICE);
    try (var transaction = engine.begin(Announcement.NOTHING)) {
      transaction.commit(List.of(), List.of(), message.stamp() + 9);
    }
    reopen();
    assertThat(engine.newestStamp()).isEqualTo(message.stamp() + 9);
  }

  @Test
  void closedEngineIsUnavailableAndHarmless() {
    scribe.send(ALICE_BOB, ALICE);
    Engine closed = engine;
    reopen();
    assertUnavailable(() -> closed.begin(Announcement.NOTHING));
    assertUnavailable(closed::newestStamp);
    assertUnavailable(() -> closed.messages().after(ALICE_BOB, 0, 9, PAGE));
    assertUnavailable(() -> closed.inboxes().pull(ALICE, 0, PAGE, new Bound(9, 9)));
    assertUnavailable(() -> closed.inboxes().newest(ALICE));
    assertUnavailable(() -> closed.conversations().of(ALICE));
    assertUnavailable(() -> closed.memberships().periods(ALICE_BOB, ALICE));
    assertUnavailable(() -> closed.retention().delete(ALICE_BOB));
    assertUnavailable(() -> closed.retention().due(_ -> Long.MAX_VALUE, Optional.empty(), 9));
    closed.close();
    assertThat(history(ALICE_BOB)).hasSize(1);
  }

  @Test
  void transactionOfAClosedEngineCommitsNothing() {
    Message message = scribe.send(ALICE_BOB, ALICE);
    try (var transaction = engine.begin(reads -> reads.conversation(ALICE_BOB))) {
      engine.close();
      assertUnavailable(() -> transaction.commit(List.of(), List.of(), message.stamp() + 9));
    }
    reopen();
    assertThat(engine.newestStamp()).isEqualTo(message.stamp());
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatExceptionOfType(EngineException.class)
        .isThrownBy(call)
        .extracting(EngineException::kind)
        .isEqualTo(EngineException.Kind.UNAVAILABLE);
  }
}
