package io.whaleshark.core.engine;

import java.util.List;

/// A store without an engine that takes over the contents of another one. It can be interrupted at
/// any moment, and be continued by a later one. Until [#finish], no engine opens the store.
///
/// Confined to one thread. Every failure is an [EngineException].
public interface Intake extends AutoCloseable {

  /// Begins to take over, or continues what an earlier one began.
  ///
  /// @param version of the contents, see [Contents#version]
  /// @param newestStamp of the contents: stamps of the store will be greater
  /// @return how many of the facts are stored already
  /// @throws EngineException if the store is neither empty nor the unfinished copy of contents of
  ///   this version
  long begin(String version, long newestStamp);

  /// Stores the facts that follow, all or none, durably.
  void add(List<Fact> facts);

  /// What is stored by now.
  Contents contents();

  /// What is wrong with the rows of the store that are derived from others; empty if nothing is.
  /// Cost: up to several look-ups for each message.
  List<String> faults();

  /// Ends it: from now on an engine opens the store.
  void finish();

  @Override
  void close();
}
