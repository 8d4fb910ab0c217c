package io.whaleshark.testkit;

import io.whaleshark.core.engine.Engine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The reference engine passes the contract, so specification and contract agree.
class ReferenceEngineTest extends EngineContract {

  private final Map<Path, ReferenceEngine.Disk> disks = new HashMap<>();

  @Override
  protected Engine open(Path folder) {
    return new ReferenceEngine(disks.computeIfAbsent(folder, _ -> new ReferenceEngine.Disk()));
  }
}
