package io.whaleshark.local.cluster;

/// A part of the cluster that may be killed or paused. Used by one thread.
interface Victim {

  /// Its name in what is printed.
  String name();

  /// Ends it as a loss of power would.
  void kill();

  /// Starts it again after [#kill], on what it left, and waits until it answers.
  ///
  /// @throws ClusterException if it does not start
  void restart() throws InterruptedException;

  /// Lets it hang until [#resume].
  void pause();

  /// Lets it run on.
  void resume();
}
