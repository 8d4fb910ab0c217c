package io.whaleshark.core.engine;

/// Says what a batch is going to read.
@FunctionalInterface
public interface Announcement {

  /// For who reads nothing, or has time to wait for each read.
  Announcement NOTHING = _ -> {};

  /// Adds all of it to the set. Called once, before the first read.
  void to(ReadSet reads);
}
