package io.whaleshark.testkit.simulation;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Goal: the promises hold whatever users do and whatever fails. Method: many fixed seeds, each
/// with its own plan, and one random seed.
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);
  private static final Sabotage NONE = new Sabotage();

  @Test
  @DisplayName("P1-P10 and P12 hold in every plan")
  void everyPlanEndsWell() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      play(seed);
    }
    play(RandomGenerator.getDefault().nextLong());
  }

  private static void play(long seed) {
    Planner.plan(seed)
        .shrunkFailure(plan -> Simulation.play(plan, NONE))
        .ifPresent(failure -> {
          throw new AssertionError(failure.tell());
        });
  }
}
