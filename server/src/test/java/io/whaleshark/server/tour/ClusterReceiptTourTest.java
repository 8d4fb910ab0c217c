package io.whaleshark.server.tour;

import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.webhook.TestReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [ReceiptTours] hold on the engine of several nodes. Method: two nodes on a real
/// PostgreSQL.
@Timeout(120)
class ClusterReceiptTourTest extends ReceiptTours {

  @TempDir private static Path folder = Path.of("");

  private static TestReceiver receiver;
  private static PushStandIn apple;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    receiver = new TestReceiver(0);
    apple = new PushStandIn(folder);
    nodes = TwoNodes.start(folder, settings(folder, receiver, apple));
  }

  @AfterAll
  static void stop() {
    nodes.close();
    receiver.close();
    apple.close();
  }

  @Override
  TestReceiver receiver() {
    return receiver;
  }

  @Override
  PushStandIn apple() {
    return apple;
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
