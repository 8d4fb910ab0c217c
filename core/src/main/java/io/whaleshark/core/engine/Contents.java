package io.whaleshark.core.engine;

import java.util.Iterator;

/// Everything that an engine keeps, at one instant. Later commits do not show.
///
/// Confined to one thread, which closes it before its engine. Every failure is an
/// [EngineException]; one of kind `CORRUPT` if two places of the store contradict each other.
public interface Contents extends AutoCloseable {

  /// Names the state of the store: it is another one after each commit with changes.
  String version();

  /// The newest stamp at that instant; see [Engine#newestStamp].
  long newestStamp();

  /// How many messages there are, about: for the estimate of what is left to do.
  long messagesAbout();

  /// All facts, in their order. Each call begins anew and ends what an earlier one began. Memory:
  /// one page of rows.
  Iterator<Fact> facts();

  @Override
  void close();
}
