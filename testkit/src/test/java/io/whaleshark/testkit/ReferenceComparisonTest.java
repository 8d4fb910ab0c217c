package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;

/// The reference compared with itself: stories are played the same each time.
class ReferenceComparisonTest extends EngineComparison {

  @Override
  protected Engine open(Path folder) {
    return openReference(folder.resolve("other"));
  }
}
