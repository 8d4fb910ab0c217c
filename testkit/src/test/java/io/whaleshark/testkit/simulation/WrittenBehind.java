package io.whaleshark.testkit.simulation;

import io.whaleshark.core.engine.Change;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Transaction;
import io.whaleshark.testkit.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A bug that writes something else behind some changes.
final class WrittenBehind extends Sabotage {

  private final BiFunction<Transaction, Change, Optional<Change>> behind;

  /// @param behind what is written behind a change, by what was stored before the batch
  WrittenBehind(BiFunction<Transaction, Change, Optional<Change>> behind) {
    this.behind = behind;
  }

  @Override
  protected Engine engine(Engine real, ReferenceEngine.Disk disk) {
    return Instead.of(
        Engine.class,
        real,
        "begin",
        (call, a) -> {
          Transaction transaction = (Transaction) call.call(a);
          ReferenceEngine stored = new ReferenceEngine(disk);
          return Instead.of(
              Transaction.class,
              transaction,
              "commit",
              (commit, given) -> commit.call(all((List<?>) given[0], stored), given[1], given[2]));
        });
  }

  private List<Change> all(List<?> changes, Engine stored) {
    List<Change> all = new ArrayList<>();
    try (Transaction before = stored.begin(_ -> {})) {
      for (Object each : changes) {
        all.add((Change) each);
        behind.apply(before, (Change) each).ifPresent(all::add);
      }
    }
    return all;
  }
}
