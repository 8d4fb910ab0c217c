package io.whaleshark.server;

import io.whaleshark.core.engine.EngineException;
import io.whaleshark.server.config.ConfigException;
import io.whaleshark.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets what is changed in the settings file hold while the server runs. Confined to the thread
/// that looks.
///
/// A changed file is read once it is the same at two looks: one that somebody still writes is not
/// read by halves. One that is empty, or cannot be used, changes nothing, and is told once.
final class SettingsFile {

  private static final Logger LOG = LoggerFactory.getLogger("whaleshark");
  private static final String UNREADABLE = "\0"; // no text of settings
  private static final String NONE = "\0\0"; // no file has it

  private final Path file;
  private final Supplier<ServerConfig> read;
  private String settled; // the text that holds, or was refused
  private String seen; // at the last look

  /// Made before the settings are read: what changes meanwhile is seen then.
  ///
  /// @param read reads the settings, from the file and everywhere else
  SettingsFile(Path file, Supplier<ServerConfig> read) {
    this.file = file;
    this.read = read;
    this.settled = text();
    this.seen = settled;
  }

  /// Looks whether it has changed.
  ///
  /// @param server lets the settings hold
  void look(Consumer<ServerConfig> server) {
    String now = text();
    boolean isStill = now.equals(seen);
    seen = now;
    if (!isStill || now.equals(settled)) {
      return;
    }
    if (now.isBlank()) {
      settled = now;
      LOG.error("all settings stay as they were: {} is empty", file);
      return;
    }
    try {
      server.accept(read.get());
      settled = now;
      LOG.info("{} has changed: the settings of apps hold as they are there now", file);
    } catch (ConfigException e) {
      settled = now;
      LOG.error("all settings stay as they were: {}", e.getMessage());
    } catch (EngineException e) {
      settled = NONE; // what went before may be ended already: it has to be begun again
      LOG.warn(
          "the settings of {} cannot hold yet, which is tried again: {}", file, e.getMessage());
    }
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return UNREADABLE; // whoever reads the settings says why
    }
  }
}
