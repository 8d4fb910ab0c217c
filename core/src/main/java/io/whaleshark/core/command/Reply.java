package io.whaleshark.core.command;

/// Receives the answer to a command.
@FunctionalInterface
public interface Reply {

  /// Receives the answer. Called exactly once, on the lane's thread; it must neither block nor
  /// throw. Answers come in the order in which the commands were submitted, and before any push
  /// that the command causes. Only that to a login can come later, when its user is loaded.
  void answer(Answer answer);

  /// Ignores the answer; for senders that do not wait for one.
  Reply NONE = _ -> {};
}
