package io.whaleshark.micro;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneListener;
import java.util.List;

/// Ignores all events except failures, which end the benchmark.
final class Unheard implements LaneListener {

  @Override
  public void spaceAvailable() {
    // Nobody waits.
  }

  @Override
  public void batchStarted(List<Command> batch) {
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
