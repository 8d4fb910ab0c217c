package io.whaleshark.bench.scenario;

import java.util.List;

/// All scenarios there are. Stateless.
public final class Scenarios {
  private Scenarios() {}

  /// A fresh command of each, in the order of the help.
  public static List<ScenarioCommand> all() {
    return List.of(
        new P2pCommand(),
        new ReceiptsCommand(),
        new GroupCommand(),
        new GroupReceiptsCommand(),
        new LimitsCommand());
  }
}
