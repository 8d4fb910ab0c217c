package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Contents;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Intake;
import io.whaleshark.testkit.EngineComparison;
import io.whaleshark.testkit.Moves;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: after a move everything is as before, and goes on as before. Method: random histories, in
/// which each restart moves everything to new tables, killed on the way and continued; everything
/// compared with the reference.
@ExtendWith(Servers.class)
class ClusterMoveTest extends EngineComparison {

  private static final int HISTORIES = 10;

  private final Map<Path, Path> newest = new HashMap<>();

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
      Path next = present.resolve("moved");
      move(present, next);
      newest.put(folder, next);
    }
    return Servers.open(Servers.config(newest.computeIfAbsent(folder, first -> first)));
  }

  private static void move(Path from, Path to) {
    try (Contents contents = ClusterMove.from(Servers.config(from), "test")) {
      for (int killed = 0; killed < 2; killed++) {
        try (Intake intake = ClusterMove.to(Servers.config(to), "test")) {
          Moves.copySome(contents, intake, 7);
        }
      }
      try (Intake intake = ClusterMove.to(Servers.config(to), "test")) {
        Moves.move(contents, intake);
      }
    }
  }
}
