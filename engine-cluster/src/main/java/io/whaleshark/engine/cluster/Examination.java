package io.whaleshark.engine.cluster;

import io.whaleshark.core.engine.EngineException;
import java.util.List;

/// What an operator should know of a PostgreSQL server. Immutable.
///
/// @param server its name and version, and the state of the tables
/// @param faults why no node can work with it; each says what was expected
/// @param warnings what a node can work with, but an operator may not want
public record Examination(String server, List<String> faults, List<String> warnings) {

  public Examination {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /// @throws EngineException naming the first fault, if there is one
  void requireNoFault() {
    if (!faults.isEmpty()) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, "PostgreSQL: " + faults.getFirst());
    }
  }
}
