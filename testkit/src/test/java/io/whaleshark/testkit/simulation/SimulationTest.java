package io.whaleshark.testkit.simulation;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the promises hold whatever users do and whatever fails. Method: many fixed seeds, each
/// with its own plan, and one random seed for a server that is alone.
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);
  private static final Sabotage NONE = new Sabotage();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  @DisplayName("P1-P10 and P12 hold in every plan, on any number of nodes")
  void everyPlanEndsWell(int nodes) {
    int seeds = nodes == 1 ? SEEDS : SEEDS / 2; // each takes longer
    for (long seed = 1; seed <= seeds; seed++) {
      play(seed, nodes);
    }
    if (nodes == 1) {
      play(RandomGenerator.getDefault().nextLong(), nodes);
    }
  }

  private static void play(long seed, int nodes) {
    Planner.plan(seed, nodes)
        .shrunkFailure(plan -> Simulation.play(plan, NONE))
        .ifPresent(failure -> {
          throw new AssertionError(failure.tell());
        });
  }
}
