package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;

/// The core over the reference engine leaves no device behind.
class ReferenceDeltasTest extends SnapshotsAndDeltas {

  @Override
  protected Engine open(Path folder) {
    return openReference(folder);
  }
}
