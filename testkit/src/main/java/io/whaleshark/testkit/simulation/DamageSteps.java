package io.whaleshark.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Now and then, nobody can read the messages that news names: in some plans for several nodes, by
/// chances of their own.
final class DamageSteps {

  private static final int PLANS_ONE_IN = 6;
  private static final int OF_THEM = 2;
  private static final int ONE_IN = 12;
  private static final int MICROS = 1_000_000;

  private DamageSteps() {}

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed, int nodes) {
    if (nodes == 1 || Math.floorMod(seed, PLANS_ONE_IN) != OF_THEM) {
      return others;
    }
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 24));
    List<Plan.Step> steps = new ArrayList<>();
    for (Plan.Step step : others) {
      steps.add(step);
      if (random.nextInt(ONE_IN) == 0) {
        long micros = random.nextInt(MICROS);
        steps.add(
            new Plan.Step(
                step.at(),
                "messages of news cannot be read for a while",
                s -> s.servers().beUnreadable(micros)));
      }
    }
    return List.copyOf(steps);
  }
}
