package io.whaleshark.server.storage;

import io.whaleshark.core.engine.Engine;
import io.whaleshark.core.engine.Journal;
import io.whaleshark.engine.rocksdb.LibraryFolder;
import io.whaleshark.engine.rocksdb.PrivateFolder;
import io.whaleshark.engine.rocksdb.RocksEngine;
import io.whaleshark.engine.rocksdb.RocksLibrary;
import io.whaleshark.server.config.EmbeddedConfig;
import io.whaleshark.server.control.ControlSocket;
import io.whaleshark.server.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded engine, on a folder of this machine.
final class EmbeddedStorage implements Storage {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");

  private final RocksEngine engine;
  private final Path data;

  private EmbeddedStorage(RocksEngine engine, Path data) {
    this.engine = engine;
    this.data = data;
  }

  /// @param named the setting of the data folder, for people
  static EmbeddedStorage open(String named, EmbeddedConfig config, LibraryFolder libraries)
      throws IOException {
    // Up front: if it loaded itself lazily, it would be unpacked a second time.
    RocksLibrary.load(libraries);
    var limits = new RocksEngine.Limits(config.cacheBytes(), config.diskReserveBytes());
    RocksEngine engine = DataFolder.open(named, config.data(), limits);
    var storage = new EmbeddedStorage(engine, config.data());
    warnIfOpenToOthers(config.data());
    return storage;
  }

  /// Warns about an existing data folder that other users can read. Its permissions stay unchanged,
  /// because they may be intended.
  private static void warnIfOpenToOthers(Path data) throws IOException {
    if (PrivateFolder.isOpenToOthers(data)) {
      LOG.atWarn()
          .addKeyValue("folder", data)
          .log("all users of this machine may read the data folder (expected: chmod 700)");
    }
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Journal journal() {
    return engine.journal();
  }

  @Override
  public void watch(Metrics metrics) {
    metrics.watchDisk(engine::room);
  }

  /// Opens the control socket. If that fails, the server runs without it.
  @Override
  public AutoCloseable takeOrders() {
    try {
      return ControlSocket.open(data, engine::copyTo);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("no control socket: backups need the server to be stopped");
      return () -> {};
    }
  }

  @Override
  public void whenGone(Runnable action) {
    // There are no others.
  }

  @Override
  public String place() {
    return "Data: " + data;
  }

  @Override
  public void close() {
    engine.close();
  }
}
