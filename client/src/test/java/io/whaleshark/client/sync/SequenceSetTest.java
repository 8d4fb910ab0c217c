package io.whaleshark.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Goal: the ranges behave as a set of numbers. Method: random additions compared with a plain set.
class SequenceSetTest {

  @Test
  void behavesAsASetOfNumbers() {
    long seed = 42;
    var random = new Random(seed);
    var ranges = new SequenceSet();
    Set<Long> plain = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      long sequence = 1 + random.nextLong(300);
      assertThat(ranges.contains(sequence)).isEqualTo(plain.contains(sequence));
      assertThat(ranges.missingBelow(sequence)).isEqualTo(missingBelow(plain, sequence));
      assertThat(ranges.add(sequence)).isEqualTo(plain.add(sequence));
    }
  }

  private static long missingBelow(Set<Long> plain, long sequence) {
    long below = sequence - 1;
    while (below > 0 && plain.contains(below)) {
      below--;
    }
    return below;
  }

  @Test
  void manyHolesAreForgottenFromTheOldestOn() {
    var ranges = new SequenceSet();
    for (long s = 1; s <= 10_001; s += 2) {
      assertThat(ranges.add(s)).isTrue();
    }
    assertThat(ranges.contains(2)).isTrue();
    assertThat(ranges.contains(10_000)).isFalse();
  }
}
