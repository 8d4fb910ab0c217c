package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;

/// Compares the reference with itself: playing a story is deterministic.
class ReferenceComparisonTest extends EngineComparison {

  @Override
  protected Engine open(Path folder) {
    return openReference(folder.resolve("other"));
  }
}
