package io.whaleshark.core.engine;

/// Announces what a batch is going to read.
@FunctionalInterface
public interface Announcement {

  /// Announces nothing; for callers that read nothing, or can wait for each read.
  Announcement NOTHING = _ -> {};

  /// Adds all announced reads to the set. Called once, before the first read.
  void to(ReadSet reads);
}
