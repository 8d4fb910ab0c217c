package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.testkit.EngineComparison;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/// Goal: the cluster engine answers as the reference does. Method: the same random histories on
/// both, everything compared.
@ExtendWith(Servers.class)
class ClusterEngineComparisonTest extends EngineComparison {

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
