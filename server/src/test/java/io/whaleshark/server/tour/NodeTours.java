package io.whaleshark.server.tour;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Rows of the wire contract that hold on one server and on two nodes: some of the users are at
/// one, the others at another one where the engine has nodes.
abstract class NodeTours {

  private final List<WireClient> clients = new ArrayList<>();
  TourServer server;
  TourServer elsewhere;

  /// The server of those who act.
  abstract TourServer server();

  /// The server of those who are told: another node, or the same.
  abstract TourServer elsewhere();

  @BeforeEach
  void find() {
    server = server();
    elsewhere = elsewhere();
  }

  @AfterEach
  void hangUp() {
    clients.forEach(WireClient::close);
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
