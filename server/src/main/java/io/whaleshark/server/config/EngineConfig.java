package io.whaleshark.server.config;

import java.util.SortedSet;
import java.util.TreeSet;

/// What stores the data, and where. Immutable.
public sealed interface EngineConfig permits EmbeddedConfig, ClusterConfig {

  /// The engines, by the names that they have in the settings.
  enum Kind {
    EMBEDDED,
    CLUSTER
  }

  /// Where the data is. Two engines that have it at one place are the same.
  String place();

  /// Reads the settings of the chosen engine. Those of other engines are refused: whoever wrote
  /// them believes that they hold.
  static EngineConfig read(Settings settings) {
    Kind chosen = settings.choice("engine", Kind.EMBEDDED);
    for (Kind other : Kind.values()) {
      if (other != chosen) {
        String why =
            String.format(
                "a setting of engine %s (expected: none of them, as the engine is %s)",
                Settings.word(other), Settings.word(chosen));
        keys(other).forEach(key -> settings.refuse(key, why));
      }
    }
    return read(chosen, settings);
  }

  /// Asks for the settings of all engines, whichever is chosen.
  static void readAll(Settings settings) {
    for (Kind kind : Kind.values()) {
      read(kind, settings);
    }
  }

  private static SortedSet<String> keys(Kind kind) {
    Settings none = Settings.none();
    read(kind, none);
    return new TreeSet<>(none.effective().keySet());
  }

  private static EngineConfig read(Kind kind, Settings settings) {
    return switch (kind) {
      case EMBEDDED -> EmbeddedConfig.read(settings);
      case CLUSTER -> ClusterConfig.read(settings);
    };
  }
}
