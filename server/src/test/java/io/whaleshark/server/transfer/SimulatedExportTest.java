package io.whaleshark.server.transfer;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.ReferenceEngine;
import io.whaleshark.testkit.simulation.Plan;
import io.whaleshark.testkit.simulation.Planner;
import io.whaleshark.testkit.simulation.Sabotage;
import io.whaleshark.testkit.simulation.Simulation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: what people, crashes, wrong clocks and several nodes have left is exported and imported
/// whole. Method: plans of the simulation; whenever nobody has done anything for a while, what is
/// stored goes through a file into an empty engine.
class SimulatedExportTest {

  private static final int SEEDS = 40;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsThereAtRestSurvivesAFile(int nodes) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      play(seed, nodes);
    }
    play(RandomGenerator.getDefault().nextLong(), nodes);
  }

  private static void play(long seed, int nodes) {
    Planner.plan(seed, nodes)
        .shrunkFailure(SimulatedExportTest::failure)
        .ifPresent(failure -> {
          throw new AssertionError(failure.tell());
        });
  }

  private static Optional<String> failure(Plan plan) {
    try {
      return Simulation.play(plan, new Sabotage(), engine -> examine(plan, engine));
    } catch (AssertionError different) {
      return Optional.of(String.valueOf(different.getMessage()));
    }
  }

  /// The clock is behind all that was stored, whatever it was set to meanwhile.
  private static void examine(Plan plan, Engine engine) {
    Instant newest = Instant.EPOCH.plus(engine.newestStamp(), ChronoUnit.MICROS);
    Clock clock = Clock.fixed(newest.plusSeconds(1), ZoneOffset.UTC);
    new RoundTrip(Simulation.APP, plan.policy(), clock, ReferenceEngine::new).examine(engine);
  }
}
