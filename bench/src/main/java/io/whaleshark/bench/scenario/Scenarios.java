package io.whaleshark.bench.scenario;

import java.util.List;

/// The list of all scenarios. Stateless.
public final class Scenarios {
  private Scenarios() {}

  /// A fresh command of each, in the order of the help.
  public static List<ScenarioCommand> all() {
    return List.of(
        new P2pCommand(),
        new ReceiptsCommand(),
        new OfflineCommand(),
        new GroupCommand(),
        new GroupReceiptsCommand(),
        new ConversationsCommand(),
        new HistoryCommand(),
        new BackendCommand(),
        new HooksCommand(),
        new ConnectionsCommand(),
        new GrowthCommand(),
        new OverloadCommand(),
        new HostileCommand(),
        new LimitsCommand());
  }
}
