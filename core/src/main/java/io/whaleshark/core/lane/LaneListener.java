package io.whaleshark.core.lane;

import io.whaleshark.core.command.Command;
import io.whaleshark.core.engine.EngineException;
import java.util.List;

/// Is told what the lane does, on the lane's thread: must neither block nor throw.
public interface LaneListener {

  /// A full lane has room again.
  void spaceAvailable();

  /// A batch begins.
  void batchStarted(List<Command> batch);

  /// The batch is durable.
  ///
  /// @param changes how many changes it had; 0 if nothing had to be written
  void batchCommitted(int changes);

  /// The engine failed; the commands of the batch were refused, or a push about a durable change
  /// was not made.
  void batchFailed(EngineException failure);

  /// The code is wrong somewhere.
  void bug(RuntimeException bug);
}
