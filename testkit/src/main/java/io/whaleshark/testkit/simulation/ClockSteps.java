package io.whaleshark.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Clocks are wrong in some plans, by chances of their own. Those of several nodes and of their
/// store are apart by so much as they may be; now and then one of them is set so far forward or
/// back that nodes may commit nothing, and right again. The clock of a server that is alone may
/// show anything.
final class ClockSteps {

  private static final int PLANS_ONE_IN = 5;
  private static final int OF_THEM = 3;
  private static final int ONE_IN = 10;
  private static final int NEAR_MICROS = 450_000;
  private static final int FAR_MICROS = 60_000_000;
  private static final int FAR_FOR_MICROS = 1_200_000;

  private final RandomGenerator random;
  private final int nodes;
  private final List<Plan.Step> steps = new ArrayList<>();
  private final List<Long> usual = new ArrayList<>();

  private ClockSteps(RandomGenerator random, int nodes) {
    this.random = random;
    this.nodes = nodes;
  }

  /// The steps of a plan, and these among them.
  static List<Plan.Step> among(List<Plan.Step> others, long seed, int nodes) {
    if (Math.floorMod(seed, PLANS_ONE_IN) != OF_THEM) {
      return others;
    }
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Long.rotateLeft(seed, 48));
    ClockSteps clocks = new ClockSteps(random, nodes);
    clocks.begin();
    for (Plan.Step step : others) {
      clocks.steps.add(step);
      if (random.nextInt(ONE_IN) == 0) {
        clocks.step(step.at());
      }
    }
    return List.copyOf(clocks.steps);
  }

  /// How far a clock is ahead.
  private long ahead(int most) {
    return random.nextInt(2 * most) - (long) most;
  }

  /// Those of the nodes, and that of the store where there is one.
  private int clocks() {
    return nodes == 1 ? 1 : nodes + 1;
  }

  private void begin() {
    for (int i = 0; i < clocks(); i++) {
      long ahead = nodes == 1 ? ahead(FAR_MICROS) : ahead(NEAR_MICROS);
      usual.add(ahead);
      add(0, i, ahead, "", set(i, ahead));
    }
  }

  private void step(long at) {
    int which = random.nextInt(clocks());
    long ahead = ahead(FAR_MICROS);
    long micros = random.nextInt(FAR_FOR_MICROS);
    Consumer<Simulation> wrong = set(which, ahead);
    Consumer<Simulation> right = set(which, usual.get(which));
    if (nodes == 1) {
      add(at, which, ahead, "", wrong);
    } else {
      add(
          at,
          which,
          ahead,
          " for a while",
          s -> {
            wrong.accept(s);
            s.in(micros, () -> right.accept(s));
          });
    }
  }

  /// @param which the number of a node, or one more for the store
  private Consumer<Simulation> set(int which, long ahead) {
    return which == nodes
        ? s -> s.servers().setStoreClock(ahead)
        : s -> s.server(which).setClock(ahead);
  }

  private void add(long at, int which, long ahead, String howLong, Consumer<Simulation> does) {
    String whose = which == nodes ? "the store" : nodes == 1 ? "the server" : "node " + which;
    String says =
        "the clock of %s is set %+.3f s%s".formatted(whose, ahead * Plan.SECONDS, howLong);
    steps.add(new Plan.Step(at, says, does));
  }
}
