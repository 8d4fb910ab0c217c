package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.SnapshotsAndDeltas;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: what pulls and pushes bring an old device makes it equal to a fresh one. Method: random
/// histories with devices that lose pushes, on a real PostgreSQL.
@ExtendWith(Servers.class)
class ClusterDeltasTest extends SnapshotsAndDeltas {

  private static final int HISTORIES = 25;

  /// Each statement is a round trip, so fewer than of an engine in the same process.
  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected Engine open(Path folder) {
    return Servers.open(Servers.config(folder));
  }
}
