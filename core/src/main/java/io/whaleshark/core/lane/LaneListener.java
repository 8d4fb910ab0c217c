package io.whaleshark.core.lane;

import io.whaleshark.core.engine.EngineException;

/// Is told what the lane does, on the lane's thread: must neither block nor throw.
public interface LaneListener {

  /// A full lane has room again.
  void spaceAvailable();

  /// A batch of so many commands begins.
  void batchStarted(int commands);

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
