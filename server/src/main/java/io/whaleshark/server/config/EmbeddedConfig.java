package io.whaleshark.server.config;

import java.nio.file.Path;

/// The embedded engine: one server, with its data in one folder.
///
/// @param cacheBytes the size of the cache for data that was read
/// @param diskReserveBytes how much disk space stays free
public record EmbeddedConfig(Path data, long cacheBytes, long diskReserveBytes)
    implements EngineConfig {

  private static final long MIB = 1L << 20;
  private static final int MIB_AT_MOST = 1 << 20;

  @Override
  public String place() {
    return data.toString();
  }

  static EmbeddedConfig read(Settings settings) {
    return new EmbeddedConfig(
        settings.path("data", "data").toAbsolutePath().normalize(),
        settings.number("engine.cache-mib", 128, 8, MIB_AT_MOST) * MIB,
        settings.number("engine.disk-reserve-mib", 128, 0, MIB_AT_MOST) * MIB);
  }
}
