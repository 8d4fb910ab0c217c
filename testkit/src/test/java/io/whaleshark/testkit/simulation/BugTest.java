package io.whaleshark.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Goal: the simulation finds bugs. Method: mutation testing. Bugs are planted one at a time, and
/// each must be found within a few seeds. The test reports which check found it, and when.
class BugTest {

  private static final int SEEDS_AT_MOST = 1_500;

  @ParameterizedTest
  @FieldSource({
    "io.whaleshark.testkit.simulation.Bug#ALL",
    "io.whaleshark.testkit.simulation.FieldBugs#ALL",
    "io.whaleshark.testkit.simulation.EditBugs#ALL",
    "io.whaleshark.testkit.simulation.PinBugs#ALL",
    "io.whaleshark.testkit.simulation.ReactionBugs#ALL",
    "io.whaleshark.testkit.simulation.BackendBugs#ALL",
    "io.whaleshark.testkit.simulation.ReceiptBugs#ALL",
    "io.whaleshark.testkit.simulation.PushBugs#ALL",
    "io.whaleshark.testkit.simulation.ExpiryBugs#ALL",
    "io.whaleshark.testkit.simulation.LookupBugs#ALL",
    "io.whaleshark.testkit.simulation.PresenceBugs#ALONE",
    "io.whaleshark.testkit.simulation.ClockBugs#ALONE"
  })
  void isFound(Bug bug, TestReporter reporter) {
    find(bug, 1, reporter);
  }

  @ParameterizedTest
  @FieldSource({
    "io.whaleshark.testkit.simulation.NodeBugs#ALL",
    "io.whaleshark.testkit.simulation.SessionBugs#ALL",
    "io.whaleshark.testkit.simulation.PresenceBugs#OF_NODES",
    "io.whaleshark.testkit.simulation.ClockBugs#OF_NODES",
    "io.whaleshark.testkit.simulation.GapBugs#ALL"
  })
  void isFoundOnSeveralNodes(Bug bug, TestReporter reporter) {
    find(bug, 2, reporter);
  }

  private static void find(Bug bug, int nodes, TestReporter reporter) {
    long seed = 1;
    Optional<String> found = Simulation.play(Planner.plan(seed, nodes), bug.plant());
    while (found.isEmpty() && seed < SEEDS_AT_MOST) {
      seed++;
      found = Simulation.play(Planner.plan(seed, nodes), bug.plant());
    }
    assertThat(found).as("%s is found within %d seeds", bug, SEEDS_AT_MOST).isPresent();
    reporter.publishEntry(bug + " is found by seed " + seed, found.orElseThrow());
  }

  /// The violation, and the moment at which it was found.
  @Test
  void theSameSeedIsTheSameRun() {
    for (Bug bug : Bug.ALL) {
      Optional<String> once = Simulation.play(Planner.plan(7), bug.plant());
      assertThat(Simulation.play(Planner.plan(7), bug.plant())).isEqualTo(once);
    }
  }
}
