package io.whaleshark.server.transfer;

import io.whaleshark.core.app.AppPolicy;
import io.whaleshark.core.engine.Engine;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.testkit.StoredHistories;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the embedded engine exports and imports as the reference does. Method: the same random
/// histories, on two of them.
class RocksExportedLinesTest extends StoredHistories {

  private static final int HISTORIES = 60;
  private static final RocksEngine.Limits LIMITS = new RocksEngine.Limits(8L << 20, 0);

  @TempDir private Path copies;
  private int count;

  @Override
  protected int histories() {
    return HISTORIES;
  }

  @Override
  protected Engine open(Path folder) {
    return RocksEngine.open(folder, LIMITS);
  }

  private Engine empty() {
    count++;
    return RocksEngine.open(copies.resolve("copy" + count), LIMITS);
  }

  @Override
  protected void examine(Engine engine, AppPolicy policy, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    new RoundTrip(APP, policy, clock, this::empty).examine(engine);
  }
}
