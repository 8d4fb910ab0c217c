package io.whaleshark.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.whaleshark.bench.load.Ear;
import org.junit.jupiter.api.Test;

/// Goal: each way in which a message can go wrong is counted as what it is. Method: sequences of
/// acknowledgements and deliveries.
class VerifierTest {
  private final Verifier verifier = new Verifier();

  private void ack(int count) {
    for (int i = 0; i < count; i++) {
      verifier.acked(i, i + 1);
    }
  }

  private void deliver(long... sequences) {
    for (long sequence : sequences) {
      verifier.delivered(sequence - 1, sequence);
    }
  }

  private void expect(long lost, long duplicated, long reordered, long mismatched) {
    assertThat(verifier.lost()).as("lost").isEqualTo(lost);
    assertThat(verifier.duplicated()).as("duplicated").isEqualTo(duplicated);
    assertThat(verifier.reordered()).as("reordered").isEqualTo(reordered);
    assertThat(verifier.mismatched()).as("mismatched").isEqualTo(mismatched);
  }

  @Test
  void allInOrderIsFlawless() {
    ack(3);
    deliver(1, 2, 3);
    expect(0, 0, 0, 0);
    assertThat(verifier.arrived()).isEqualTo(3);
  }

  @Test
  void deliveryMayComeBeforeTheAcknowledgement() {
    deliver(1, 2);
    ack(2);
    expect(0, 0, 0, 0);
  }

  @Test
  void missingAmongOthersIsLost() {
    ack(5);
    deliver(1, 3, 5);
    expect(2, 0, 0, 0);
  }

  @Test
  void missingAtTheEndIsLost() {
    ack(5);
    deliver(1, 2, 3);
    expect(2, 0, 0, 0);
  }

  @Test
  void twiceIsDuplicated() {
    ack(2);
    deliver(1, 1, 2, 1);
    expect(0, 2, 0, 0);
    assertThat(verifier.arrived()).isEqualTo(2);
  }

  @Test
  void lateIsReorderedAndNotLost() {
    ack(4);
    deliver(1, 3, 2, 4);
    expect(0, 0, 1, 0);
    assertThat(verifier.arrived()).isEqualTo(4);
  }

  @Test
  void wrongSequenceIsMismatched() {
    verifier.acked(0, 1);
    verifier.acked(1, 3);
    verifier.delivered(0, 1);
    verifier.delivered(2, 2);
    expect(0, 0, 0, 2);
  }

  @Test
  void numbersStandForSequencesWhereThereAreNone() {
    verifier.acked(0, Ear.NO_SEQUENCE);
    verifier.acked(1, Ear.NO_SEQUENCE);
    verifier.delivered(1, Ear.NO_SEQUENCE);
    verifier.delivered(0, Ear.NO_SEQUENCE);
    verifier.delivered(0, Ear.NO_SEQUENCE);
    expect(0, 1, 1, 0);
    verifier.acked(3, Ear.NO_SEQUENCE);
    expect(1, 1, 1, 1);
  }
}
