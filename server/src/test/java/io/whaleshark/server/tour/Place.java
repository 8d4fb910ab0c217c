package io.whaleshark.server.tour;

import java.nio.file.Path;
import java.util.Map;

/// Where [NodeTours] are held.
enum Place {
  ONE_SERVER {
    @Override
    Servers start(Path folder, Map<String, String> settings) {
      TourServer only = new TourServer(folder.resolve("data"), settings);
      return new Servers(only, only, only::close);
    }
  },
  TWO_NODES {
    @Override
    Servers start(Path folder, Map<String, String> settings) {
      return Servers.of(TwoNodes.start(folder, settings));
    }
  },
  /// Redis serves the inboxes, and brings word from one node to the other.
  TWO_NODES_WITH_REDIS {
    @Override
    Servers start(Path folder, Map<String, String> settings) {
      return Servers.of(TwoNodes.startWithRedis(folder, settings));
    }
  };

  /// Starts what is there.
  ///
  /// @param folder empty, or with files that the settings name
  /// @param settings of all servers
  abstract Servers start(Path folder, Map<String, String> settings);

  /// Servers that run.
  ///
  /// @param first of those who act
  /// @param second of those who are told: another node, or the same
  /// @param end ends them
  record Servers(TourServer first, TourServer second, Runnable end) {

    private static Servers of(TwoNodes nodes) {
      return new Servers(nodes.first(), nodes.second(), nodes::close);
    }
  }
}
