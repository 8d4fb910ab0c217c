package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;

/// On the reference engine, every device of the core converges to the stored state.
class ReferenceDeltasTest extends SnapshotsAndDeltas {

  @Override
  protected Engine open(Path folder) {
    return openReference(folder);
  }
}
