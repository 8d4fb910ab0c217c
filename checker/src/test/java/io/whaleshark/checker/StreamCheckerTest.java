package io.whaleshark.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.checker.Anomaly.Kind;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: the checker counts and names each anomaly of a stream correctly. Method: five messages are
/// sent, followed by impossible acknowledgements and deliveries.
class StreamCheckerTest {
  private final StreamChecker checker = new StreamChecker();
  private final StreamChecker.Receiver receiver = checker.receiver();

  @BeforeEach
  void fiveAreSent() {
    for (int i = 0; i < 5; i++) {
      checker.sending();
    }
  }

  private void ack(int count) {
    for (int i = 0; i < count; i++) {
      checker.acked(i, i + 1);
    }
  }

  private void deliver(long... sequences) {
    for (long sequence : sequences) {
      receiver.delivered(sequence - 1, sequence);
    }
  }

  private void assertCount(Kind kind, long count) {
    assertThat(checker.count(kind)).as(kind.name()).isEqualTo(count);
  }

  /// The named kinds are the counted kinds.
  private void assertFound(Kind... kinds) {
    assertThat(checker.check()).extracting(Anomaly::kind).containsOnly(kinds);
    assertThat(EnumSet.allOf(Kind.class))
        .filteredOn(kind -> checker.count(kind) > 0)
        .containsExactlyInAnyOrder(kinds);
  }

  @Test
  void allInOrderIsSound() {
    ack(3);
    deliver(1, 2, 3);
    assertFound();
    assertThat(checker.sent()).isEqualTo(5);
    assertThat(checker.acked()).isEqualTo(3);
    assertThat(checker.arrived()).isEqualTo(3);
  }

  @Test
  void deliveryMayComeBeforeTheAcknowledgement() {
    deliver(1, 2);
    ack(2);
    assertFound();
  }

  @Test
  void whatWasJumpedOverIsSkippedAndUnseen() {
    ack(5);
    deliver(1, 3, 5);
    assertFound(Kind.SKIPPED_POLL, Kind.UNSEEN);
    assertCount(Kind.SKIPPED_POLL, 2);
    assertCount(Kind.UNSEEN, 2);
  }

  @Test
  void whatIsMissingAtTheEndIsUnseen() {
    ack(5);
    deliver(1, 2, 3);
    assertFound(Kind.UNSEEN);
    assertCount(Kind.UNSEEN, 2);
  }

  @Test
  void twiceIsADuplicate() {
    ack(2);
    deliver(1, 1, 2, 1);
    assertFound(Kind.DUPLICATE);
    assertCount(Kind.DUPLICATE, 2);
    assertThat(checker.arrived()).isEqualTo(2);
  }

  @Test
  void lateIsBackwardsAndNotMissing() {
    ack(5);
    deliver(1, 5, 3, 2, 4);
    assertFound(Kind.BACKWARDS_POLL);
    assertCount(Kind.BACKWARDS_POLL, 3);
    assertThat(checker.arrived()).isEqualTo(5);
  }

  @Test
  void lateAndTwiceIsBoth() {
    deliver(1, 3, 2, 2);
    assertFound(Kind.BACKWARDS_POLL, Kind.DUPLICATE);
  }

  @Test
  void anAckThatSkipsASequenceIsAGap() {
    checker.acked(0, 1);
    checker.acked(1, 3);
    deliver(1, 2, 3);
    assertFound(Kind.GAP, Kind.INCONSISTENT_SEQUENCE);
  }

  @Test
  void anAckTwiceIsADuplicateAndCountedOnce() {
    checker.acked(0, 1);
    checker.acked(0, 1);
    deliver(1);
    assertFound(Kind.DUPLICATE);
    assertThat(checker.acked()).isEqualTo(1);
  }

  @Test
  void anotherMessageAtAPlaceIsInconsistent() {
    deliver(1);
    receiver.delivered(2, 2);
    assertFound(Kind.INCONSISTENT_SEQUENCE);
  }

  @Test
  void anAcknowledgedMessageElsewhereIsADuplicate() {
    ack(2);
    deliver(1, 2);
    receiver.delivered(1, 3);
    assertFound(Kind.DUPLICATE);
  }

  @Test
  void whatNobodySentIsAPhantom() {
    checker.acked(5, 6);
    receiver.delivered(-1, 0);
    assertFound(Kind.PHANTOM);
    assertCount(Kind.PHANTOM, 2);
  }

  @Test
  void itsMemoryIsBoundedAndItsCountsAreNot() {
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      checker.sending();
    }
    for (int sequence = 2; sequence <= count; sequence += 2) {
      deliver(sequence);
    }
    assertCount(Kind.SKIPPED_POLL, count / 2);
    deliver(1);
    assertCount(Kind.SKIPPED_POLL, count / 2 - 1);
    assertThat(checker.check()).hasSizeLessThan(20);
  }

  @Test
  void whatOneOfTwoReceiversMissesIsUnseen() {
    StreamChecker.Receiver other = checker.receiver();
    ack(2);
    deliver(1, 2);
    other.delivered(0, 1);
    assertFound(Kind.UNSEEN);
    assertCount(Kind.UNSEEN, 1);
    assertThat(checker.arrived()).isEqualTo(3);
  }
}
