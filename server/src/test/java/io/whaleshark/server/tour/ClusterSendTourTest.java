package io.whaleshark.server.tour;

import io.whaleshark.server.webhook.TestHook;
import io.whaleshark.server.webhook.TestReceiver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [SendTours] hold on the engine of several nodes. Method: two nodes on a real PostgreSQL
/// and a real Redis, which serves inboxes.
@Timeout(120)
class ClusterSendTourTest extends SendTours {

  @TempDir private static Path folder = Path.of("");

  private static TestReceiver receiver;
  private static TestHook hook;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() throws IOException {
    receiver = new TestReceiver(0);
    hook = new TestHook();
    nodes = TwoNodes.startWithRedis(folder, SendTours.settings(folder, receiver, hook));
  }

  @AfterAll
  static void stop() {
    nodes.close();
    receiver.close();
    hook.close();
  }

  @Override
  TestReceiver receiver() {
    return receiver;
  }

  @Override
  TestHook hook() {
    return hook;
  }

  @Override
  TourServer server() {
    return nodes.first();
  }

  @Override
  TourServer elsewhere() {
    return nodes.second();
  }
}
