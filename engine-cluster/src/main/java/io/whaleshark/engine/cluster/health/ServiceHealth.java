package io.whaleshark.engine.cluster.health;

import io.whaleshark.core.engine.EngineException;
import java.util.List;

/// What an operator should know of something that a node needs. Immutable.
///
/// @param server its name, and where it answers, its version and the state of what a node has there
/// @param faults why no node can work with it; each says what was expected
/// @param warnings what a node can work with, but an operator may not want
public record ServiceHealth(String server, List<String> faults, List<String> warnings) {

  public ServiceHealth {
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /// Refuses a server with a fault.
  ///
  /// @throws EngineException naming the first fault, if there is one
  public void requireNoFault() {
    if (!faults.isEmpty()) {
      throw new EngineException(EngineException.Kind.REFUSED, faults.getFirst());
    }
  }

  /// The same, where each sentence begins with the place of the server.
  ///
  /// @param place the setting that names it, and its address
  public ServiceHealth at(String place) {
    return new ServiceHealth(server, at(place, faults), at(place, warnings));
  }

  private static List<String> at(String place, List<String> sentences) {
    return sentences.stream().map(sentence -> place + ": " + sentence).toList();
  }
}
