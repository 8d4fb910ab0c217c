package io.whaleshark.core.command;

/// Where the answer to a command goes.
@FunctionalInterface
public interface Reply {

  /// Takes the answer. Called exactly once, on the lane's thread: must neither block nor throw.
  /// Answers come in the order in which the commands were submitted, and before any push that the
  /// command causes.
  void answer(Answer answer);

  /// For commands whose sender waits for nothing.
  Reply NONE = _ -> {};
}
