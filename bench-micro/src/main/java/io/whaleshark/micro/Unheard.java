package io.whaleshark.micro;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneListener;

/// Ignores all events except failures, which end the benchmark.
final class Unheard implements LaneListener {

  @Override
  public void spaceAvailable() {
    // Nobody waits.
  }

  @Override
  public void batchStarted(int commands) {
    // Nobody counts.
  }

  @Override
  public void batchCommitted(int changes) {
    // Nobody counts.
  }

  @Override
  public void batchFailed(EngineException failure) {
    throw failure;
  }

  @Override
  public void bug(RuntimeException bug) {
    throw bug;
  }
}
