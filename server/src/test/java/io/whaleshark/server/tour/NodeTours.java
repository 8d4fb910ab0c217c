package io.whaleshark.server.tour;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/// Rows of the wire contract that hold in each [Place] that a subclass names: some of the users are
/// at one server, the others at another one where the engine has nodes.
@ParameterizedClass(name = "{0}")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class NodeTours {

  @Parameter Place place = Place.ONE_SERVER;

  private final List<WireClient> clients = new ArrayList<>();
  private Runnable end = () -> {};

  /// The server of those who act.
  TourServer server;

  /// The server of those who are told: another node, or the same.
  TourServer elsewhere;

  /// Of all servers. What it starts for them, [#stopOthers] stops.
  Map<String, String> settings(Path folder) throws Exception {
    return Map.of();
  }

  /// Stops what [#settings] has started.
  void stopOthers() {}

  @BeforeParameterizedClassInvocation
  void start(Place place, @TempDir Path folder) throws Exception {
    Place.Servers servers = place.start(folder, settings(folder));
    server = servers.first();
    elsewhere = servers.second();
    end = servers.end();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    end.run();
    stopOthers();
  }

  @AfterEach
  void hangUp() {
    clients.forEach(WireClient::close);
    clients.clear();
  }

  WireClient loggedIn(WireClient client, String user) {
    hangUpLater(client);
    client.logIn(user);
    return client;
  }

  /// Hangs up after the test.
  void hangUpLater(WireClient client) {
    clients.add(client);
  }
}
