package io.whaleshark.engine.rocksdb;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.testkit.EngineComparison;
import io.whaleshark.testkit.Moves;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Goal: after a move everything is as before, and goes on as before. Method: random histories, in
/// which each restart moves everything to a new folder, killed on the way and continued; everything
/// compared with the reference.
class RocksMoveTest extends EngineComparison {

  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);

  private static final int HISTORIES = 40;

  private final Map<Path, Path> newest = new HashMap<>();

  /// Each move syncs many small batches, so fewer than without moves.
  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected boolean deletesAsMany() {
    return false; // a move leaves expired messages behind
  }

  @Override
  protected Engine open(Path folder) {
    Path present = newest.get(folder);
    if (present != null) {
      Path next = present.resolveSibling(present.getFileName() + "-moved");
      move(present, next);
      newest.put(folder, next);
    }
    return RocksEngine.open(newest.computeIfAbsent(folder, first -> first), LIMITS);
  }

  private static void move(Path from, Path to) {
    try (Contents contents = RocksMove.from(from, LIMITS)) {
      for (int killed = 0; killed < 2; killed++) {
        try (Intake intake = RocksMove.to(to, LIMITS)) {
          Moves.copySome(contents, intake, 7);
        }
      }
      try (Intake intake = RocksMove.to(to, LIMITS)) {
        Moves.move(contents, intake);
      }
    }
  }
}
