package io.whaleshark.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Goal: counts are those of a plain list. Method: seeded random changes on both, compared after
/// each.
class SortedLongsTest {

  @Test
  void countsAreThoseOfAPlainList() {
    for (long seed = 1; seed <= 50; seed++) {
      compare(new Random(seed), seed);
    }
  }

  private static void compare(Random random, long seed) {
    SortedLongs sorted = new SortedLongs();
    List<Long> plain = new ArrayList<>();
    sorted.addAll(new long[] {5, 3, 3, 9});
    plain.addAll(List.of(5L, 3L, 3L, 9L));
    for (int step = 0; step < 200; step++) {
      if (random.nextBoolean()) {
        long number = random.nextInt(20);
        sorted.add(number);
        plain.add(number);
      } else {
        int index = random.nextInt(plain.size());
        long from = plain.get(index);
        long to = from + random.nextInt(10);
        sorted.raise(from, to);
        plain.set(index, to);
      }
      long bound = random.nextInt(35);
      assertThat(sorted.countAtLeast(bound))
          .as("seed %d step %d bound %d", seed, step, bound)
          .isEqualTo((int) plain.stream().filter(number -> number >= bound).count());
    }
  }

  @Test
  void raisingWhatIsNotThereIsABug() {
    SortedLongs sorted = new SortedLongs();
    sorted.add(1);
    assertThatThrownBy(() -> sorted.raise(2, 3)).isInstanceOf(IllegalStateException.class);
  }
}
