package io.whaleshark.micro;

import io.whaleshark.engine.rocksdb.RocksEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The embedded engine on a temporary folder, which is deleted when it closes.
final class OpenEngine implements AutoCloseable {
  private static final long CACHE_BYTES = 128L << 20;

  private final Path folder;
  private final RocksEngine engine;

  OpenEngine() {
    try {
      folder = Files.createTempDirectory("whaleshark-micro");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    engine = RocksEngine.open(folder.resolve("data"), new RocksEngine.Limits(CACHE_BYTES, 0));
  }

  RocksEngine engine() {
    return engine;
  }

  @Override
  public void close() throws IOException {
    engine.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
