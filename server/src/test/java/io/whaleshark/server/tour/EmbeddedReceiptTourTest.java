package io.whaleshark.server.tour;

import io.whaleshark.server.push.PushStandIn;
import io.whaleshark.server.webhook.TestReceiver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [ReceiptTours] hold on the embedded engine. Method: one server.
class EmbeddedReceiptTourTest extends ReceiptTours {

  @TempDir private static Path folder = Path.of("");

  private static TestReceiver receiver;
  private static PushStandIn apple;
  private static TourServer only;

  @BeforeAll
  static void start() throws Exception {
    receiver = new TestReceiver(0);
    apple = new PushStandIn(folder);
    only = new TourServer(folder.resolve("data"), settings(folder, receiver, apple));
  }

  @AfterAll
  static void stop() {
    only.close();
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
    return only;
  }

  @Override
  TourServer elsewhere() {
    return only;
  }
}
