package io.whaleshark.engine.cluster.health;

import io.whaleshark.core.engine.EngineException;
import java.util.List;

/// What an operator should know of a server that a node needs. Immutable.
///
/// @param product what the server is
/// @param server its name and version, and the state of what a node has there
/// @param faults why no node can work with it; each says what was expected
/// @param warnings what a node can work with, but an operator may not want
public record ServiceHealth(
    String product, String server, List<String> faults, List<String> warnings) {

  public ServiceHealth {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /// Refuses a server with a fault.
  ///
  /// @throws EngineException naming the first fault, if there is one
  public void requireNoFault() {
    if (!faults.isEmpty()) {
      throw new EngineException(
          EngineException.Kind.UNAVAILABLE, product + ": " + faults.getFirst());
    }
  }
}
