package io.whaleshark.server.tour;

import io.whaleshark.server.cluster.NodeSettings;
import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.webhook.TestReceiver;
import io.whaleshark.services.PostgresServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [ReceiptTours] hold on the engine of several nodes. Method: two nodes on a real
/// PostgreSQL.
@Timeout(120)
class ClusterReceiptTourTest extends ReceiptTours {

  @TempDir private static Path folder = Path.of("");

  private static PostgresServer postgres;
  private static TestReceiver receiver;
  private static PushStandIn apple;
  private static TourServer first;
  private static TourServer second;

  @BeforeAll
  static void start() throws Exception {
    receiver = new TestReceiver(0);
    apple = new PushStandIn(folder);
    postgres = PostgresServer.start(folder.resolve("pg"), 0, Map.of("fsync", "off"));
    first = node("first");
    second = node("second");
  }

  private static TourServer node(String name) {
    Map<String, String> all = new HashMap<>(NodeSettings.of(name, postgres));
    all.putAll(settings(folder, receiver, apple));
    return TourServer.node(all);
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
    postgres.close();
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
    return first;
  }

  @Override
  TourServer elsewhere() {
    return second;
  }
}
