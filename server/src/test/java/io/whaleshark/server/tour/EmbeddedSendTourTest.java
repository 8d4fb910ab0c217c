package io.whaleshark.server.tour;

import io.whaleshark.server.webhook.TestHook;
import io.whaleshark.server.webhook.TestReceiver;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Goal: [SendTours] hold on the embedded engine. Method: one server.
class EmbeddedSendTourTest extends SendTours {

  @TempDir private static Path folder = Path.of("");

  private static TestReceiver receiver;
  private static TestHook hook;
  private static TourServer only;

  @BeforeAll
  static void start() throws IOException {
    receiver = new TestReceiver(0);
    hook = new TestHook();
    only = new TourServer(folder.resolve("data"), SendTours.settings(folder, receiver, hook));
  }

  @AfterAll
  static void stop() {
    only.close();
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
    return only;
  }

  @Override
  TourServer elsewhere() {
    return only;
  }
}
