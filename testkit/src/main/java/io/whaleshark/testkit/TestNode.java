package io.whaleshark.testkit;

import io.whaleshark.core.Node;
import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.lane.LaneLimits;
import java.time.Clock;

/// Makes the whole domain over an engine for a test that drives its lane turn by turn: with usual
/// settings, on the test's thread alone, and a bug fails the test. Stateless.
public final class TestNode {

  private TestNode() {}

  /// The caller closes the node, and then the engine.
  public static Node over(Engine engine, Clock clock) {
    return over(engine, AppPolicy.DEFAULT, clock);
  }

  /// The same, with settings of its own for all apps.
  public static Node over(Engine engine, AppPolicy policy, Clock clock) {
    return new Node(
        engine,
        new Node.Surroundings(
            _ -> policy, LaneLimits.DEFAULT, new NoBugs(), () -> {}, Runnable::run, clock));
  }
}
