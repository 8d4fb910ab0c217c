package io.whaleshark.testkit;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import io.whaleshark.core.lane.LaneListener;
import java.util.List;

/// Expects a lane without bugs: one fails the test. Everything else is ignored. Immutable.
public final class NoBugs implements LaneListener {

  @Override
  public void spaceAvailable() {}

  @Override
  public void batchStarted(List<Command> batch) {}

  @Override
  public void batchCommitted(int changes) {}

  @Override
  public void batchFailed(EngineException failure) {}

  @Override
  public void bug(RuntimeException bug) {
    throw new AssertionError("a bug in the lane", bug);
  }
}
